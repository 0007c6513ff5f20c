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
    /// Columns of the golden set: every value in each is judged by itself; empty judges all samples together.
    public var slices: [String]
    /// Slices with fewer samples are not judged.
    public var minimumSamples: Int
    public var location: SourceLocation
    /// The device class that the gate is of; nil for the suite's own.
    public var deviceClass: String?

    public init(
        index: Int, metric: Metric, against: Counterpart, limit: Limit, models: [String] = [], variants: [String] = [],
        slices: [String] = [], minimumSamples: Int = 1, location: SourceLocation, deviceClass: String? = nil
    ) {
        self.index = index
        self.metric = metric
        self.against = against
        self.limit = limit
        self.models = models
        self.variants = variants
        self.slices = slices
        self.minimumSamples = minimumSamples
        self.location = location
        self.deviceClass = deviceClass
    }
}

extension Gate {
    /// Whether the gate's `models` and `variants` let it judge this variant; an empty list lets all.
    public func applies(toModel model: String, variant: String) -> Bool {
        Self.matches(models, model) && Self.matches(variants, variant)
    }

    static func matches(_ patterns: [String], _ name: String) -> Bool {
        patterns.isEmpty || patterns.contains { GlobPattern($0).matches(name) }
    }
}

extension Gate {
    /// The gate `latency_p50 max_increase: margin` on every variant, outside of any suite file.
    ///
    /// - Parameter place: what made it, instead of a file.
    public static func medianLatency(maximumIncrease margin: Double, against: Counterpart, place: String) -> Gate {
        Gate(
            index: 0, metric: .latencyP50, against: against, limit: .maximumIncrease(margin),
            location: SourceLocation(file: place, line: 1, column: 1))
    }
}

extension Gate {
    /// The gate in words, as every report repeats it: `latency p50 at most +3 % above the reference`, and whose limit it is
    /// when it is not the suite's: `peak memory at most 100 MB (device class wearable)`.
    public var ruleText: String { limitText + sliceText + (deviceClass.map { " (device class \($0))" } ?? "") }

    /// ` in every slice by label and camera`
    private var sliceText: String {
        guard let last = slices.last else { return "" }
        let list = slices.count == 1 ? last : slices.dropLast().joined(separator: ", ") + " and " + last
        return " in every slice by \(list)" + (minimumSamples > 1 ? " of \(minimumSamples) samples or more" : "")
    }

    private var limitText: String {
        let other =
            switch against {
            case .nothing: ""
            case .reference: "the reference"
            case .baseline: "the baseline"
            }
        switch limit {
        case .maximum(let value):
            let subject = against == .nothing ? metric.title : "\(metric.title) from \(other)"
            return "\(subject) at most \(Quantity.limitText(value, as: .absolute(metric.dimension)))"
        case .minimum(let value):
            let subject = against == .nothing ? metric.title : "\(metric.title) with \(other)"
            return "\(subject) at least \(Quantity.limitText(value, as: .absolute(metric.dimension)))"
        case .maximumDrop(let value):
            let scale = GateLimitKind.maxDrop.scale(for: metric)
            return "\(metric.title) at most \(Quantity.limitText(value, as: scale)) below \(other)"
        case .maximumRise(let value):
            return "\(metric.title) at most \(Quantity.limitText(value, as: .points)) above \(other)"
        case .maximumIncrease(let value):
            return "\(metric.title) at most +\(Quantity.limitText(value, as: .relativeChange)) above \(other)"
        case .maximumRatio(let value):
            return "\(metric.title) at most \(Quantity.limitText(value, as: .ratio)) times \(other)"
        }
    }

    /// The limit as a suite's file has it: `max: 100 ms`.
    var limitEntry: String {
        switch limit {
        case .maximum(let value): entry(.max, value)
        case .minimum(let value): entry(.min, value)
        case .maximumDrop(let value): entry(.maxDrop, value)
        case .maximumRise(let value): entry(.maxRise, value)
        case .maximumIncrease(let value): entry(.maxIncrease, value)
        case .maximumRatio(let value): entry(.maxRatio, value)
        }
    }

    private func entry(_ kind: GateLimitKind, _ value: Double) -> String {
        "\(kind.rawValue): \(Quantity.limitText(value, as: kind.scale(for: metric)))"
    }
}
