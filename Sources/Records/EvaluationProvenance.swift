import Foundation

/// Where a cell's answers come from, and what it takes to use them again in a later run.
public struct EvaluationProvenance: Sendable, Codable, Equatable {
    /// SHA-256 over everything that can change an answer; nil when Pawl cannot know all of it. Such answers are never reused.
    public var key: String?
    /// SHA-256 over the scores of all samples, bit for bit.
    public var scoresDigest: String
    /// The first 64 bits of the SHA-256 of each sample's scores, in the golden set's order; empty when the answers were reused.
    public var sampleDigests: [UInt64]
    /// `scoresDigest` of the reference that `AccuracyRecord.metrics` compares with; nil without one.
    public var referenceScoresDigest: String?
    /// `scoresDigest` of what `AccuracyRecord.metricsAgainstBaseline` compares with.
    public var baselineScoresDigest: String?
    /// When the model really answered.
    public var evaluatedAt: Date
    /// Id of the run in which the model really answered; nil when it was this one.
    public var reusedFromRun: String?
    /// What came of holding the answers against those of an earlier evaluation under the same key; nil when there was none.
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
