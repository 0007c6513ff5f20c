import Measures
import Records
import Statistics

/// How the answers to one golden set changed from a baseline cell to a candidate cell, sample by sample.
public struct AccuracyChange: Sendable, Equatable {
    /// Counts of samples that exactly one of the two answers rightly, with the interval of the drop.
    public let pair: PairedProportions
    /// Samples to which both give the same answer, right or wrong.
    public let agreement: Proportion
    /// Right answers of each side.
    public let baseline: Proportion
    public let candidate: Proportion
    /// Names of samples that the baseline answers rightly and the candidate wrongly, in the golden set's order.
    public let lost: [String]
    /// The reverse.
    public let gained: [String]
    /// Every sample that is answered differently, including those that both answer wrongly.
    public let changed: [String]

    /// - Throws: `ComparisonError` when either side was not evaluated, or the two answered different golden sets.
    public init(baseline: CellRecord, candidate: CellRecord, goldenSet: GoldenSetRecord) throws(ComparisonError) {
        guard baseline.goldenSetDigest == candidate.goldenSetDigest else {
            throw .goldenSetMismatch("\(candidate.name) and \(baseline.name) were evaluated on different golden sets")
        }
        let labels = goldenSet.labels
        let before = try Self.predictions(of: baseline, goldenSet)
        let after = try Self.predictions(of: candidate, goldenSet)
        var lost: [Int] = []
        var gained: [Int] = []
        var changed: [Int] = []
        var right = (before: 0, after: 0)
        for sample in labels.indices {
            let wasRight = before[sample] == labels[sample]
            let isRight = after[sample] == labels[sample]
            if wasRight { right.before += 1 }
            if isRight { right.after += 1 }
            if before[sample] != after[sample] { changed.append(sample) }
            if wasRight, !isRight { lost.append(sample) }
            if isRight, !wasRight { gained.append(sample) }
        }
        guard
            let pair = PairedProportions(
                onlyBaseline: lost.count, onlyCandidate: gained.count, count: labels.count),
            let agreement = Proportion(successes: labels.count - changed.count, trials: labels.count),
            let rightBefore = Proportion(successes: right.before, trials: labels.count),
            let rightAfter = Proportion(successes: right.after, trials: labels.count)
        else { throw .emptyGoldenSet }
        func names(_ samples: [Int]) -> [String] {
            samples.map { goldenSet.sampleNames.indices.contains($0) ? goldenSet.sampleNames[$0] : "sample \($0)" }
        }
        self.pair = pair
        self.agreement = agreement
        self.baseline = rightBefore
        self.candidate = rightAfter
        self.lost = names(lost)
        self.gained = names(gained)
        self.changed = names(changed)
    }

    /// How many golden samples a cell answers rightly.
    public static func rightAnswers(of cell: CellRecord, _ goldenSet: GoldenSetRecord) throws(ComparisonError)
        -> Proportion
    {
        let right = zip(try predictions(of: cell, goldenSet), goldenSet.labels).reduce(0) {
            $1.0 == $1.1 ? $0 + 1 : $0
        }
        guard let share = Proportion(successes: right, trials: goldenSet.labels.count) else { throw .emptyGoldenSet }
        return share
    }

    private static func predictions(of cell: CellRecord, _ goldenSet: GoldenSetRecord)
        throws(ComparisonError) -> [Int32]
    {
        guard let accuracy = cell.accuracy else { throw .noAccuracy(cell: cell.name) }
        guard accuracy.predictions.count == goldenSet.labels.count else {
            throw .goldenSetMismatch(
                "\(cell.name) has \(accuracy.predictions.count) predictions for \(goldenSet.labels.count) golden samples"
            )
        }
        return accuracy.predictions
    }
}
