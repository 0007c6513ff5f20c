/// Which versions of ONNX Runtime Pawl calls.
///
/// The rule: 1.20 up to and including 1.31, any patch release. The library's table of functions is append-only, and
/// every slot that Pawl calls was called in the oldest and the newest of these (1.20.1 and 1.31.1): what agrees at both
/// ends agrees in between. A newer version is accepted once the tests have run against it.
struct AcceptedVersion: Sendable, Equatable {
    static let minors = 20...31
    static let description = "1.20 to 1.31"

    let minor: Int

    /// - Parameter version: as the library words it, such as `1.31.1`.
    /// - Returns: nil when the version is not accepted.
    init?(_ version: String) {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "1", let minor = Int(parts[1]), Self.minors.contains(minor) else {
            return nil
        }
        self.minor = minor
    }

    /// The table's version whose slots every accepted library has.
    static let interfaceVersion: UInt32 = 20

    /// The first version of the table that has the allocator's statistics.
    static let statisticsInterfaceVersion: UInt32 = 23

    /// The first version of the table that tells which provider each node was given to.
    static let assignmentInterfaceVersion: UInt32 = 24

    var tellsAssignments: Bool { minor >= Int(Self.assignmentInterfaceVersion) }
    var hasAllocatorStatistics: Bool { minor >= Int(Self.statisticsInterfaceVersion) }
}
