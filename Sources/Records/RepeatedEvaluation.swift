import Foundation

/// Two evaluations of the same model by the same runtime with the same options on the same processor, held against each other.
public struct RepeatedEvaluation: Sendable, Codable, Equatable {
    /// Id of the run with the earlier evaluation; the run's own id when it evaluated the same thing twice.
    public var run: String
    /// When the model answered then.
    public var evaluatedAt: Date
    /// Samples whose scores are not the same, bit for bit.
    public var differingSamples: Int
    /// Samples with another predicted class; they are among `differingSamples`.
    public var differingPredictions: Int

    public init(run: String, evaluatedAt: Date, differingSamples: Int, differingPredictions: Int) {
        self.run = run
        self.evaluatedAt = evaluatedAt
        self.differingSamples = differingSamples
        self.differingPredictions = differingPredictions
    }

    public var isDifferent: Bool { differingSamples > 0 }
}
