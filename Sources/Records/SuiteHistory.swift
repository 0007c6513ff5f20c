import Foundation

/// The results of a suite's runs, cell by cell and metric by metric.
public struct SuiteHistory: Sendable, Equatable {
    /// Every run that lies in the time asked for, whether its values count or not, in the order of recording.
    public var runs: [Run]
    /// By model, variant, runtime's label and metric.
    public var series: [Series]

    public struct Run: Sendable, Equatable {
        public var id: String
        /// As in `HistoryFacts.recording`.
        public var recording: Int
        public var kind: RunRecord.Kind
        public var status: RunRecord.Status
        public var startedAt: Date
        public var hostName: String
        public var machineFingerprint: String
        /// Whether it came as a bundle: when it was recorded here says nothing.
        public var isImported = false

        public init(
            id: String, recording: Int, kind: RunRecord.Kind, status: RunRecord.Status, startedAt: Date,
            hostName: String, machineFingerprint: String
        ) {
            self.id = id
            self.recording = recording
            self.kind = kind
            self.status = status
            self.startedAt = startedAt
            self.hostName = hostName
            self.machineFingerprint = machineFingerprint
        }
    }

    /// One metric of one cell, of all machines.
    public struct Series: Sendable, Equatable {
        public var cell: CellAddress
        public var metric: Metric
        /// In the order of recording; at least one.
        public var points: [HistoryPoint]

        public init(cell: CellAddress, metric: Metric, points: [HistoryPoint]) {
            self.cell = cell
            self.metric = metric
            self.points = points
        }
    }

    public init(runs: [Run], series: [Series]) {
        self.runs = runs
        self.series = series
    }
}

/// One run's value of one metric of one cell, with what may explain a step in the series.
///
/// The facts read and write as if they were the point's own (`point.gitCommit`); all metrics of a cell share one copy of them,
/// because a history of years has a million points.
@dynamicMemberLookup
public struct HistoryPoint: Sendable, Equatable {
    /// In the metric's base unit.
    public var value: Double
    private var shared: Shared

    private final class Shared: Sendable {
        let facts: HistoryFacts

        init(_ facts: HistoryFacts) { self.facts = facts }
    }

    public init(_ facts: HistoryFacts, value: Double) {
        self.value = value
        shared = Shared(facts)
    }

    public init(
        run: String, kind: RunRecord.Kind, startedAt: Date, status: RunRecord.Status = .complete, value: Double,
        hostName: String, machineFingerprint: String, device: String? = nil, gitCommit: String? = nil,
        gitIsDirty: Bool? = nil, pawlVersion: String, runtimeVersion: String, modelDigest: String
    ) {
        self.init(
            HistoryFacts(
                run: run, kind: kind, startedAt: startedAt, status: status, hostName: hostName,
                machineFingerprint: machineFingerprint, device: device, gitCommit: gitCommit, gitIsDirty: gitIsDirty,
                pawlVersion: pawlVersion, runtimeVersion: runtimeVersion, modelDigest: modelDigest),
            value: value)
    }

    public var facts: HistoryFacts { shared.facts }

    /// The same facts with another value.
    public func with(value: Double) -> HistoryPoint {
        var point = self
        point.value = value
        return point
    }

    /// Whether the two were taken in one go: much faster than comparing all facts, and never wrong where it says yes.
    public func sharesFacts(with other: HistoryPoint) -> Bool { shared === other.shared }

    public subscript<Fact>(dynamicMember fact: WritableKeyPath<HistoryFacts, Fact>) -> Fact {
        get { shared.facts[keyPath: fact] }
        set {
            var facts = shared.facts
            facts[keyPath: fact] = newValue
            shared = Shared(facts)
        }
    }

    public static func == (one: HistoryPoint, other: HistoryPoint) -> Bool {
        one.value == other.value && (one.sharesFacts(with: other) || one.facts == other.facts)
    }
}

/// What is known of a point of a history beside its value: when and where it was measured, and of what.
public struct HistoryFacts: Sendable, Equatable {
    public var run: String
    /// Where the run stands in the order of recording: a clock that was set back does not turn it round.
    public var recording: Int
    public var kind: RunRecord.Kind
    public var startedAt: Date
    public var status: RunRecord.Status
    public var hostName: String
    public var machineFingerprint: String
    /// Where it was measured, when that was not the host (`CellRecord.device`).
    public var device: String?
    public var gitCommit: String?
    public var gitIsDirty: Bool?
    public var pawlVersion: String
    /// Facts of the host; empty where they are not known.
    public var kernelRelease: String
    public var distribution: String
    public var runtimeName: String
    public var runtimeVersion: String
    /// SHA-256 of the runtime's library.
    public var runtimeLibraryDigest: String
    public var runtimeProvider: String
    /// `RuntimeRecord.options` as JSON text, keys sorted: only ever compared.
    public var runtimeOptions: String
    public var modelDigest: String
    public var goldenSetDigest: String
    /// `CellRecord.isAnchor`.
    public var isAnchor: Bool

    public init(
        run: String, recording: Int = 0, kind: RunRecord.Kind, startedAt: Date,
        status: RunRecord.Status = .complete, hostName: String, machineFingerprint: String,
        device: String? = nil, gitCommit: String? = nil, gitIsDirty: Bool? = nil, pawlVersion: String,
        kernelRelease: String = "", distribution: String = "", runtimeName: String = "", runtimeVersion: String,
        runtimeLibraryDigest: String = "", runtimeProvider: String = "", runtimeOptions: String = "",
        modelDigest: String, goldenSetDigest: String = "", isAnchor: Bool = false
    ) {
        self.run = run
        self.recording = recording
        self.kind = kind
        self.startedAt = startedAt
        self.status = status
        self.hostName = hostName
        self.machineFingerprint = machineFingerprint
        self.device = device
        self.gitCommit = gitCommit
        self.gitIsDirty = gitIsDirty
        self.pawlVersion = pawlVersion
        self.kernelRelease = kernelRelease
        self.distribution = distribution
        self.runtimeName = runtimeName
        self.runtimeVersion = runtimeVersion
        self.runtimeLibraryDigest = runtimeLibraryDigest
        self.runtimeProvider = runtimeProvider
        self.runtimeOptions = runtimeOptions
        self.modelDigest = modelDigest
        self.goldenSetDigest = goldenSetDigest
        self.isAnchor = isAnchor
    }
}
