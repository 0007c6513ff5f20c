import Measures
import Records
import Statistics

/// How the answers to one golden set changed from a baseline cell to a candidate cell, sample by sample.
///
/// What is a right answer depends on the metric: the label first, or among the top k.
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
    /// Every sample with another first answer, including those that both answer wrongly.
    public let changed: [String]

    /// - Parameter metric: `accuracy` or `topKAccuracy`.
    /// - Throws: `ComparisonError` when either side was not evaluated, or the two answered different golden sets.
    public init(
        baseline: CellRecord, candidate: CellRecord, goldenSet: GoldenSetRecord, metric: Metric = .accuracy
    ) throws(ComparisonError) {
        guard baseline.goldenSetDigest == candidate.goldenSetDigest else {
            throw .goldenSetMismatch("\(candidate.name) and \(baseline.name) were evaluated on different golden sets")
        }
        let labels = goldenSet.labels
        let before = try baseline.predictions(goldenSet)
        let after = try candidate.predictions(goldenSet)
        let isRightBefore = try Self.rightAnswers(of: baseline, goldenSet, metric)
        let isRightAfter = try Self.rightAnswers(of: candidate, goldenSet, metric)
        var lost: [Int] = []
        var gained: [Int] = []
        var changed: [Int] = []
        var right = (before: 0, after: 0)
        for sample in labels.indices {
            let wasRight = isRightBefore[sample]
            let isRight = isRightAfter[sample]
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
        self.pair = pair
        self.agreement = agreement
        self.baseline = rightBefore
        self.candidate = rightAfter
        self.lost = lost.map(goldenSet.sampleName)
        self.gained = gained.map(goldenSet.sampleName)
        self.changed = changed.map(goldenSet.sampleName)
    }

    /// How many golden samples a cell answers rightly, by `accuracy` or `topKAccuracy`.
    public static func countRightAnswers(
        of cell: CellRecord, _ goldenSet: GoldenSetRecord, metric: Metric = .accuracy
    ) throws(ComparisonError) -> Proportion {
        let right = try rightAnswers(of: cell, goldenSet, metric).count { $0 }
        guard let share = Proportion(successes: right, trials: goldenSet.labels.count) else { throw .emptyGoldenSet }
        return share
    }

    private static func rightAnswers(
        of cell: CellRecord, _ goldenSet: GoldenSetRecord, _ metric: Metric
    ) throws(ComparisonError) -> [Bool] {
        guard metric == .topKAccuracy else { return zip(try cell.predictions(goldenSet), goldenSet.labels).map(==) }
        guard let accuracy = cell.accuracy else { throw .noAccuracy(cell: cell.name) }
        guard accuracy.labelRanks.count == goldenSet.labels.count else {
            throw .noValuesPerSample(metric, cell: cell.name)
        }
        return accuracy.labelRanks.map { $0 < accuracy.topK }
    }
}
