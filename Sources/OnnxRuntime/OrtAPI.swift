import COnnxRuntime
import InferenceCore

/// The opened library's table of functions, with its statuses turned into Swift errors.
struct OrtAPI: @unchecked Sendable {
    /// Valid for the life of the process: the library is never closed.
    let table: UnsafePointer<OrtApi>
    /// The same table with its later slots; nil when the library is too old to have them.
    let laterTable: UnsafePointer<OrtApi23>?
    /// Likewise from version 1.24 on.
    let assignmentTable: UnsafePointer<OrtApi24>?
    /// Frees what the library hands out by name; it belongs to the library.
    let defaultAllocator: OpaquePointer

    /// - Returns: nil when the library does not have the table that its version promises.
    init?(_ base: OrtApiBase, version: AcceptedVersion) throws(InferenceError) {
        guard let table = base.GetApi(AcceptedVersion.interfaceVersion)?.assumingMemoryBound(to: OrtApi.self) else {
            return nil
        }
        self.table = table
        // Asking an older library for a table that it does not have makes it complain on standard error.
        laterTable =
            version.hasAllocatorStatistics
            ? base.GetApi(AcceptedVersion.statisticsInterfaceVersion)?.assumingMemoryBound(to: OrtApi23.self) : nil
        assignmentTable =
            version.tellsAssignments
            ? base.GetApi(AcceptedVersion.assignmentInterfaceVersion)?.assumingMemoryBound(to: OrtApi24.self) : nil
        var allocator: OpaquePointer?
        let operation = "asking for the default allocator"
        let status = table.pointee.GetAllocatorWithDefaultOptions(&allocator)
        if let failure = Self.failure(status, in: table) {
            throw .runtimeFailure(operation: operation, reason: failure.message)
        }
        guard let allocator else { throw .runtimeFailure(operation: operation, reason: "it has none") }
        defaultAllocator = allocator
    }

    /// What a status says.
    struct Failure {
        var code: Int
        var message: String
    }

    /// Reads and frees a status; nil for success.
    func failure(_ status: OpaquePointer?) -> Failure? { Self.failure(status, in: table) }

    private static func failure(_ status: OpaquePointer?, in table: UnsafePointer<OrtApi>) -> Failure? {
        guard let status else { return nil }
        defer { table.pointee.ReleaseStatus(status) }
        return Failure(
            code: Int(table.pointee.GetErrorCode(status)),
            message: String(cString: table.pointee.GetErrorMessage(status)))
    }

    /// Throws `InferenceError.runtimeFailure` unless `status` is success.
    func check(_ operation: @autoclosure () -> String, _ status: OpaquePointer?) throws(InferenceError) {
        if let failure = failure(status) {
            throw .runtimeFailure(operation: operation(), reason: failure.message)
        }
    }

    /// Calls a slot that makes an object.
    func make(
        _ operation: @autoclosure () -> String, _ call: (UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
    ) throws(InferenceError) -> OpaquePointer {
        var object: OpaquePointer?
        try check(operation(), call(&object))
        guard let object else {
            throw .runtimeFailure(operation: operation(), reason: "the library answered with nothing")
        }
        return object
    }

    /// Calls a slot that makes a string with the default allocator; empty when it makes none.
    func string(
        _ operation: @autoclosure () -> String,
        _ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> OpaquePointer?
    ) throws(InferenceError) -> String {
        var text: UnsafeMutablePointer<CChar>?
        try check(operation(), call(&text))
        guard let text else { return "" }
        defer { free(text) }
        return String(cString: text)
    }

    /// Frees memory that came from the default allocator.
    func free(_ memory: UnsafeMutableRawPointer) {
        _ = failure(table.pointee.AllocatorFree(defaultAllocator, memory))
    }
}
