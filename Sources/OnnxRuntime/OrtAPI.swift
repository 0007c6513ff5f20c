import COnnxRuntime
import InferenceCore

/// The opened library's table of functions, with its statuses turned into Swift errors.
struct OrtAPI: StatusChecking, @unchecked Sendable {
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

    func reason(_ status: OpaquePointer?) -> String? { failure(status)?.message }

    /// Strings come from the default allocator.
    func release(_ text: UnsafeMutablePointer<CChar>) { free(text) }

    /// Frees memory that came from the default allocator.
    func free(_ memory: UnsafeMutableRawPointer) {
        _ = failure(table.pointee.AllocatorFree(defaultAllocator, memory))
    }
}
