import Foundation

/// Everything that one invocation measured and judged: the waist of the hourglass.
public struct RunRecord: Sendable, Codable, Equatable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Every variant alone; nothing is judged.
        case run
        /// A suite and its gates, for a change that may never be merged: no part of the suite's history.
        case gate
        /// The same for the history: the state of the main line at one time.
        case nightly
    }

    public enum Status: String, Sendable, Codable {
        /// Still being measured, or the process was killed before it could say more.
        case running
        case complete
        /// At least one cell has a failure.
        case incomplete
        /// Stopped by SIGINT or SIGTERM; what was measured is kept.
        case interrupted
    }

    /// A lower-case UUID.
    public var id: String
    public var kind: Kind
    public var status: Status
    public var suite: SuiteReference
    /// The baseline's suite, when the run compares with another checkout.
    public var against: SuiteReference?
    /// The earlier run that stands in for a baseline; together with `against` only for the `namedBaseline`'s variants that could
    /// not be measured again.
    public var storedBaseline: StoredBaselineRecord?
    /// What the baseline is called, when it was promoted to a name.
    public var namedBaseline: NamedBaselineRecord?
    public var startedAt: Date
    public var finishedAt: Date?
    /// Seed of every random order in this run.
    public var seed: UInt64
    public var pawlVersion: String
    public var environment: EnvironmentRecord
    public var goldenSets: [GoldenSetRecord]
    public var cells: [CellRecord]
    public var pairs: [PairRecord]
    public var verdicts: [Verdict]
    public var warnings: [String]
    /// What undecided gates were to do to this run's outcome.
    public var onInconclusive: InconclusivePolicy
    /// When raw values were removed to save space; figures, verdicts and what was known of the machine are still there.
    public var rawValuesAgedOutAt: Date?

    public init(
        id: String, kind: Kind, status: Status, suite: SuiteReference, against: SuiteReference? = nil,
        storedBaseline: StoredBaselineRecord? = nil, startedAt: Date, finishedAt: Date? = nil, seed: UInt64,
        pawlVersion: String, environment: EnvironmentRecord,
        goldenSets: [GoldenSetRecord] = [], cells: [CellRecord] = [], pairs: [PairRecord] = [],
        verdicts: [Verdict] = [], warnings: [String] = [], onInconclusive: InconclusivePolicy = .fail,
        rawValuesAgedOutAt: Date? = nil
    ) {
        self.id = id
        self.kind = kind
        self.status = status
        self.suite = suite
        self.against = against
        self.storedBaseline = storedBaseline
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.seed = seed
        self.pawlVersion = pawlVersion
        self.environment = environment
        self.goldenSets = goldenSets
        self.cells = cells
        self.pairs = pairs
        self.verdicts = verdicts
        self.warnings = warnings
        self.onInconclusive = onInconclusive
        self.rawValuesAgedOutAt = rawValuesAgedOutAt
    }
}

/// The suite file that a run executed.
public struct SuiteReference: Sendable, Codable, Equatable {
    public var name: String
    public var file: String
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    public var digest: String

    public init(name: String, file: String, digest: String) {
        self.name = name
        self.file = file
        self.digest = digest
    }
}

/// What an undecided gate does to the outcome of its run.
public enum InconclusivePolicy: String, CaseIterable, Sendable, Codable {
    /// The run is inconclusive, which is no pass.
    case fail
    /// The gate is shown and otherwise left out.
    case skip
}

/// How far a run had come that has not ended, and what must be known before it is resumed.
public struct UnfinishedRun: Sendable, Equatable {
    /// SHA-256 over everything that decides what is measured and how: another plan is another run.
    public var planDigest: String
    /// When something of it was kept last, by both of the machine's clocks.
    public var keptAt: ClockReading
    /// What the run has taken so far of the time allowed for it, over all processes.
    public var secondsSpent: Double

    public init(planDigest: String, keptAt: ClockReading, secondsSpent: Double) {
        self.planDigest = planDigest
        self.keptAt = keptAt
        self.secondsSpent = secondsSpent
    }
}

/// One moment by two clocks: the calendar's, which people and time servers set, and the one that runs from the machine's start.
public struct ClockReading: Sendable, Equatable {
    public var date: Date
    /// Which start of the machine `uptimeSeconds` counts from; empty when it is not known.
    public var bootID: String
    /// Time since the machine started, sleep included.
    public var uptimeSeconds: Double

    public init(date: Date, bootID: String, uptimeSeconds: Double) {
        self.date = date
        self.bootID = bootID
        self.uptimeSeconds = uptimeSeconds
    }

    /// Seconds from this reading to a later one; nil when the clocks do not tell.
    ///
    /// Within one start of the machine the clock that nobody sets decides. After a restart only the calendar is left: a time that
    /// lies ahead of `now` says nothing, and what lies behind is at least as old as the machine is up.
    public func age(at now: ClockReading) -> Double? {
        if !bootID.isEmpty, bootID == now.bootID {
            return now.uptimeSeconds >= uptimeSeconds ? now.uptimeSeconds - uptimeSeconds : nil
        }
        let age = now.date.timeIntervalSince(date)
        return age >= 0 ? max(age, bootID.isEmpty || now.bootID.isEmpty ? 0 : now.uptimeSeconds) : nil
    }
}
