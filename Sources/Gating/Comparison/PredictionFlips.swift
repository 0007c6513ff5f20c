import Records
import Statistics

/// Which classes a cell predicts instead of those that its baseline predicted: the confusion between the two.
public struct PredictionFlips: Sendable, Equatable {
    /// Samples of one kind of flip.
    public struct Flip: Sendable, Equatable {
        public var baselineClass: Int
        public var candidateClass: Int
        public var count: Int
        /// How many of them were right and are wrong now, and the reverse; the others are wrong both times.
        public var becameWrong: Int
        public var becameRight: Int
    }

    public let classNames: [String]
    /// Samples that both have.
    public let total: Int
    /// The most frequent first.
    public let flips: [Flip]

    /// - Returns: nil for cells whose predictions are no classes, are not there one by one any more, or are on other golden sets.
    public init?(baseline: CellRecord, candidate: CellRecord, on goldenSet: GoldenSetRecord) {
        guard baseline.goldenSetDigest == candidate.goldenSetDigest, !goldenSet.classNames.isEmpty,
            let before = baseline.accuracy?.predictions, let after = candidate.accuracy?.predictions, !before.isEmpty,
            let counts = ConfusionCounts(
                labels: before, predictions: after, classCount: goldenSet.classNames.count)
        else { return nil }
        classNames = goldenSet.classNames
        total = counts.total
        var gained: [ConfusionCounts.Pair: Int] = [:], lost: [ConfusionCounts.Pair: Int] = [:]
        // The labels of an embedding's samples are groups, and some tasks have none.
        if goldenSet.labels.count == before.count {
            for (label, pair) in zip(goldenSet.labels, zip(before, after)) where pair.0 != pair.1 {
                let key = ConfusionCounts.Pair(label: Int(pair.0), prediction: Int(pair.1))
                if label == pair.0 { lost[key, default: 0] += 1 }
                if label == pair.1 { gained[key, default: 0] += 1 }
            }
        }
        flips = counts.confusions.map {
            Flip(
                baselineClass: $0.pair.label, candidateClass: $0.pair.prediction, count: $0.count,
                becameWrong: lost[$0.pair] ?? 0, becameRight: gained[$0.pair] ?? 0)
        }
    }
}
