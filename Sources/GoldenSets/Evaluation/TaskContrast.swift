import Measures

/// How a candidate's answers differ from another's to the same samples, right or wrong.
public struct TaskContrast: Sendable, Equatable {
    /// Every metric of `GoldenSetManifest.contrastMetrics`.
    public var metrics: [Metric: Double]
    /// Of each metric but the largest error: jackknife pseudo-values, one a unit of `GoldenSet.units`. For the KL
    /// divergence of samples that stand alone those are the samples' own divergences.
    public var unitValues: [Metric: [Double]]

    public init(metrics: [Metric: Double] = [:], unitValues: [Metric: [Double]] = [:]) {
        self.metrics = metrics
        self.unitValues = unitValues
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

    /// - Parameters:
    ///   - candidate: outputs and what they were judged to be.
    ///   - reference: the same of the other.
    /// - Throws: `GoldenSetError.unusableScores` when the two do not have outputs of the same shapes; what `ScoreMatrix.check` throws.
    public static func compare(
        candidate: (outputs: [String: OutputTable], evaluation: TaskEvaluation),
        reference: (outputs: [String: OutputTable], evaluation: TaskEvaluation), on set: GoldenSet
    ) throws(GoldenSetError) -> TaskContrast {
        var contrast = TaskContrast()
        let units = set.units
        switch set.manifest.task {
        case .classification(let task):
            let comparison = try ClassificationComparison.compare(
                candidate: NamedOutputs(candidate.outputs, set: set).table(task.output)
                    .matrix(columns: set.classNames.count),
                reference: NamedOutputs(reference.outputs, set: set).table(task.output)
                    .matrix(columns: set.classNames.count),
                kind: task.scores, labels: set.labels, sampleNames: set.sampleNames)
            contrast.add(.agreement, equal(candidate.evaluation.predictions, reference.evaluation.predictions, units))
            contrast.add(.klDivergence, MeanMetric.estimate(comparison.divergences, units: units))
        case .binary:
            contrast.add(.agreement, equal(candidate.evaluation.predictions, reference.evaluation.predictions, units))
        case .sequence:
            contrast.add(.agreement, equal(candidate.evaluation.texts, reference.evaluation.texts, units))
        default: break
        }
        if let output = set.manifest.comparedTensor {
            try contrast.addFidelity(
                candidate: NamedOutputs(candidate.outputs, set: set).finite(output),
                reference: NamedOutputs(reference.outputs, set: set).finite(output), output, set)
        }
        return contrast
    }

    private static func equal<Answer: Equatable>(
        _ one: [Answer], _ other: [Answer], _ units: JackknifeUnits
    ) -> MetricEstimate {
        MeanMetric.estimate(zip(one, other).map(==), units: units)
    }

    private mutating func addFidelity(
        candidate: OutputTable, reference: OutputTable, _ output: String, _ set: GoldenSet
    ) throws(GoldenSetError) {
        var fidelity = TensorFidelity()
        for row in 0..<reference.rows {
            let (theirs, ours) = (reference.shape(ofRow: row), candidate.shape(ofRow: row))
            guard theirs == ours else {
                throw .unusableScores(
                    reason:
                        "output '\(output)' has shape \(theirs) in the reference and \(ours) in the candidate for sample "
                        + "'\(set.sampleNames[row])'",
                    hint: "only tensors of the same shape can be compared")
            }
            reference.withRow(row) { theirs in
                candidate.withRow(row) { ours in fidelity.add(reference: theirs, candidate: ours) }
            }
        }
        let units = set.units
        add(.cosineSimilarity, fidelity.cosineSimilarity(units))
        add(.signalToNoise, fidelity.sqnr(units))
        metrics[.maximumAbsoluteError] = fidelity.maximumAbsoluteError
    }

    private mutating func add(_ metric: Metric, _ estimate: MetricEstimate) {
        metrics[metric] = estimate.value
        unitValues[metric] = estimate.pseudoValues
    }
}
