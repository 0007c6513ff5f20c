import Records
import Statistics

/// Which classes a cell predicted for which labels.
public struct ConfusionMatrix: Sendable, Equatable {
    /// Wrong predictions of one kind.
    public struct Confusion: Sendable, Equatable {
        public var label: Int
        public var prediction: Int
        public var count: Int
        /// Samples of that label.
        public var samples: Int
    }

    public let classNames: [String]
    /// Samples.
    public let total: Int
    private let counts: ConfusionCounts

    /// How many kinds of wrong predictions are reported.
    public static let shownConfusions = 10
    /// With more classes a table is no help.
    public static let shownClasses = 20

    /// Nil for a cell whose predictions are no classes, or are not there one by one any more.
    public init?(of cell: CellRecord, on goldenSet: GoldenSetRecord) {
        // The labels of an embedding's samples are groups, of which nothing is predicted.
        guard let predictions = cell.accuracy?.predictions, !predictions.isEmpty,
            let counts = ConfusionCounts(
                labels: goldenSet.labels, predictions: predictions, classCount: goldenSet.classNames.count)
        else { return nil }
        classNames = goldenSet.classNames
        total = counts.total
        self.counts = counts
    }

    /// Rows are labels, columns predictions, both in the order of `classNames`; nil where there are more than `shownClasses`.
    public var rows: [[Int]]? {
        guard classNames.count <= Self.shownClasses else { return nil }
        return classNames.indices.map { label in classNames.indices.map { counts[label, $0] } }
    }

    /// The most frequent kinds of wrong predictions, at most `shownConfusions`.
    public var worst: [Confusion] {
        counts.confusions.prefix(Self.shownConfusions).map {
            Confusion(
                label: $0.pair.label, prediction: $0.pair.prediction, count: $0.count,
                samples: counts.labels[$0.pair.label])
        }
    }

    /// "'cat' predicted as 'dog' for 12 of 95"
    public func words(_ confusion: Confusion) -> String {
        "'\(classNames[confusion.label])' predicted as '\(classNames[confusion.prediction])' for "
            + "\(confusion.count) of \(confusion.samples)"
    }
}

/// How macro F1 changed from a baseline cell to a candidate cell on the same golden samples.
public struct MacroF1Change: Sendable {
    /// Macro F1 of each side, a share of 1.
    public let baseline: Double
    public let candidate: Double
    /// Samples with the same prediction on both sides.
    public let agreement: Proportion
    /// The drop, to be drawn again.
    public let drop: MacroF1Drop
    /// What each differently predicted sample adds to the drop.
    public let contributions: [Double]

    /// - Throws: `ComparisonError` when either side was not evaluated, or the two were evaluated on different golden sets.
    public init(baseline: CellRecord, candidate: CellRecord, goldenSet: GoldenSetRecord) throws(ComparisonError) {
        guard baseline.goldenSetDigest == candidate.goldenSetDigest else {
            throw .goldenSetMismatch("\(candidate.name) and \(baseline.name) were evaluated on different golden sets")
        }
        try self.init(
            goldenSet, baseline: baseline.predictions(goldenSet), candidate: candidate.predictions(goldenSet))
    }

    /// The drop from perfect predictions, whose macro F1 is 1: what a cell's own macro F1 lacks.
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
