import Records

/// A model output that is kept of every sample, and what is kept of it.
public struct RequestedOutput: Sendable, Hashable, Codable {
    /// How a tensor becomes smaller before it is kept.
    public enum Reduction: String, Sendable, Codable {
        case none
        /// The index of the highest value along the last axis.
        case indexOfHighestInLastAxis
        /// The same along the second axis, behind the batch.
        case indexOfHighestInSecondAxis
    }

    public var name: String
    public var reduction: Reduction
    /// What its table is known by: the name, unless the task keeps the same output reduced.
    public var key: String

    public init(name: String, reduction: Reduction = .none, key: String? = nil) {
        self.name = name
        self.reduction = reduction
        self.key = key ?? name
    }
}

extension GoldenTask {
    /// The outputs that the task is judged by, in an order of its own.
    ///
    /// Scores of a class a step or a pixel are reduced to the best class where the model runs: a page of text has
    /// megabytes of them.
    public var outputs: [RequestedOutput] {
        switch self {
        case .classification(let task): [RequestedOutput(name: task.output)]
        case .binary(let task): [RequestedOutput(name: task.output)]
        case .sequence(let task):
            [RequestedOutput(name: task.output, reduction: task.decoding == .ctc ? .indexOfHighestInLastAxis : .none)]
        case .embedding(let task): [RequestedOutput(name: task.output)]
        case .regression(let task): [RequestedOutput(name: task.output)]
        case .detection(let task):
            ([task.boxesOutput, task.scoresOutput, task.labelsOutput] + (task.countOutput.map { [$0] } ?? []))
                .map { RequestedOutput(name: $0) }
        case .segmentation(let task):
            [
                RequestedOutput(
                    name: task.output,
                    reduction: task.layout == .channelsFirst
                        ? .indexOfHighestInSecondAxis : task.layout == .channelsLast ? .indexOfHighestInLastAxis : .none
                )
            ]
        case .anomaly(let task): [RequestedOutput(name: task.output)]
        case .fidelity(let output): [RequestedOutput(name: output)]
        }
    }
}

extension GoldenSetManifest {
    /// Everything that is kept of a model's prediction for a sample, without repetition.
    public var outputs: [RequestedOutput] {
        task.outputs + fidelityOutputs.map(wholeOutput).filter { !task.outputs.contains($0) }
    }

    /// An output as it is, also where the task keeps no more of it than the best classes.
    func wholeOutput(_ name: String) -> RequestedOutput {
        let isReduced = task.outputs.contains { $0.name == name && $0.reduction != .none }
        return RequestedOutput(name: name, key: isReduced ? "\(name) (whole)" : nil)
    }
}

extension GoldenSetManifest {
    /// Metrics of a cell's own predictions, the one that sums the task up first.
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

    /// Metrics of a cell's predictions against another's.
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

    /// The outputs whose tensors are compared with the reference's, of every sample, by their keys: those that the manifest names, else
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
