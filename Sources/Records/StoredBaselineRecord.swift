import Foundation

/// The earlier run that a run's baseline gates compare with, instead of a baseline that was measured beside it.
///
/// Its cells stand in `RunRecord.cells` as baseline-side copies and the history that says how much runs differ stands here, so
/// that a run can be judged again from its own record, whatever becomes of the other runs.
public struct StoredBaselineRecord: Sendable, Codable, Equatable {
    /// `RunRecord.id` of the earlier run.
    public var run: String
    public var startedAt: Date
    public var suite: SuiteReference
    public var pawlVersion: String
    public var hostName: String
    /// Equal to the run's own: no other baseline is accepted.
    public var machineFingerprint: String
    public var gitCommit: String?
    public var gitIsDirty: Bool?
    /// Levels of other runs of the baseline's variants.
    public var history: [EarlierLevel]

    public init(
        run: String, startedAt: Date, suite: SuiteReference, pawlVersion: String, hostName: String,
        machineFingerprint: String, gitCommit: String? = nil, gitIsDirty: Bool? = nil, history: [EarlierLevel] = []
    ) {
        self.run = run
        self.startedAt = startedAt
        self.suite = suite
        self.pawlVersion = pawlVersion
        self.hostName = hostName
        self.machineFingerprint = machineFingerprint
        self.gitCommit = gitCommit
        self.gitIsDirty = gitIsDirty
        self.history = history
    }

    /// The first digits of the run's id, as people write them.
    public var shortRun: String { String(run.prefix(8)) }
}

/// The level of an unchanged variant in one earlier run, from the launches that were measured alone.
public struct EarlierLevel: Sendable, Codable, Equatable {
    /// `RunRecord.id`.
    public var run: String
    public var startedAt: Date
    public var model: String
    public var variant: String
    public var metric: Metric
    /// Mean over launches of the natural logarithm of the metric in its base unit.
    public var mean: Double
    /// Of `mean`, by the spread within the run.
    public var standardError: Double
    public var degreesOfFreedom: Double
    public var launches: Int

    public init(
        run: String, startedAt: Date, model: String, variant: String, metric: Metric, mean: Double,
        standardError: Double, degreesOfFreedom: Double, launches: Int
    ) {
        self.run = run
        self.startedAt = startedAt
        self.model = model
        self.variant = variant
        self.metric = metric
        self.mean = mean
        self.standardError = standardError
        self.degreesOfFreedom = degreesOfFreedom
        self.launches = launches
    }
}
