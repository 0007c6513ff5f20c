import Foundation
import Gating
import Records
import Trends

/// What a site of pages tells of one suite.
public struct SiteSuite: Sendable {
    public var name: String
    /// Latest first.
    public var runs: [SiteRun]
    /// Each cell on each machine that it was measured on, as it was last.
    public var cells: [SiteCell]
    /// The series of all machines.
    public var trends: TrendReport
    /// Of the last two of `endedRuns`, the later against the earlier.
    public var environment: ComparedEnvironment?
    /// Moments that charts mark, such as promotions of baselines.
    public var marks: [TrendMark]
    /// Whether runs of `pawl gate` count as those of the main line do.
    public var countsGates: Bool
    /// Where commits can be looked at; nil where that is not known.
    package var commits: CommitLinks?

    public init(
        name: String, runs: [SiteRun], cells: [SiteCell], trends: TrendReport,
        environment: ComparedEnvironment? = nil, marks: [TrendMark] = [], countsGates: Bool = false
    ) {
        self.name = name
        self.runs = runs
        self.cells = cells
        self.trends = trends
        self.environment = environment
        self.marks = marks
        self.countsGates = countsGates
    }

    /// The runs that ended by themselves, latest first. Gates judge proposals that may never be merged: theirs count where that is
    /// asked for, or where there are no others.
    public var endedRuns: [SiteRun] {
        let ended = runs.filter(\.hasEnded)
        let counted = ended.filter { countsGates || $0.kind != .gate }
        return counted.isEmpty ? ended : counted
    }

    /// The run that a page about the suite begins with.
    var headline: SiteRun? { endedRuns.first ?? runs.first }

    /// What began after the headline's run and is still measured, or was cut off; nil when there is nothing of the kind.
    var unended: SiteRun? {
        guard let headline else { return nil }
        return runs.prefix { $0.id != headline.id }.first { !$0.hasEnded && (countsGates || $0.kind != .gate) }
    }
}

/// A run as a line of a list.
public struct SiteRun: Sendable, Equatable {
    public var id: String
    public var kind: RunRecord.Kind
    public var outcome: RunOutcome
    public var startedAt: Date
    public var finishedAt: Date?
    public var hostName: String
    public var gitCommit: String?
    public var gitIsDirty: Bool?
    public var verdicts: [Verdict.State: Int]
    public var cellCount: Int
    public var failedCellCount: Int
    /// Whether it ended by itself, whatever the outcome: it is not still measured, and was not stopped or killed.
    public var hasEnded: Bool

    /// - Parameter hasEnded: nil when the outcome says it.
    public init(
        id: String, kind: RunRecord.Kind, outcome: RunOutcome, startedAt: Date, finishedAt: Date? = nil,
        hostName: String, gitCommit: String? = nil, gitIsDirty: Bool? = nil, verdicts: [Verdict.State: Int] = [:],
        cellCount: Int, failedCellCount: Int = 0, hasEnded: Bool? = nil
    ) {
        self.id = id
        self.kind = kind
        self.outcome = outcome
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.hostName = hostName
        self.gitCommit = gitCommit
        self.gitIsDirty = gitIsDirty
        self.verdicts = verdicts
        self.cellCount = cellCount
        self.failedCellCount = failedCellCount
        self.hasEnded = hasEnded ?? (outcome != .running && outcome != .interrupted)
    }
}

extension SiteRun {
    /// All of it as texts, the same whenever the run is.
    var facts: [String] {
        let counts = verdicts.map { "\($0.key.rawValue) \($0.value)" }.sorted()
        let times = [startedAt, finishedAt].map { "\($0?.timeIntervalSinceReferenceDate ?? 0)" }
        return [id, kind.rawValue, outcome.rawValue, hostName, gitCommit ?? "", "\(gitIsDirty ?? false)"] + times
            + counts
            + ["\(cellCount)", "\(failedCellCount)"]
    }
}

/// A cell as the last run of a machine left it.
public struct SiteCell: Sendable, Equatable {
    public var address: CellAddress
    public var isReference: Bool
    /// The runtime with its version: `onnxruntime 1.31.1`.
    public var runtime: String
    /// The device, or the host where it is none.
    public var machine: String
    public var run: String
    public var startedAt: Date
    /// In the metrics' base units.
    public var values: [Metric: Double]
    public var verdicts: [Verdict.State: Int]
    /// Why it could not be measured, if so.
    public var failure: String?

    public init(
        address: CellAddress, isReference: Bool = false, runtime: String, machine: String, run: String,
        startedAt: Date, values: [Metric: Double], verdicts: [Verdict.State: Int] = [:], failure: String? = nil
    ) {
        self.address = address
        self.isReference = isReference
        self.runtime = runtime
        self.machine = machine
        self.run = run
        self.startedAt = startedAt
        self.values = values
        self.verdicts = verdicts
        self.failure = failure
    }

    /// `model/variant`.
    var name: String { "\(address.model)/\(address.variant)" }

    /// The worst of its verdicts.
    var standing: ChartStanding {
        if (verdicts[.failed] ?? 0) > 0 { return .failed }
        if failure != nil || (verdicts[.error] ?? 0) > 0 { return .unmeasured }
        if (verdicts[.inconclusive] ?? 0) > 0 { return .undecided }
        if isReference { return .reference }
        return (verdicts[.passed] ?? 0) > 0 ? .passed : .neutral
    }
}
