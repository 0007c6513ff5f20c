import Records

extension Metric {
    /// The column of the database's view `cell_summary`, which says the unit: `latency_p50_ns`. CSV and JSON lines use it too.
    public var columnName: String {
        switch dimension {
        case .time: rawValue + "_ns"
        case .rate: rawValue + "_per_second"
        case .bytes: rawValue + "_bytes"
        case .information: rawValue + "_nats"
        case .decibels: rawValue + "_db"
        case .count, .proportion, .coefficient, .outputUnits: rawValue
        }
    }

    /// The unit of monitoring systems: seconds, bytes, ratios; nil for bare numbers.
    public var baseUnit: String? {
        switch dimension {
        case .time: "seconds"
        case .rate: "per_second"
        case .bytes: "bytes"
        case .proportion: "ratio"
        case .information: "nats"
        case .decibels: "decibels"
        case .count, .coefficient, .outputUnits: nil
        }
    }

    /// A value in `baseUnit`, from Pawl's own units.
    public func inBaseUnit(_ value: Double) -> Double { dimension == .time ? value / 1e9 : value }

    /// The share of inferences that are faster, for quantiles of latency.
    public var quantile: String? {
        switch self {
        case .latencyP50: "0.5"
        case .latencyP90: "0.9"
        case .latencyP99: "0.99"
        default: nil
        }
    }

    /// The name with its base unit, such as `accuracy_ratio`; the quantiles of latency share one.
    public var baseName: String {
        let stem = quantile == nil ? rawValue : "latency"
        return baseUnit.map { "\(stem)_\($0)" } ?? stem
    }
}
