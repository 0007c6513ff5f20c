import Foundation

/// How a candidate's predictions differ from a reference's on the same samples, right or wrong.
public struct ClassificationComparison: Sendable, Equatable {
    /// Share of samples with the same prediction.
    public let agreement: Double
    /// Mean over samples of D(reference || candidate), in nats; see `divergences`.
    public let meanDivergence: Double
    /// Kullback-Leibler divergence of each sample, sum over classes of p ln(p / q), in nats.
    ///
    /// p is the reference's distribution, q the candidate's. Logits become distributions by a softmax. Both are clipped
    /// from below at `clippingEpsilon` and divided by their sum, so that every value is finite and at least 0, and 0 for
    /// equal distributions. Source: Kullback & Leibler (1951), "On Information and Sufficiency", equation 2.4.
    public let divergences: [Double]
    /// Samples (from 0) that the reference gets right and the candidate wrong.
    public let lost: [Int]
    /// Samples that the reference gets wrong and the candidate right.
    public let gained: [Int]
    /// Samples with different predictions; contains `lost` and `gained`.
    public let changed: [Int]

    /// About Float32's own resolution at 1: smaller probabilities are noise.
    public static let clippingEpsilon = 1e-7

    /// - Parameters:
    ///   - candidate: one row per sample.
    ///   - reference: the same shape.
    ///   - kind: what both matrices hold.
    ///   - labels: class indices; an index outside the scores counts as wrong on both sides.
    ///   - sampleNames: for errors.
    /// - Throws: `GoldenSetError.unusableScores` when shapes differ, `.nonFiniteScores`, `.notProbabilities`.
    /// - Complexity: O(samples * classes).
    public static func compare(
        candidate: ScoreMatrix, reference: ScoreMatrix, kind: ScoreKind, labels: [Int32], sampleNames: [String]
    ) throws(GoldenSetError) -> ClassificationComparison {
        guard candidate.rows == reference.rows, candidate.columns == reference.columns else {
            throw .unusableScores(
                reason: "the reference scores \(reference.rows) samples and \(reference.columns) classes, "
                    + "the candidate \(candidate.rows) and \(candidate.columns)",
                hint: "only models with the same classes in the same order can be compared")
        }
        guard labels.count == candidate.rows else {
            throw .unusableScores(reason: "there are \(labels.count) labels for \(candidate.rows) samples", hint: nil)
        }
        try reference.check(kind: kind, sampleNames: sampleNames)
        try candidate.check(kind: kind, sampleNames: sampleNames)

        var p = [Double](repeating: 0, count: reference.columns)
        var q = p
        var divergences: [Double] = []
        divergences.reserveCapacity(labels.count)
        var lost: [Int] = [], gained: [Int] = [], changed: [Int] = []
        for (row, label) in labels.enumerated() {
            let expected = reference.withRow(row) { scores in
                distribution(of: scores, kind, into: &p)
                return ScoreMatrix.argmax(scores)
            }
            let predicted = candidate.withRow(row) { scores in
                distribution(of: scores, kind, into: &q)
                return ScoreMatrix.argmax(scores)
            }
            divergences.append(divergence(p, q))
            guard expected != predicted else { continue }
            changed.append(row)
            if expected == Int(label) { lost.append(row) }
            if predicted == Int(label) { gained.append(row) }
        }
        let samples = Double(labels.count)
        return ClassificationComparison(
            agreement: Double(labels.count - changed.count) / samples,
            meanDivergence: divergences.reduce(0, +) / samples, divergences: divergences, lost: lost, gained: gained,
            changed: changed)
    }

    private static func distribution(
        of scores: UnsafeBufferPointer<Float>, _ kind: ScoreKind, into result: inout [Double]
    ) {
        switch kind {
        case .probabilities:
            for index in scores.indices { result[index] = Double(scores[index]) }
        case .logits:
            // Subtracting the highest keeps exp from overflowing and changes nothing else.
            let highest = Double(scores[ScoreMatrix.argmax(scores)])
            for index in scores.indices { result[index] = exp(Double(scores[index]) - highest) }
            divideBySum(&result)
        }
        for index in result.indices { result[index] = max(result[index], clippingEpsilon) }
        divideBySum(&result)
    }

    private static func divideBySum(_ values: inout [Double]) {
        let sum = values.reduce(0, +)
        for index in values.indices { values[index] /= sum }
    }

    private static func divergence(_ p: [Double], _ q: [Double]) -> Double {
        var sum = 0.0
        for index in p.indices { sum += p[index] * log(p[index] / q[index]) }
        // Rounding may leave a hair below 0.
        return max(sum, 0)
    }
}
