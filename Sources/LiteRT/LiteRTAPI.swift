import CLiteRT
import Foundation
import InferenceCore

/// The opened library's functions, with its statuses turned into Swift errors.
///
/// Everything that is ever called is looked up here; a library that lacks one of these names is refused before a call.
struct LiteRTAPI: StatusChecking, Sendable {
    let version: InterfaceVersion
    let environments: EnvironmentFunctions
    let models: ModelFunctions
    let options: OptionFunctions
    let compiledModels: CompiledModelFunctions
    let buffers: BufferFunctions
    let profilers: ProfilerFunctions

    /// - Throws: `InferenceError.libraryNotAccepted` when a function is missing.
    init(_ library: DynamicLibrary, version: InterfaceVersion) throws(InferenceError) {
        self.version = version
        environments = try EnvironmentFunctions(library)
        models = try ModelFunctions(library, version)
        options = try OptionFunctions(library, version)
        compiledModels = try CompiledModelFunctions(library)
        buffers = try BufferFunctions(library)
        profilers = try ProfilerFunctions(library)
    }

    func reason(_ status: LiteRtStatus) -> String? {
        status == Int32(LITERT_STATUS_OK) ? nil : StatusText.words(for: status)
    }

    func release(_ text: UnsafeMutablePointer<CChar>) { free(text) }

    /// What the kernels of a compiled model reported since they were last asked, else words for the status.
    func words(for status: LiteRtStatus, of compiledModel: OpaquePointer) -> String {
        var text: UnsafeMutablePointer<CChar>?
        let found = compiledModels.errorMessages(compiledModel, &text)
        defer { free(text) }
        _ = compiledModels.clearErrors(compiledModel)
        let words = (found == Int32(LITERT_STATUS_OK) ? text : nil).map { String(cString: $0) } ?? ""
        let trimmed = words.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? StatusText.words(for: status) : trimmed
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

/// Words for the library's statuses, which come without any.
enum StatusText {
    /// The statuses of loading, compiling and running have words; others are named by their number alone.
    static func words(for status: Int32) -> String {
        let meaning: String? =
            switch status {
            case 1: "invalid argument"
            case 2: "out of memory"
            case 3: "failure in the runtime"
            case 4: "an input is missing"
            case 5: "not supported"
            case 6: "not found"
            case 500: "the file cannot be read"
            case 501: "the file is no valid model"
            case 504: "the model cannot be compiled"
            case 1000: "index out of bounds"
            default: nil
            }
        return meaning.map { "\($0) (LiteRT status \(status))" } ?? "LiteRT status \(status)"
    }
}
