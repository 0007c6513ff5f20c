import Records
import TaskMetrics

/// A model's predictions for a golden set, and how good they are.
public struct TaskEvaluation: Sendable, Equatable {
    /// The class that a sample was given; empty for tasks without classes of samples.
    public var predictions: [Int32] = []
    /// How many classes rank before the label, per sample; empty for tasks other than classification.
    public var labelRanks: [Int32] = []
    /// What was read, per sample; empty for tasks without texts.
    public var texts: [String] = []
    /// The probability of the predicted class, per sample, to four decimals: enough to sort by. Nil for outputs without probabilities.
    public var confidences: [Double]?
    /// Every metric of `GoldenSetManifest.ownMetrics` that these predictions define.
    public var metrics: [Metric: Double] = [:]
    /// Jackknife pseudo-values of those metrics that cannot be had from predictions and ranks, one a unit of
    /// `GoldenSet.units`, or a pair of samples for Spearman's correlation.
    public var unitValues: [Metric: [Double]] = [:]
    /// What guessing comes to, and other ways to read the answers; nil for tasks whose answers are no texts, boxes or masks.
    public var trials: ReadingTrials?

    /// Counts up when the same outputs would give other predictions, metrics or contrasts than before, or when samples
    /// reach a model in another way: evaluations that were kept from then are not used any more.
    public static let version = 4

    /// Scores outputs against the ground truth.
    ///
    /// - Parameter outputs: those of `GoldenSetManifest.outputs`, a row a sample in the golden set's order.
    /// - Throws: `GoldenSetError.nonFiniteScores`, `.notProbabilities`; `.unusableScores` when outputs do not fit the task.
    public static func evaluate(
        outputs: [String: OutputTable], on set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        let outputs = NamedOutputs(outputs, set: set)
        switch set.manifest.task {
        case .classification(let task): return try classification(task, outputs, set)
        case .binary(let task): return try binary(task, outputs, set)
        case .sequence(let task): return try sequence(task, outputs, set)
        case .embedding(let task): return try embedding(task, outputs, set)
        case .regression(let task): return try regression(task, outputs, set)
        case .detection(let task): return try detection(task, outputs, set)
        case .segmentation(let task): return try segmentation(task, outputs, set)
        case .anomaly(let task): return try anomaly(task, outputs, set)
        case .fidelity(let output):
            try outputs.finite(output)
            return TaskEvaluation()
        }
    }

    mutating func keep(confidences values: [Double]) {
        confidences = values.map { ($0 * 10_000).rounded() / 10_000 }
    }

    /// - Parameter estimate: nil where these labels or predictions leave the metric undefined; then there is no value.
    mutating func add(_ metric: Metric, _ estimate: MetricEstimate?) {
        guard let estimate else { return }
        metrics[metric] = estimate.value
        unitValues[metric] = estimate.pseudoValues
    }
}
