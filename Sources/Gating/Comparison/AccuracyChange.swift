import Records
import Statistics

/// How the predictions on one golden set changed from a baseline cell to a candidate cell, sample by sample.
///
/// What is a correct prediction depends on the metric: the label first, or among the top k, or the right text.
public struct AccuracyChange: Sendable, Equatable {
    /// Counts of samples that exactly one of the two gets right, with the interval of the drop.
    public let pair: PairedProportions
    /// Samples with the same prediction on both sides, right or wrong.
    public let agreement: Proportion
    /// Correct predictions of each side.
    public let baseline: Proportion
    public let candidate: Proportion
    /// Names of samples that the baseline gets right and the candidate gets wrong, in the golden set's order.
    public let lost: [String]
    /// The reverse.
    public let gained: [String]
    /// Every sample with another first prediction, including those that both get wrong.
    public let changed: [String]

    /// - Parameter metric: `accuracy`, `topKAccuracy` or `exactMatch`.
    /// - Throws: `ComparisonError` when either side was not evaluated, or the two were evaluated on different golden sets.
    public init(
        baseline: CellRecord, candidate: CellRecord, goldenSet: GoldenSetRecord, metric: Metric = .accuracy
    ) throws(ComparisonError) {
        guard baseline.goldenSetDigest == candidate.goldenSetDigest else {
            throw .goldenSetMismatch("\(candidate.name) and \(baseline.name) were evaluated on different golden sets")
        }
        let count = goldenSet.sampleNames.count
        let isEqual = try Self.equalPredictions(baseline, candidate, goldenSet)
        let isRightBefore = try Self.correctPredictions(of: baseline, goldenSet, metric)
        let isRightAfter = try Self.correctPredictions(of: candidate, goldenSet, metric)
        var lost: [Int] = []
        var gained: [Int] = []
        var changed: [Int] = []
        var right = (before: 0, after: 0)
        for sample in 0..<count {
            let wasRight = isRightBefore[sample]
            let isRight = isRightAfter[sample]
            if wasRight { right.before += 1 }
            if isRight { right.after += 1 }
            if !isEqual[sample] { changed.append(sample) }
            if wasRight, !isRight { lost.append(sample) }
            if isRight, !wasRight { gained.append(sample) }
        }
        guard
            let pair = PairedProportions(
                onlyBaseline: lost.count, onlyCandidate: gained.count, count: count),
            let agreement = Proportion(successes: count - changed.count, trials: count),
            let rightBefore = Proportion(successes: right.before, trials: count),
            let rightAfter = Proportion(successes: right.after, trials: count)
        else { throw .emptyGoldenSet }
        self.pair = pair
        self.agreement = agreement
        self.baseline = rightBefore
        self.candidate = rightAfter
        self.lost = lost.map(goldenSet.sampleName)
        self.gained = gained.map(goldenSet.sampleName)
        self.changed = changed.map(goldenSet.sampleName)
    }

    /// How many golden samples a cell gets right, by `accuracy`, `topKAccuracy` or `exactMatch`.
    public static func countCorrect(
        of cell: CellRecord, _ goldenSet: GoldenSetRecord, metric: Metric = .accuracy
    ) throws(ComparisonError) -> Proportion {
        let right = try correctPredictions(of: cell, goldenSet, metric).count { $0 }
        guard let share = Proportion(successes: right, trials: goldenSet.sampleNames.count) else {
            throw .emptyGoldenSet
        }
        return share
    }

    static func correctPredictions(
        of cell: CellRecord, _ goldenSet: GoldenSetRecord, _ metric: Metric
    ) throws(ComparisonError) -> [Bool] {
        guard let accuracy = cell.accuracy else { throw .noAccuracy(cell: cell.name) }
        let isRight: [Bool]
        switch metric {
        case .topKAccuracy: isRight = accuracy.labelRanks.map { $0 < accuracy.topK }
        // Of samples that stand alone the unit values are 0 and 1.
        case _ where !goldenSet.texts.isEmpty: isRight = (accuracy.unitValues[.exactMatch] ?? []).map { $0 == 1 }
        default: isRight = zip(try cell.predictions(goldenSet), goldenSet.labels).map(==)
        }
        guard isRight.count == goldenSet.sampleNames.count else {
            throw .noValuesPerSample(metric, cell: cell.name)
        }
        return isRight
    }

    /// Whether both sides give the same class, or the same text, sample by sample.
    private static func equalPredictions(
        _ one: CellRecord, _ other: CellRecord, _ goldenSet: GoldenSetRecord
    ) throws(ComparisonError) -> [Bool] {
        guard goldenSet.texts.isEmpty else {
            return zip(try one.texts(goldenSet), try other.texts(goldenSet)).map(==)
        }
        return zip(try one.predictions(goldenSet), try other.predictions(goldenSet)).map(==)
    }
}
