import Records

/// One metric of one cell on one machine over time, and what was found in it.
public struct TrendSeries: Sendable, Equatable {
    public var cell: CellAddress
    public var metric: Metric
    public var machine: TrendMachine
    /// Oldest first; at least one.
    public var points: [HistoryPoint]
    /// What is known to have changed between neighbouring points, in order of position.
    public var events: [TrendEvent]
    /// Levels that hold from one change or event to the next, in the metric's base unit.
    public var levels: [TrendLevel]
    /// In order of position.
    public var changes: [TrendChange]
    /// How far single values lie from their level, as a share of it for metrics that change by ratios, otherwise in the metric's
    /// base unit; standard deviation. Nil with fewer points than a level needs.
    public var noise: Double?
    /// How far from their level, or their line, 95 % of single values lie at most, the season taken out; where values wander, from the
    /// value before. In the unit of `noise`; nil with fewer than twenty points.
    public var countedBand: Double?
    /// Whether the cell is an anchor: a frozen model on a frozen runtime, which only the machine can change.
    public var isAnchor: Bool
    /// Smaller changes are not reported: relative for metrics that change by ratios, otherwise in the metric's base unit.
    public var minimumChange: Double
    /// Stretches along which values drift; then `changes` holds only steps beside them.
    public var drifts: [TrendDrift] = []
    public var season: TrendSeason?
    public var twoLevels: TrendTwoLevels?
    /// Whether values wander, so that no level holds.
    public var wanders = false
    /// What the values are where they come from a file.
    public var stated: TrendMeasure.Stated?
    /// Whether times are whole numbers rather than dates.
    public var countsTime = false

    /// `countedBand`, and with too few points to count that of a normal distribution.
    public var band: Double? { countedBand ?? noise.map { 1.96 * $0 } }

    public var measure: TrendMeasure { TrendMeasure(metric, stated: stated) }

    public init(
        cell: CellAddress, metric: Metric, machine: TrendMachine, points: [HistoryPoint], events: [TrendEvent] = [],
        levels: [TrendLevel] = [], changes: [TrendChange] = [], noise: Double? = nil, isAnchor: Bool = false,
        minimumChange: Double = 0
    ) {
        self.cell = cell
        self.metric = metric
        self.machine = machine
        self.points = points
        self.events = events
        self.levels = levels
        self.changes = changes
        self.noise = noise
        self.isAnchor = isAnchor
        self.minimumChange = minimumChange
    }
}

extension TrendSeries {
    /// What can be said of a series.
    public enum Finding: String, Sendable, CaseIterable {
        /// Its level changed, found or probable.
        case changed
        /// It drifts along lines; steps beside them are among the changes.
        case drifts
        /// No level holds.
        case wanders
        case unchanged
        /// Too few points: a change that nothing is known of takes three before it and two after it.
        case tooShort = "too_short"
    }

    /// Points that it takes to say that nothing changed.
    public static let fewestPoints = 5

    public var finding: Finding {
        if !drifts.isEmpty { return .drifts }
        if wanders { return .wanders }
        if !changes.isEmpty { return .changed }
        return points.count < (metric.isExact ? 2 : Self.fewestPoints) ? .tooShort : .unchanged
    }
}

/// Where the points of a series were measured: points of two machines never share a series unless asked.
public struct TrendMachine: Sendable, Hashable {
    /// Of the latest point.
    public var hostName: String
    /// `EnvironmentRecord.machineFingerprint`; nil where machines were mixed on purpose.
    public var fingerprint: String?
    public var device: String?

    public init(hostName: String, fingerprint: String?, device: String? = nil) {
        self.hostName = hostName
        self.fingerprint = fingerprint
        self.device = device
    }
}

/// A stretch of points about one level, or along a line.
public struct TrendLevel: Sendable, Equatable {
    /// Positions in `TrendSeries.points`.
    public var range: Range<Int>
    /// In the metric's base unit.
    public var value: Double
    /// Where a line starts and ends; nil for a level.
    public var line: Line?

    public struct Line: Sendable, Equatable {
        public var first: Double
        public var last: Double

        public init(first: Double, last: Double) {
            self.first = first
            self.last = last
        }
    }

    /// The band of `TrendSeries.band`.
    public var low: Double
    public var high: Double

    public init(range: Range<Int>, value: Double, low: Double, high: Double) {
        self.range = range
        self.value = value
        self.low = low
        self.high = high
    }
}
