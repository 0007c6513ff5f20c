import Records
import Statistics

/// Which classes a cell predicts instead of those that its baseline predicted: the confusion between the two, and which samples flipped.
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

    /// A sample, or a group of samples that is judged as one.
    public struct Sample: Sendable, Equatable {
        public enum Outcome: Int, Sendable, Equatable {
            case becameWrong, becameRight
            /// Wrong both times, by different classes, or without a label that says.
            case other
        }

        public var name: String
        /// Nil where samples have no labels that are classes.
        public var label: Int?
        public var baselineClass: Int
        public var candidateClass: Int
        /// Probabilities of the predicted classes; nil where they are not known.
        public var baselineConfidence: Double?
        public var candidateConfidence: Double?
        public var outcome: Outcome
    }

    public let classNames: [String]
    /// Samples that both have.
    public let total: Int
    /// The most frequent first.
    public let flips: [Flip]
    /// Those that became wrong first; among them those that the baseline was surest of, then in the golden set's order.
    public let samples: [Sample]
    /// By label: what fell furthest first. Empty where samples have no labels that are classes.
    public let labels: [FlipCounts]
    /// By how sure the baseline was: least first. Empty where that is not known.
    public let confidences: [FlipCounts]

    /// - Returns: nil for cells whose predictions are no classes, are not there one by one any more, or are on other golden sets.
    public init?(baseline: CellRecord, candidate: CellRecord, on goldenSet: GoldenSetRecord) {
        guard baseline.goldenSetDigest == candidate.goldenSetDigest, !goldenSet.classNames.isEmpty,
            let before = baseline.accuracy?.predictions, let after = candidate.accuracy?.predictions, !before.isEmpty,
            let counts = ConfusionCounts(
                labels: before, predictions: after, classCount: goldenSet.classNames.count)
        else { return nil }
        classNames = goldenSet.classNames
        total = counts.total
        // The labels of an embedding's samples are groups, and some tasks have none.
        let truth = goldenSet.labels.count == before.count && goldenSet.task != "embedding" ? goldenSet.labels : nil
        func confidences(_ cell: CellRecord) -> [Double]? {
            cell.accuracy?.confidences.flatMap { $0.count == before.count ? $0 : nil }
        }
        let sure = confidences(baseline), surer = confidences(candidate)
        let outcomes = before.indices.map { sample -> Sample.Outcome in
            guard let truth, before[sample] != after[sample] else { return .other }
            return truth[sample] == before[sample]
                ? .becameWrong : truth[sample] == after[sample] ? .becameRight : .other
        }
        let flipped = before.indices.filter { before[$0] != after[$0] }
        samples = flipped.map { sample in
            Sample(
                name: goldenSet.sampleName(sample), label: truth.map { Int($0[sample]) },
                baselineClass: Int(before[sample]), candidateClass: Int(after[sample]),
                baselineConfidence: sure?[sample], candidateConfidence: surer?[sample], outcome: outcomes[sample])
        }.enumerated().sorted { one, other in
            (one.element.outcome.rawValue, -(one.element.baselineConfidence ?? 0), one.offset)
                < (other.element.outcome.rawValue, -(other.element.baselineConfidence ?? 0), other.offset)
        }.map(\.element)
        var lost: [ConfusionCounts.Pair: Int] = [:], gained: [ConfusionCounts.Pair: Int] = [:]
        for sample in samples {
            let key = ConfusionCounts.Pair(label: sample.baselineClass, prediction: sample.candidateClass)
            if sample.outcome == .becameWrong { lost[key, default: 0] += 1 }
            if sample.outcome == .becameRight { gained[key, default: 0] += 1 }
        }
        flips = counts.confusions.map {
            Flip(
                baselineClass: $0.pair.label, candidateClass: $0.pair.prediction, count: $0.count,
                becameWrong: lost[$0.pair] ?? 0, becameRight: gained[$0.pair] ?? 0)
        }
        let isFlipped = zip(before, after).map(!=)
        labels =
            truth.map { truth in
                FlipCounts.all(isFlipped, outcomes, by: truth.map(Int.init)) {
                    goldenSet.classNames.indices.contains($0) ? goldenSet.classNames[$0] : nil
                }.filter { $0.flips > 0 }.sorted { (-$0.loss, -$0.flips, $0.name) < (-$1.loss, -$1.flips, $1.name) }
            } ?? []
        self.confidences =
            sure.map { sure in
                FlipCounts.all(isFlipped, outcomes, by: sure.map(FlipCounts.band(of:))) { FlipCounts.bandNames[$0] }
            } ?? []
    }
}

/// How many of some samples have another prediction than before, and what came of it.
public struct FlipCounts: Sendable, Equatable {
    /// What the samples have in common.
    public var name: String
    public var samples = 0
    public var becameWrong = 0
    public var becameRight = 0
    /// Wrong both times, by different classes.
    public var otherwise = 0

    public var flips: Int { becameWrong + becameRight + otherwise }
    /// Share of the samples that are right no more.
    public var loss: Double { Double(becameWrong - becameRight) / Double(max(samples, 1)) }

    /// - Parameters:
    ///   - keys: what each sample is counted under.
    ///   - name: of a key; nil leaves it out.
    /// - Returns: in the order of the keys.
    static func all(
        _ isFlipped: [Bool], _ outcomes: [PredictionFlips.Sample.Outcome], by keys: [Int], _ name: (Int) -> String?
    ) -> [FlipCounts] {
        var counts: [Int: FlipCounts] = [:]
        for sample in keys.indices {
            var entry = counts[keys[sample]] ?? FlipCounts(name: "")
            entry.samples += 1
            switch outcomes[sample] {
            case _ where !isFlipped[sample]: break
            case .becameWrong: entry.becameWrong += 1
            case .becameRight: entry.becameRight += 1
            case .other: entry.otherwise += 1
            }
            counts[keys[sample]] = entry
        }
        return counts.sorted { $0.key < $1.key }.compactMap { key, entry in
            guard let name = name(key) else { return nil }
            var entry = entry
            entry.name = name
            return entry
        }
    }

    /// Lower ends of bands of confidence: most predictions are sure, and flips of sure ones say most.
    private static let bands = [0, 0.5, 0.7, 0.9, 0.99]
    static let bandNames = ["below 50 %", "50 % to 70 %", "70 % to 90 %", "90 % to 99 %", "99 % and above"]

    static func band(of confidence: Double) -> Int { max((bands.firstIndex { $0 > confidence } ?? bands.count) - 1, 0) }
}
