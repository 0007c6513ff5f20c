import Records
import TaskMetrics

/// How a candidate's predictions for the same samples differ from another's, right or wrong.
public struct TaskComparison: Sendable, Equatable {
    /// Every metric of `GoldenSetManifest.comparisonMetrics`.
    public var metrics: [Metric: Double]
    /// Of each metric but the largest error: jackknife pseudo-values, one a unit of `GoldenSet.units`. For the KL
    /// divergence of samples that stand alone those are the samples' own divergences.
    public var unitValues: [Metric: [Double]]
    /// Output by output; nil if not looked at.
    public var outputs: OutputComparison?

    public init(
        metrics: [Metric: Double] = [:], unitValues: [Metric: [Double]] = [:], outputs: OutputComparison? = nil
    ) {
        self.metrics = metrics
        self.unitValues = unitValues
        self.outputs = outputs
    }

    /// The figures of equal outputs, without looking at them.
    public static func ofEqualOutputs(on set: GoldenSet) -> TaskComparison {
        var comparison = TaskComparison()
        let count = set.units.count
        for metric in set.manifest.comparisonMetrics {
            let value: Double =
                switch metric {
                case .agreement, .cosineSimilarity: 1
                case .signalToNoise: TensorFidelity.maximumDecibels
                default: 0
                }
            comparison.metrics[metric] = value
            if metric != .maximumAbsoluteError {
                comparison.unitValues[metric] = [Double](repeating: value, count: count)
            }
        }
        return comparison
    }

    /// - Throws: `GoldenSetError.unusableScores` when the two do not return as many scores; what `ScoreMatrix.check` throws.
    public static func compare(
        candidate: EvaluatedSet, reference: EvaluatedSet, on set: GoldenSet
    ) throws(GoldenSetError) -> TaskComparison {
        var comparison = TaskComparison()
        let units = set.units
        switch set.manifest.task {
        case .classification(let task):
            comparison.add(.agreement, equal(candidate.evaluation.predictions, reference.evaluation.predictions, units))
            guard let kind = task.scores else { break }
            let classes = try ClassificationComparison.compare(
                candidate: NamedOutputs(candidate.outputs, set: set).classScores(of: task, kind)
                    .matrix(columns: set.classNames.count),
                reference: NamedOutputs(reference.outputs, set: set).classScores(of: task, kind)
                    .matrix(columns: set.classNames.count),
                kind: kind, labels: set.labels, sampleNames: set.judgedNames)
            comparison.add(.klDivergence, MeanMetric.estimate(classes.divergences, units: units))
        case .binary:
            comparison.add(.agreement, equal(candidate.evaluation.predictions, reference.evaluation.predictions, units))
        case .sequence:
            comparison.add(.agreement, equal(candidate.evaluation.texts, reference.evaluation.texts, units))
        default: break
        }
        try comparison.addFidelity(candidate, reference, on: set)
        comparison.outputs = OutputComparison(candidate: candidate, reference: reference, on: set)
        return comparison
    }

    private static func equal<Prediction: Equatable>(
        _ one: [Prediction], _ other: [Prediction], _ units: JackknifeUnits
    ) -> MetricEstimate {
        MeanMetric.estimate(zip(one, other).map(==), units: units)
    }

    /// Fidelity of the tensors that are judged: of several outputs each metric is that of the one which is worst in it. Where shapes are
    /// others, or one side rules out what the other does not, there is none; the comparison says so.
    private mutating func addFidelity(
        _ candidate: EvaluatedSet, _ reference: EvaluatedSet, on set: GoldenSet
    ) throws(GoldenSetError) {
        let units = set.units
        var cosines: [MetricEstimate] = [], ratios: [MetricEstimate] = [], errors: [Double] = []
        for output in set.manifest.comparedTensors {
            let allowsMasks = set.manifest.task.hasLogits
            let pair = try PairedOutput(
                reference: SampledOutput(
                    NamedOutputs(reference.outputs, set: set).finite(output, allowsMasks: allowsMasks)),
                candidate: SampledOutput(
                    NamedOutputs(candidate.outputs, set: set).finite(output, allowsMasks: allowsMasks)))
            guard pair.hasEqualShapes, pair.notFinite == 0 else { return }
            let fidelity = pair.fidelity.judged(on: set)
            cosines.append(fidelity.cosineSimilarity(units))
            ratios.append(fidelity.sqnr(units))
            errors.append(fidelity.maximumAbsoluteError ?? 0)
        }
        guard let cosine = cosines.min(by: { $0.value < $1.value }), let ratio = ratios.min(by: { $0.value < $1.value })
        else { return }
        add(.cosineSimilarity, cosine)
        add(.signalToNoise, ratio)
        metrics[.maximumAbsoluteError] = errors.max()
    }

    private mutating func add(_ metric: Metric, _ estimate: MetricEstimate) {
        metrics[metric] = estimate.value
        unitValues[metric] = estimate.pseudoValues
    }
}
