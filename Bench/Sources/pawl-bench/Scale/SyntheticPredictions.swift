import Foundation
import Records
import Statistics

/// What the imagined models answer to golden sets of 1,000 samples: the same as long as a model's file is.
final class SyntheticPredictions {
    static let samples = 1000, classes = 100

    let sets: [GoldenSetRecord]
    private let seed: UInt64
    /// By model digest: the same night after night.
    private var known: [String: AccuracyRecord] = [:]

    init(seed: UInt64) {
        self.seed = seed
        sets = (0..<5).map { set in
            GoldenSetRecord(
                id: "set-\(set)", version: "1", digest: SyntheticHistory.digest("set\(set)"), task: "classification",
                sampleNames: (0..<Self.samples).map { "samples/part-\(set)/item-\($0).bin" },
                labels: (0..<Self.samples).map { Int32(($0 * 31 + set) % Self.classes) },
                classNames: (0..<Self.classes).map { "class \($0)" })
        }
    }

    func record(of subject: SyntheticSubject, night: Int, evaluatedAt: Date) -> AccuracyRecord {
        let cell = subject.model * SyntheticHistory.variants.count + subject.variant
        let evaluation = SyntheticHistory.evaluation(night, cell)
        var record = answers(of: subject)
        let digests = evaluation == night ? (0..<UInt64(Self.samples)).map { $0 &* 0x9E37_79B9_7F4A_7C15 &+ seed } : []
        record.seconds = evaluation == night ? 8.5 : 0
        record.origin = EvaluationProvenance(
            key: SyntheticHistory.digest("key" + subject.modelDigest),
            scoresDigest: SyntheticHistory.digest("scores" + subject.modelDigest),
            sampleDigests: digests,
            referenceScoresDigest: SyntheticHistory.digest("reference \(subject.model) \(subject.version)"),
            evaluatedAt: evaluatedAt, reusedFromRun: evaluation == night ? nil : SyntheticHistory.id(night: evaluation))
        return record
    }

    private func answers(of subject: SyntheticSubject) -> AccuracyRecord {
        if let found = known[subject.modelDigest] { return found }
        // Of the nights that come, none has an older file.
        if known.count > 2000 { known = [:] }
        var generator = SeededGenerator(
            seed: seed &+ UInt64(subject.model * 1_000_003 + subject.variant * 1009 + subject.version))
        let labels = sets[subject.model % sets.count].labels
        let ranks = labels.map { _ in Int32(Double.random(in: 0...1, using: &generator) < 0.95 ? 0 : 1) }
        let predictions = zip(labels, ranks).map { label, rank in (label + rank) % Int32(Self.classes) }
        let right = Double(ranks.count { $0 == 0 }) / Double(labels.count)
        var metrics: [Metric: Double] = [
            .accuracy: right, .topKAccuracy: 0.99, .macroF1: right - 0.01, .calibrationError: 0.02,
        ]
        var unitValues: [Metric: [Double]] = [
            .calibrationError: labels.map { _ in Double.random(in: 0...0.04, using: &generator) }
        ]
        var comparison: OutputComparison?
        if subject.variant > 0 {
            metrics.merge([.agreement: 0.98, .klDivergence: 0.01, .cosineSimilarity: 0.999, .signalToNoise: 31]) { $1 }
            unitValues[.klDivergence] = labels.map { _ in Double.random(in: 0...0.02, using: &generator) }
            comparison = OutputComparison(
                tensors: [
                    TensorComparison(
                        output: "scores", shape: [1, Self.classes], samples: Self.samples,
                        fidelity: .init(sqnr: 31, cosineSimilarity: 0.999, maximumAbsoluteError: 0.2))
                ],
                worstSamples: (0..<5).map { place in
                    SampleComparison(
                        sample: place * 97, output: "scores", sqnr: 7.5, maximumAbsoluteError: 0.2,
                        prediction: SamplePrediction(text: "class 4", score: 0.4),
                        otherPrediction: SamplePrediction(text: "class 5", score: 0.6))
                })
        }
        let record = AccuracyRecord(
            predictions: predictions, labelRanks: ranks, metrics: metrics, unitValues: unitValues, seconds: 0,
            comparison: comparison)
        known[subject.modelDigest] = record
        return record
    }
}
