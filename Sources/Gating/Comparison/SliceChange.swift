import Records
import Statistics

/// How many samples of a slice two cells get right.
public struct SliceChange: Sendable, Equatable {
    public let slice: SampleSlice
    /// Samples that exactly one of the two gets right, with the interval of the drop.
    public let pair: PairedProportions
    /// Shares of 1.
    public let baseline: Double
    public let candidate: Double
    /// Samples that the baseline gets right and the candidate wrong, ascending.
    public let lost: [Int]

    init?(_ slice: SampleSlice, isRightBefore: [Bool], isRightAfter: [Bool]) {
        let samples = slice.samples
        guard let last = samples.last, last < isRightBefore.count, last < isRightAfter.count else { return nil }
        let lost = samples.filter { isRightBefore[$0] && !isRightAfter[$0] }
        let gained = samples.count { !isRightBefore[$0] && isRightAfter[$0] }
        guard let pair = PairedProportions(onlyBaseline: lost.count, onlyCandidate: gained, count: samples.count) else {
            return nil
        }
        let right = samples.count { isRightBefore[$0] }
        self.slice = slice
        self.pair = pair
        self.lost = lost
        baseline = Double(right) / Double(samples.count)
        candidate = Double(right - lost.count + gained) / Double(samples.count)
    }

    /// The smallest p-value of "the drop is at most the margin" that so many samples can give: when all are lost.
    static func smallestPValue(samples: Int, margin: Double) -> Double {
        PairedProportions(onlyBaseline: samples, onlyCandidate: 0, count: samples)?.pValue(dropAbove: margin) ?? 1
    }
}

extension AccuracyChange {
    /// The change of each slice by some columns of the golden set, column after column.
    ///
    /// - Parameter metric: `accuracy`, `topKAccuracy` or `exactMatch`.
    /// - Throws: `ComparisonError` as `init`, and `.noColumn`.
    public static func slices(
        by columns: [String], baseline: CellRecord, candidate: CellRecord, goldenSet: GoldenSetRecord, metric: Metric
    ) throws(ComparisonError) -> [SliceChange] {
        guard baseline.goldenSetDigest == candidate.goldenSetDigest else {
            throw .goldenSetMismatch("\(candidate.name) and \(baseline.name) were evaluated on different golden sets")
        }
        let before = try correctPredictions(of: baseline, goldenSet, metric)
        let after = try correctPredictions(of: candidate, goldenSet, metric)
        var changes: [SliceChange] = []
        for column in columns {
            guard let slices = goldenSet.slices(by: column) else { throw .noColumn(column, goldenSet: goldenSet.id) }
            changes += slices.compactMap { SliceChange($0, isRightBefore: before, isRightAfter: after) }
        }
        return changes
    }
}
