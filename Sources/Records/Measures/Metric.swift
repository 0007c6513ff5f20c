/// A quantity that Pawl measures of a cell; the raw value is its name in suites, columns and JSON.
///
/// docs/task-metrics.md defines those of the predictions.
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
    case deviceMemory = "device_memory"
    case modelSize = "model_size"
    case fallbackOperators = "fallback_operators"

    case accuracy
    case topKAccuracy = "top_k_accuracy"
    case macroF1 = "macro_f1"
    case calibrationError = "calibration_error"
    case areaUnderCurve = "auc"
    case partialAreaUnderCurve = "partial_auc"
    case averagePrecision = "average_precision"
    case exactMatch = "exact_match"
    case characterErrorRate = "character_error_rate"
    case wordErrorRate = "word_error_rate"
    case recallAtK = "recall_at_k"
    case spearman
    case meanAbsoluteError = "mae"
    case rootMeanSquareError = "rmse"
    case determination = "r2"
    case meanAveragePrecision = "mean_average_precision"
    case meanAveragePrecision50 = "mean_average_precision_50"
    case meanIntersectionOverUnion = "mean_iou"
    case pixelAccuracy = "pixel_accuracy"

    case agreement
    case klDivergence = "kl_divergence"
    case cosineSimilarity = "cosine_similarity"
    case signalToNoise = "sqnr"
    case maximumAbsoluteError = "max_abs_error"

    public enum Direction: Sendable { case lowerIsBetter, higherIsBetter }

    /// Where a value comes from.
    public enum Origin: Sendable {
        /// Launches, the operator profile, or the model file.
        case measurement
        /// A cell's own predictions on its golden set.
        case groundTruth
        /// A cell's predictions compared with another's.
        case comparison
    }

    /// Whether it is a time of an inference, or the rate that comes of it; loading and the first inference are others.
    public var isOfInference: Bool {
        switch self {
        case .latencyP50, .latencyP90, .latencyP99, .latencyMax, .latencyMean, .throughput: true
        default: false
        }
    }

    public var origin: Origin {
        switch self {
        case .latencyP50, .latencyP90, .latencyP99, .latencyMax, .latencyMean, .throughput, .loadTime,
            .firstInferenceTime, .peakMemory, .plannedArena, .deviceMemory, .modelSize, .fallbackOperators:
            .measurement
        case .agreement, .klDivergence, .cosineSimilarity, .signalToNoise, .maximumAbsoluteError: .comparison
        default: .groundTruth
        }
    }

    /// Whether it is made of the times of single inferences, or of the batches that share a stamp where they are very short.
    public var isLatency: Bool {
        switch self {
        case .latencyP50, .latencyP90, .latencyP99, .latencyMax, .latencyMean: true
        default: false
        }
    }

    /// The quantile that a latency metric is, from 0 to 1; nil for a metric that is none.
    public var latencyQuantile: Double? {
        switch self {
        case .latencyP50: 0.5
        case .latencyP90: 0.9
        case .latencyP99: 0.99
        default: nil
        }
    }

    public var dimension: Dimension {
        switch self {
        case .latencyP50, .latencyP90, .latencyP99, .latencyMax, .latencyMean, .loadTime, .firstInferenceTime: .time
        case .throughput: .rate
        case .peakMemory, .plannedArena, .deviceMemory, .modelSize: .bytes
        case .fallbackOperators: .count
        case .klDivergence: .information
        case .spearman, .determination, .cosineSimilarity: .coefficient
        case .meanAbsoluteError, .rootMeanSquareError, .maximumAbsoluteError: .outputUnits
        case .signalToNoise: .decibels
        default: .proportion
        }
    }

    public var direction: Direction {
        switch self {
        case .calibrationError, .characterErrorRate, .wordErrorRate, .meanAbsoluteError, .rootMeanSquareError,
            .klDivergence, .maximumAbsoluteError:
            .lowerIsBetter
        default: origin == .measurement && self != .throughput ? .lowerIsBetter : .higherIsBetter
        }
    }

    /// For people: "latency p50", "KL divergence".
    public var title: String {
        switch self {
        case .klDivergence: "KL divergence"
        case .macroF1: "macro F1"
        case .topKAccuracy: "top-k accuracy"
        case .firstInferenceTime: "first-inference time"
        case .areaUnderCurve: "AUC"
        case .partialAreaUnderCurve: "partial AUC"
        case .recallAtK: "recall at k"
        case .spearman: "Spearman correlation"
        case .meanAbsoluteError: "mean absolute error"
        case .rootMeanSquareError: "root mean square error"
        case .determination: "R²"
        case .meanAveragePrecision: "mAP"
        case .meanAveragePrecision50: "mAP at IoU 0.5"
        case .meanIntersectionOverUnion: "mean IoU"
        case .signalToNoise: "SQNR"
        case .maximumAbsoluteError: "largest absolute error"
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
    /// A whole number of things.
    case count
    /// A share of 1.
    case proportion
    /// Nats.
    case information
    /// A bare number, at most 1, such as a correlation.
    case coefficient
    /// What the model's output or the golden set's labels count in.
    case outputUnits = "output_units"
    case decibels

    /// What a finite value may be that somebody else gives: outside of it, it is none. In base units.
    public var plausibleRange: ClosedRange<Double> {
        switch self {
        case .time, .rate, .bytes, .count: 0...1e18
        case .proportion, .coefficient: -1e6...1e6
        case .information, .decibels: -1e9...1e9
        // The square of the largest 32-bit float, and its sum over a large output.
        case .outputUnits: -1e90...1e90
        }
    }
}

extension Metric {
    /// The metric that sums up a cell's own predictions, of those that it has: the first in the order of `Metric`.
    public static func quality(among metrics: some Sequence<Metric>) -> Metric? {
        let known = Set(metrics)
        return allCases.first { $0.origin == .groundTruth && known.contains($0) }
    }

    /// The main metric of fidelity to another cell.
    public static func fidelity(among metrics: some Sequence<Metric>) -> Metric? {
        let known = Set(metrics)
        return allCases.first { $0.origin == .comparison && known.contains($0) }
    }
}
