import Diagnostics
import Records

/// One line of a suite's `gates:`.
public struct Gate: Sendable, Equatable {
    public typealias Counterpart = Verdict.Counterpart

    /// What is allowed, in base units: nanoseconds, bytes, shares of 1, inferences per second, nats, ratios.
    public enum Limit: Sendable, Equatable {
        /// `max: 50 ms`; the metric itself.
        case maximum(Double)
        /// `min: 97%`; the metric itself.
        case minimum(Double)
        /// `max_drop: 1 point`; baseline minus candidate, as a share of 1 or a bare number. Shares and coefficients only.
        case maximumDrop(Double)
        /// `max_rise: 1 point`; candidate minus baseline, of an error rate.
        case maximumRise(Double)
        /// `max_increase: 3%`; candidate over baseline minus 1.
        case maximumIncrease(Double)
        /// `max_ratio: 0.5`; candidate over baseline.
        case maximumRatio(Double)
    }

    /// Position in the suite, from 0.
    public var index: Int
    public var metric: Metric
    public var against: Counterpart
    public var limit: Limit
    /// Glob patterns (`*`, `?`); empty means all.
    public var models: [String]
    public var variants: [String]
    public var location: SourceLocation
    /// The device class that the gate is of; nil for the suite's own.
    public var deviceClass: String?

    public init(
        index: Int, metric: Metric, against: Counterpart, limit: Limit, models: [String] = [], variants: [String] = [],
        location: SourceLocation, deviceClass: String? = nil
    ) {
        self.index = index
        self.metric = metric
        self.against = against
        self.limit = limit
        self.models = models
        self.variants = variants
        self.location = location
        self.deviceClass = deviceClass
    }
}
