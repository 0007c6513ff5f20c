import Foundation

/// The run that a baseline was promoted from, as far as it must outlive the run's own record.
public struct BaselineRun: Sendable, Codable, Equatable {
    /// `RunRecord.id`
    public var id: String
    public var startedAt: Date
    public var suite: SuiteReference
    public var pawlVersion: String
    public var hostName: String
    public var machineFingerprint: String
    public var gitCommit: String?
    public var gitIsDirty: Bool?

    public init(
        id: String, startedAt: Date, suite: SuiteReference, pawlVersion: String, hostName: String,
        machineFingerprint: String, gitCommit: String?, gitIsDirty: Bool?
    ) {
        self.id = id
        self.startedAt = startedAt
        self.suite = suite
        self.pawlVersion = pawlVersion
        self.hostName = hostName
        self.machineFingerprint = machineFingerprint
        self.gitCommit = gitCommit
        self.gitIsDirty = gitIsDirty
    }

    public init(_ run: RunRecord) {
        self.init(
            id: run.id, startedAt: run.startedAt, suite: run.suite, pawlVersion: run.pawlVersion,
            hostName: run.environment.hostName, machineFingerprint: run.environment.machineFingerprint,
            gitCommit: run.environment.gitCommit, gitIsDirty: run.environment.gitIsDirty)
    }

    /// The first digits of the run's id, as people write them.
    public var shortID: String { String(id.prefix(8)) }
}
