import Records
import Statistics

/// How a metric of one cell changed between two runs, and whether that is more than its own noise.
public struct MetricChange: Sendable, Equatable {
    /// How changes of a metric are reported.
    public enum Scale: Sendable {
        /// Second over first, less 1.
        case relative
        /// Second less first, in the metric's unit.
        case difference
    }

    public enum Finding: Sendable, Equatable {
        /// The same number from the same predictions, or of an exact quantity.
        case same
        /// The interval holds "no change".
        case withinNoise
        /// The interval, or an exact quantity, says so.
        case better, worse
        /// There is no interval; why, in a few words.
        case unknown(reason: String)
    }

    public let metric: Metric
    /// In base units; nil where a run has no value.
    public let first: Double?
    public let second: Double?
    /// In `scale`; nil where either value is missing.
    public let change: Double?
    /// Of the change, in `scale`, with `CellComparison.confidence`; nil without one.
    public let interval: ClosedRange<Double>?
    public let finding: Finding

    public var scale: Scale { Self.scale(of: metric) }

    static func scale(of metric: Metric) -> Scale {
        switch metric.dimension {
        case .time, .rate, .bytes, .outputUnits: .relative
        case .count, .proportion, .information, .coefficient, .decibels: .difference
        }
    }

    /// Without an interval: what the two figures say by themselves.
    init(_ metric: Metric, _ first: Double?, _ second: Double?, noInterval reason: String) {
        self.init(metric, first, second, finding: .unknown(reason: reason))
    }

    /// Of quantities without noise.
    init(exact metric: Metric, _ first: Double, _ second: Double) {
        let isBetter = (second > first) == (metric.direction == .higherIsBetter)
        self.init(metric, first, second, finding: first == second ? .same : isBetter ? .better : .worse)
    }

    /// - Parameter interval: of the change, in the metric's scale, around `change`.
    init(_ metric: Metric, _ first: Double?, _ second: Double?, change: Double, interval: Interval) {
        self.metric = metric
        self.first = first
        self.second = second
        self.change = change
        guard interval.low.isFinite, interval.high.isFinite, interval.low <= interval.high else {
            self.interval = nil
            finding = .unknown(reason: "too little differs for an interval")
            return
        }
        self.interval = interval.low...interval.high
        let isLower = interval.high < 0
        if isLower || interval.low > 0 {
            finding = isLower == (metric.direction == .lowerIsBetter) ? .better : .worse
        } else {
            finding = .withinNoise
        }
    }

    init(_ metric: Metric, _ first: Double?, _ second: Double?, finding: Finding) {
        self.metric = metric
        self.first = first
        self.second = second
        self.finding = finding
        interval = nil
        change = Self.change(metric, first, second)
    }

    private static func change(_ metric: Metric, _ first: Double?, _ second: Double?) -> Double? {
        guard let first, let second, first.isFinite, second.isFinite else { return nil }
        switch scale(of: metric) {
        case .difference: return second - first
        case .relative: return first == second ? 0 : first > 0 ? second / first - 1 : nil
        }
    }
}
