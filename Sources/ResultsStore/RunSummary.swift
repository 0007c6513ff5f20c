import Foundation
import Records

/// One line of a list of runs.
public struct RunSummary: Sendable, Equatable {
    public var id: String
    public var kind: RunRecord.Kind
    public var status: RunRecord.Status
    public var suite: String
    public var startedAt: Date
    public var finishedAt: Date?
    public var hostName: String
    public var gitCommit: String?
    public var gitIsDirty: Bool?
    public var onInconclusive: InconclusivePolicy
    public var cellCount: Int
    public var failedCellCount: Int
    /// How many verdicts have each state; states without one are left out.
    public var verdicts: [Verdict.State: Int]

    public var verdictCount: Int { verdicts.values.reduce(0, +) }
    /// Verdicts whose state is `failed`.
    public var failedVerdictCount: Int { verdicts[.failed] ?? 0 }
}
