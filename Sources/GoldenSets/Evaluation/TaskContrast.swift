import Records
import TaskMetrics

/// How a candidate's answers differ from another's to the same samples, right or wrong.
public struct TaskContrast: Sendable, Equatable {
    /// Every metric of `GoldenSetManifest.contrastMetrics`.
    public var metrics: [Metric: Double]
    /// Of each metric but the largest error: jackknife pseudo-values, one a unit of `GoldenSet.units`. For the KL
    /// divergence of samples that stand alone those are the samples' own divergences.
    public var unitValues: [Metric: [Double]]
    /// Output by output; nil where nobody looked.
    public var comparison: OutputComparison?

    public init(
        metrics: [Metric: Double] = [:], unitValues: [Metric: [Double]] = [:], comparison: OutputComparison? = nil
    ) {
        self.metrics = metrics
        self.unitValues = unitValues
        self.comparison = comparison
    }

    /// What equal outputs come to, without looking at them.
    public static func ofEqualOutputs(on set: GoldenSet) -> TaskContrast {
        var contrast = TaskContrast()
        let count = set.units.count
        for metric in set.manifest.contrastMetrics {
            let value: Double =
                switch metric {
                case .agreement, .cosineSimilarity: 1
                case .signalToNoise: TensorFidelity.maximumDecibels
                default: 0
                }
            contrast.metrics[metric] = value
            if metric != .maximumAbsoluteError {
                contrast.unitValues[metric] = [Double](repeating: value, count: count)
            }
        }
        return contrast
    }

    /// - Throws: `GoldenSetError.unusableScores` when the two do not answer with as many scores; what `ScoreMatrix.check` throws.
    public static func compare(
        candidate: AnsweredSet, reference: AnsweredSet, on set: GoldenSet
    ) throws(GoldenSetError) -> TaskContrast {
        var contrast = TaskContrast()
        let units = set.units
        switch set.manifest.task {
        case .classification(let task):
            contrast.add(.agreement, equal(candidate.evaluation.predictions, reference.evaluation.predictions, units))
            guard let kind = task.scores else { break }
            let comparison = try ClassificationComparison.compare(
                candidate: NamedOutputs(candidate.outputs, set: set).classScores(of: task, kind)
                    .matrix(columns: set.classNames.count),
                reference: NamedOutputs(reference.outputs, set: set).classScores(of: task, kind)
                    .matrix(columns: set.classNames.count),
                kind: kind, labels: set.labels, sampleNames: set.judgedNames)
            contrast.add(.klDivergence, MeanMetric.estimate(comparison.divergences, units: units))
        case .binary:
            contrast.add(.agreement, equal(candidate.evaluation.predictions, reference.evaluation.predictions, units))
        case .sequence:
            contrast.add(.agreement, equal(candidate.evaluation.texts, reference.evaluation.texts, units))
        default: break
        }
        try contrast.addFidelity(candidate, reference, on: set)
        contrast.comparison = OutputComparison(candidate: candidate, reference: reference, on: set)
        return contrast
    }

    private static func equal<Answer: Equatable>(
        _ one: [Answer], _ other: [Answer], _ units: JackknifeUnits
    ) -> MetricEstimate {
        MeanMetric.estimate(zip(one, other).map(==), units: units)
    }

    /// Likeness of the tensors that are judged: of several outputs each metric is that of the one which is worst in it. Where shapes are
    /// others, or one side rules out what the other does not, there is none; the comparison says so.
    private mutating func addFidelity(
        _ candidate: AnsweredSet, _ reference: AnsweredSet, on set: GoldenSet
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
