import Foundation
import Records

/// What the values of a series are: a metric, or something that somebody named in a file of their own.
public struct TrendMeasure: Sendable, Hashable {
    /// A quantity that no metric describes.
    public struct Stated: Sendable, Hashable {
        public var name: String
        /// Nil if not stated which way is better: then a level changes, and gets neither worse nor better.
        public var direction: Metric.Direction?
        /// Whether changes are ratios; values of zero or less have none.
        public var changesByRatio: Bool

        public init(name: String, direction: Metric.Direction?, changesByRatio: Bool) {
            self.name = name
            self.direction = direction
            self.changesByRatio = changesByRatio
        }
    }

    public var metric: Metric
    public var stated: Stated?

    public init(_ metric: Metric, stated: Stated? = nil) {
        self.metric = metric
        self.stated = stated
    }

    public var title: String { stated?.name ?? metric.title }
    public var dimension: Records.Dimension { stated == nil ? metric.dimension : .outputUnits }
    public var changesByRatio: Bool { stated?.changesByRatio ?? metric.changesByRatio }
    public var isExact: Bool { stated == nil && metric.isExact }
    /// For programs: a metric's name, or `value`.
    public var rawValue: String { stated == nil ? metric.rawValue : "value" }
    public var hasDirection: Bool { stated.map { $0.direction != nil } ?? true }

    func isWorse(_ difference: Double) -> Bool {
        (stated?.direction ?? metric.direction) == .lowerIsBetter ? difference > 0 : difference < 0
    }

    func minimumChange(_ relativeChange: Double?, level: Double) -> Double {
        guard let stated else { return metric.minimumChange(relativeChange, level: level) }
        return stated.changesByRatio ? log1p(relativeChange ?? 0.01) : abs(level) * (relativeChange ?? 0.01)
    }

    /// In the scale of the analysis; nil for a value that has no place in it.
    func scaled(_ value: Double) -> Double? {
        guard changesByRatio else { return value }
        return value > 0 ? log(value) : nil
    }

    /// Back to the base unit.
    func unscaled(_ value: Double) -> Double { changesByRatio ? exp(value) : value }

    /// A difference in the scale of the analysis, as people read it: relative for ratios, otherwise in the base unit.
    func size(ofScaled difference: Double) -> Double { changesByRatio ? expm1(difference) : difference }

    /// The reverse of `size(ofScaled:)`.
    func scaled(size: Double) -> Double { changesByRatio ? log1p(size) : size }
}

extension Metric {
    /// Whether changes are ratios (5 % slower) rather than differences (0.4 points less accurate): such values are analysed as
    /// logarithms.
    public var changesByRatio: Bool {
        switch dimension {
        case .time, .rate, .bytes: true
        case .count, .proportion, .information, .coefficient, .outputUnits, .decibels: false
        }
    }

    /// Whether a value has no noise: any other value is a change, and there is nothing to estimate.
    public var isExact: Bool { self == .modelSize || self == .fallbackOperators || self == .plannedArena }

    /// Whether the metric depends on how fast the machine is: what an anchor's change tells something about.
    var followsTheMachine: Bool { dimension == .time || dimension == .rate || self == .peakMemory }

    /// The smallest change that is worth a word, in the scale of the analysis: logarithms for ratios, else base units.
    ///
    /// - Parameters:
    ///   - relativeChange: what the user asked for, such as 0.02; it holds for metrics that change by ratios.
    ///   - level: a typical value of the series, for what the output or the labels count in: their unit is anyone's.
    func minimumChange(_ relativeChange: Double?, level: Double) -> Double {
        switch dimension {
        case .time, .rate, .bytes: log1p(relativeChange ?? 0.01)
        case .proportion, .coefficient: 0.001
        case .information: 0.001
        case .decibels: 0.5
        case .outputUnits: abs(level) * 0.01
        case .count: 0
        }
    }
}

/// What is known of series that come from a file rather than from recorded runs.
public struct ImportedSeries: Sendable, Equatable {
    public struct Place: Sendable, Hashable {
        public var cell: CellAddress
        public var recording: Int

        public init(cell: CellAddress, recording: Int) {
            self.cell = cell
            self.recording = recording
        }
    }

    public var measure: TrendMeasure.Stated
    /// What happened before a value.
    public var events: [Place: String]
    /// The file's name, for people.
    public var file: String
    /// Whether times are whole numbers, a day each in `HistoryFacts.startedAt`, rather than dates.
    public var countsTime: Bool

    public init(measure: TrendMeasure.Stated, events: [Place: String], file: String, countsTime: Bool) {
        self.measure = measure
        self.events = events
        self.file = file
        self.countsTime = countsTime
    }
}
