import Records
import Statistics

/// How macro F1 changed from a baseline cell to a candidate cell on the same golden samples.
public struct MacroF1Change: Sendable {
    /// Macro F1 of each side, a share of 1.
    public let baseline: Double
    public let candidate: Double
    /// Samples to which both give the same answer.
    public let agreement: Proportion
    /// The drop, to be drawn again.
    public let drop: MacroF1Drop
    /// What each differently answered sample adds to the drop.
    public let contributions: [Double]

    /// - Throws: `ComparisonError` when either side was not evaluated, or the two answered different golden sets.
    public init(baseline: CellRecord, candidate: CellRecord, goldenSet: GoldenSetRecord) throws(ComparisonError) {
        guard baseline.goldenSetDigest == candidate.goldenSetDigest else {
            throw .goldenSetMismatch("\(candidate.name) and \(baseline.name) were evaluated on different golden sets")
        }
        try self.init(
            goldenSet, baseline: baseline.predictions(goldenSet), candidate: candidate.predictions(goldenSet))
    }

    /// The drop from perfect answers, whose macro F1 is 1: what a cell's own macro F1 lacks.
    ///
    /// - Throws: `ComparisonError` when the cell was not evaluated on this golden set.
    public init(of cell: CellRecord, goldenSet: GoldenSetRecord) throws(ComparisonError) {
        try self.init(goldenSet, baseline: goldenSet.labels, candidate: cell.predictions(goldenSet))
    }

    private init(
        _ goldenSet: GoldenSetRecord, baseline before: [Int32], candidate after: [Int32]
    ) throws(ComparisonError) {
        let equal = zip(before, after).count { $0 == $1 }
        guard var drop = MacroF1Drop(labels: goldenSet.labels, baseline: before, candidate: after),
            let agreement = Proportion(successes: equal, trials: goldenSet.labels.count)
        else { throw .emptyGoldenSet }
        (self.baseline, self.candidate) = drop.values()
        contributions = drop.contributions()
        self.agreement = agreement
        self.drop = drop
    }
}
