import Records

extension GoldenSetManifest {
    /// Metrics of a cell's own answers, the one that sums the task up first.
    public var ownMetrics: [Metric] {
        switch task {
        case .classification(let task):
            // Without scores there are neither ranks nor probabilities.
            task.scores == nil ? [.accuracy, .macroF1] : [.accuracy, .topKAccuracy, .macroF1, .calibrationError]
        case .binary: [.accuracy, .areaUnderCurve, .averagePrecision, .calibrationError]
        case .sequence: [.exactMatch, .characterErrorRate, .wordErrorRate]
        case .embedding(let task):
            (task.labels == nil ? [] : [.recallAtK]) + (task.pairs == nil ? [] : [.spearman])
        case .regression: [.meanAbsoluteError, .rootMeanSquareError, .determination]
        case .detection: [.meanAveragePrecision, .meanAveragePrecision50]
        case .segmentation: [.meanIntersectionOverUnion, .pixelAccuracy]
        case .anomaly: [.areaUnderCurve, .partialAreaUnderCurve, .averagePrecision]
        case .fidelity: []
        }
    }

    /// Metrics of a cell's answers against another's.
    public var comparisonMetrics: [Metric] {
        let predictionMetrics: [Metric] =
            switch task {
            case .classification(let task): task.scores == nil ? [.agreement] : [.agreement, .klDivergence]
            case .binary, .sequence: [.agreement]
            default: []
            }
        return predictionMetrics
            + (comparedTensors.isEmpty ? [] : [.cosineSimilarity, .signalToNoise, .maximumAbsoluteError])
    }

    public var metrics: [Metric] { ownMetrics + comparisonMetrics }

    /// The outputs whose tensors are held against the reference's, of every sample, by their keys: those that the manifest names, else
    /// the task's own. Of several the one that is farthest from the reference's decides. None where the task has several or keeps its
    /// own only in part (classes, texts, masks, boxes).
    public var comparedTensors: [String] {
        guard fidelityOutputs.isEmpty else { return fidelityOutputs.map { wholeOutput($0).key } }
        return switch task {
        case .classification(let task): task.scores == nil ? [] : [task.output]
        case .binary(let task): [task.output]
        case .embedding(let task): [task.output]
        case .regression(let task): [task.output]
        case .anomaly(let task): [task.output]
        case .fidelity(let output): [output]
        case .sequence, .detection, .segmentation: []
        }
    }
}
