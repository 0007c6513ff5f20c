extension ScoreMatrix {
    /// How many bad samples an error names.
    private static let namedSamples = 5

    /// Refuses what no metric can be computed from.
    ///
    /// A logit of minus infinity is a class that is ruled out: argmax and softmax are defined, as long as another class is left.
    ///
    /// - Throws: `GoldenSetError.nonFiniteScores` for NaN or infinity anywhere else; `.notProbabilities` for a score outside
    ///   -0.01 ... 1.01 that is said to be a probability (quantised outputs miss 0 and 1 by a little).
    func check(kind: ScoreKind, sampleNames: [String]) throws(GoldenSetError) {
        guard rows == sampleNames.count else {
            throw .unusableScores(reason: "there are scores of \(rows) samples out of \(sampleNames.count)", hint: nil)
        }
        var badRows = 0
        var firstBad: [String] = []
        var outOfRange: (sample: String, score: Float)?
        for row in 0..<rows {
            let (low, high, isFinite) = withRow(row) { scores in
                var low = Float.infinity, high = -Float.infinity, isFinite = true
                for score in scores {
                    isFinite = isFinite && (score.isFinite || (kind == .logits && score == -.infinity))
                    low = min(low, score)
                    high = max(high, score)
                }
                return (low, high, isFinite && high > -.infinity)
            }
            if !isFinite {
                badRows += 1
                if firstBad.count < Self.namedSamples { firstBad.append(sampleNames[row]) }
            } else if outOfRange == nil, low < -0.01 || high > 1.01 {
                outOfRange = (sampleNames[row], low < -0.01 ? low : high)
            }
        }
        guard badRows == 0 else { throw .nonFiniteScores(count: badRows, total: rows, firstSamples: firstBad) }
        if kind == .probabilities, let outOfRange {
            throw .notProbabilities(sample: outOfRange.sample, score: outOfRange.score)
        }
    }

    /// The index of the highest score; ties go to the lowest index.
    static func argmax(_ scores: UnsafeBufferPointer<Float>) -> Int {
        var best = 0
        for index in 1..<max(scores.count, 1) where scores[index] > scores[best] { best = index }
        return best
    }
}
