import Measures

/// The key that gives a gate's limit, and which metrics it fits.
enum GateLimitKind: String, CaseIterable {
    case max
    case min
    case maxDrop = "max_drop"
    case maxIncrease = "max_increase"
    case maxRatio = "max_ratio"

    /// The kinds that make sense for a metric, in the order in which help lists them.
    static func fitting(_ metric: Metric) -> [GateLimitKind] {
        switch metric {
        case .agreement: [.min]
        case .klDivergence: [.max]
        case .throughput: [.min]
        case .accuracy, .topKAccuracy, .macroF1: [.min, .maxDrop]
        default: [.max, .maxIncrease, .maxRatio]
        }
    }

    /// Whether a limit of this kind on `metric` compares with something; otherwise it bounds the value itself.
    func compares(_ metric: Metric) -> Bool {
        switch self {
        case .maxDrop, .maxIncrease, .maxRatio: true
        case .max, .min: metric == .agreement || metric == .klDivergence
        }
    }

    func scale(for metric: Metric) -> Quantity.Scale {
        switch self {
        case .max, .min: .absolute(metric.dimension)
        case .maxDrop: .points
        case .maxIncrease: .relativeChange
        case .maxRatio: .ratio
        }
    }

    func limit(_ value: Double) -> Gate.Limit {
        switch self {
        case .max: .maximum(value)
        case .min: .minimum(value)
        case .maxDrop: .maximumDrop(value)
        case .maxIncrease: .maximumIncrease(value)
        case .maxRatio: .maximumRatio(value)
        }
    }

    /// Why a well-formed limit can never decide anything; nil when it can.
    func objection(to value: Double, of metric: Metric) -> String? {
        let isShare = metric.dimension == .proportion
        switch self {
        case .min where isShare && value > 1, .maxDrop where value > 1: return "more than 100 % is never reached"
        case .min where value == 0: return "every value is at least 0, so the gate would always pass"
        case .max where value == 0 && metric != .klDivergence, .maxRatio where value == 0:
            return "no value is that small, so the gate would always fail"
        default: return nil
        }
    }
}
