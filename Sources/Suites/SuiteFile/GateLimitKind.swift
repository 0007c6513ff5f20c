import Records

/// The key that gives a gate's limit, and which metrics it fits.
enum GateLimitKind: String, CaseIterable {
    case max
    case min
    case maxDrop = "max_drop"
    case maxRise = "max_rise"
    case maxIncrease = "max_increase"
    case maxRatio = "max_ratio"

    /// The kinds that make sense for a metric, in the order in which help lists them.
    static func fitting(_ metric: Metric) -> [GateLimitKind] {
        switch (metric.origin, metric.dimension, metric.direction) {
        case (.comparison, _, .higherIsBetter): [.min]
        case (.comparison, _, .lowerIsBetter): [.max]
        case (.groundTruth, .proportion, .lowerIsBetter): [.max, .maxRise]
        case (.groundTruth, .outputUnits, _): [.max, .maxIncrease, .maxRatio]
        case (.groundTruth, _, _): [.min, .maxDrop]
        case (.measurement, .rate, _): [.min]
        case (.measurement, .count, _): [.max]
        case (.measurement, _, _): [.max, .maxIncrease, .maxRatio]
        }
    }

    /// Whether a limit of this kind on `metric` compares with something; otherwise it bounds the value itself.
    func compares(_ metric: Metric) -> Bool {
        switch self {
        case .maxDrop, .maxRise, .maxIncrease, .maxRatio: true
        case .max, .min: metric.origin == .comparison
        }
    }

    func scale(for metric: Metric) -> Quantity.Scale {
        switch self {
        case .max, .min: .absolute(metric.dimension)
        case .maxDrop: metric.dimension == .coefficient ? .difference : .points
        case .maxRise: .points
        case .maxIncrease: .relativeChange
        case .maxRatio: .ratio
        }
    }

    func limit(_ value: Double) -> Gate.Limit {
        switch self {
        case .max: .maximum(value)
        case .min: .minimum(value)
        case .maxDrop: .maximumDrop(value)
        case .maxRise: .maximumRise(value)
        case .maxIncrease: .maximumIncrease(value)
        case .maxRatio: .maximumRatio(value)
        }
    }

    /// Why a well-formed limit can never decide anything; nil when it can.
    func objection(to value: Double, of metric: Metric) -> String? {
        let isShare = metric.dimension == .proportion
        let isAtMostOne = isShare || metric.dimension == .coefficient
        switch self {
        case .min where isAtMostOne && value > 1:
            return isShare ? "more than 100 % is never reached" : "1 is the best there is"
        case .maxDrop where isShare && value > 1: return "more than 100 % is never reached"
        // A correlation, R² or a signal-to-noise ratio may lie below 0.
        case .min where value == 0 && metric.dimension != .coefficient && metric.dimension != .decibels:
            return "every value is at least 0, so the gate would always pass"
        case .max where metric.dimension == .count:
            return value == value.rounded() ? nil : "operators are counted in whole numbers"
        case .max where value == 0 && metric.origin == .measurement, .maxRatio where value == 0:
            return "no value is that small, so the gate would always fail"
        default: return nil
        }
    }
}
