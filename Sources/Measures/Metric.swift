/// A quantity that Pawl measures of a cell; the raw value is its name in suites, columns and JSON.
public enum Metric: String, CaseIterable, Sendable, Hashable, Codable, CodingKeyRepresentable {
    case latencyP50 = "latency_p50"
    case latencyP90 = "latency_p90"
    case latencyP99 = "latency_p99"
    case latencyMax = "latency_max"
    case latencyMean = "latency_mean"
    case throughput
    case loadTime = "load_time"
    case firstInferenceTime = "first_inference_time"
    case peakMemory = "peak_memory"
    case plannedArena = "planned_arena"
    case modelSize = "model_size"
    case accuracy
    case topKAccuracy = "top_k_accuracy"
    case macroF1 = "macro_f1"
    case agreement
    case klDivergence = "kl_divergence"

    public enum Direction: Sendable { case lowerIsBetter, higherIsBetter }

    public var dimension: Dimension {
        switch self {
        case .latencyP50, .latencyP90, .latencyP99, .latencyMax, .latencyMean, .loadTime, .firstInferenceTime: .time
        case .throughput: .rate
        case .peakMemory, .plannedArena, .modelSize: .bytes
        case .accuracy, .topKAccuracy, .macroF1, .agreement: .proportion
        case .klDivergence: .information
        }
    }

    public var direction: Direction {
        switch self {
        case .throughput, .accuracy, .topKAccuracy, .macroF1, .agreement: .higherIsBetter
        default: .lowerIsBetter
        }
    }

    /// For people: "latency p50", "KL divergence".
    public var title: String {
        switch self {
        case .klDivergence: "KL divergence"
        case .macroF1: "macro F1"
        case .topKAccuracy: "top-k accuracy"
        case .firstInferenceTime: "first-inference time"
        default: rawValue.replacing("_", with: " ")
        }
    }
}

/// What kind of number a metric is; it decides units and printing.
public enum Dimension: String, Sendable, Hashable, Codable {
    /// Nanoseconds.
    case time
    /// Inferences per second.
    case rate
    /// Bytes.
    case bytes
    /// A share of 1.
    case proportion
    /// Nats.
    case information
}
