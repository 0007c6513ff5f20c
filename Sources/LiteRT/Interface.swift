import CLiteRT
import InferenceCore

/// The opened library's functions, with its statuses turned into Swift errors.
///
/// What the tests call in both verified versions is looked up here; a library that lacks one of these names is refused
/// before a call.
struct Interface: Sendable {
    let version: AcceptedVersion
    let environments: EnvironmentFunctions
    let models: ModelFunctions
    let options: OptionFunctions
    let compiledModels: CompiledModelFunctions
    let buffers: BufferFunctions
    let profilers: ProfilerFunctions

    /// - Throws: `InferenceError.libraryNotAccepted` when a function is missing.
    init(_ library: DynamicLibrary, version: AcceptedVersion) throws(InferenceError) {
        self.version = version
        environments = try EnvironmentFunctions(library)
        models = try ModelFunctions(library, version)
        options = try OptionFunctions(library, version)
        compiledModels = try CompiledModelFunctions(library)
        buffers = try BufferFunctions(library)
        profilers = try ProfilerFunctions(library)
    }

    /// Throws `InferenceError.runtimeFailure` unless `status` is success.
    func check(_ operation: @autoclosure () -> String, _ status: LiteRtStatus) throws(InferenceError) {
        guard status == Int32(LITERT_STATUS_OK) else {
            throw .runtimeFailure(operation: operation(), reason: StatusText.words(for: status))
        }
    }

    /// Calls a function that makes or finds an object.
    func make(
        _ operation: @autoclosure () -> String, _ call: (UnsafeMutablePointer<OpaquePointer?>) -> LiteRtStatus
    ) throws(InferenceError) -> OpaquePointer {
        var object: OpaquePointer?
        try check(operation(), call(&object))
        guard let object else {
            throw .runtimeFailure(operation: operation(), reason: "the library answered with nothing")
        }
        return object
    }

    func count(
        _ operation: @autoclosure () -> String, _ call: (UnsafeMutablePointer<Int>) -> LiteRtStatus
    ) throws(InferenceError) -> Int {
        var count = 0
        try check(operation(), call(&count))
        return count
    }

    /// Copies a text that stays the library's own.
    func string(
        _ operation: @autoclosure () -> String,
        _ call: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> LiteRtStatus
    ) throws(InferenceError) -> String {
        var text: UnsafePointer<CChar>?
        try check(operation(), call(&text))
        return text.map { String(cString: $0) } ?? ""
    }
}
