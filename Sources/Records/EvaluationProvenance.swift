import Foundation

/// The provenance of a cell's predictions, and what it takes to reuse them in a later run.
public struct EvaluationProvenance: Sendable, Codable, Equatable {
    /// SHA-256 over everything that can change a prediction; nil when Pawl cannot know all of it. Such evaluations are never reused.
    public var key: String?
    /// SHA-256 over the scores of all samples, bit for bit.
    public var scoresDigest: String
    /// The first 64 bits of the SHA-256 of each sample's scores, in the golden set's order; empty when the evaluation was reused.
    public var sampleDigests: [UInt64]
    /// `scoresDigest` of the reference that `AccuracyRecord.metrics` compares with; nil without one.
    public var referenceScoresDigest: String?
    /// `scoresDigest` of what `AccuracyRecord.metricsAgainstBaseline` compares with.
    public var baselineScoresDigest: String?
    /// When the model was really evaluated.
    public var evaluatedAt: Date
    /// Id of the run in which the model was really evaluated; nil when it was this one.
    public var reusedFromRun: String?
    /// What came of holding the predictions against those of an earlier evaluation under the same key; nil when there was none.
    public var repetition: RepeatedEvaluation?

    public init(
        key: String?, scoresDigest: String, sampleDigests: [UInt64] = [], referenceScoresDigest: String? = nil,
        baselineScoresDigest: String? = nil, evaluatedAt: Date, reusedFromRun: String? = nil,
        repetition: RepeatedEvaluation? = nil
    ) {
        self.key = key
        self.scoresDigest = scoresDigest
        self.sampleDigests = sampleDigests
        self.referenceScoresDigest = referenceScoresDigest
        self.baselineScoresDigest = baselineScoresDigest
        self.evaluatedAt = evaluatedAt
        self.reusedFromRun = reusedFromRun
        self.repetition = repetition
    }
}

/// Two evaluations of the same model by the same runtime with the same options on the same processor, compared with each other.
public struct RepeatedEvaluation: Sendable, Codable, Equatable {
    /// Id of the run with the earlier evaluation; the run's own id when it evaluated the same thing twice.
    public var run: String
    /// When the model was evaluated then.
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

/// What earlier runs evaluated under one cache key.
public struct CachedEvaluations: Sendable, Equatable {
    /// The newest evaluation that can be trusted; its `origin` has a key and is not reused itself.
    public struct Evaluation: Sendable, Equatable {
        /// Id of its run.
        public var run: String
        public var accuracy: AccuracyRecord
        public var origin: EvaluationProvenance

        public init(run: String, accuracy: AccuracyRecord, origin: EvaluationProvenance) {
            self.run = run
            self.accuracy = accuracy
            self.origin = origin
        }
    }

    public var latest: Evaluation?
    /// How often the newest evaluation was used instead of a new one.
    public var reuses: Int
    /// Whether an evaluation under this key ever gave other predictions than the one before.
    public var isKnownToDiffer: Bool
    /// Ids of runs whose evaluations cannot be trusted: they are not what was stored.
    public var damagedRuns: [String]

    public init(
        latest: Evaluation? = nil, reuses: Int = 0, isKnownToDiffer: Bool = false, damagedRuns: [String] = []
    ) {
        self.latest = latest
        self.reuses = reuses
        self.isKnownToDiffer = isKnownToDiffer
        self.damagedRuns = damagedRuns
    }
}
