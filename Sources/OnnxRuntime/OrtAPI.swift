import COnnxRuntime
import InferenceCore

/// The opened library's table of functions, with its statuses turned into Swift errors.
struct OrtAPI: StatusChecking, @unchecked Sendable {
    /// Valid for the life of the process: the library is never closed.
    let table: UnsafePointer<OrtApi>
    /// The same table with the slots that came with 1.22, 1.23 and 1.24; nil when the library is too old to have them.
    let pluginTable: UnsafePointer<OrtApi22>?
    let statisticsTable: UnsafePointer<OrtApi23>?
    let assignmentTable: UnsafePointer<OrtApi24>?
    /// Frees what the library hands out by name; it belongs to the library.
    let defaultAllocator: OpaquePointer

    /// - Returns: nil when the library does not have the table that its version promises.
    init?(_ base: OrtApiBase, version: TableVersion) throws(InferenceError) {
        // There is one table. Asking an older library for more than it has makes it complain on standard error.
        guard let start = base.GetApi(min(version.number, TableVersion.newestUsed)) else { return nil }
        let table = start.assumingMemoryBound(to: OrtApi.self)
        self.table = table
        pluginTable = version.number >= 22 ? start.assumingMemoryBound(to: OrtApi22.self) : nil
        statisticsTable = version.number >= 23 ? start.assumingMemoryBound(to: OrtApi23.self) : nil
        assignmentTable = version.number >= 24 ? start.assumingMemoryBound(to: OrtApi24.self) : nil
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
