import Foundation

/// What the runs of a suite came to, cell by cell and metric by metric.
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
