import Records
import Statistics

/// How much worse than it could be, or than another cell, a cell is by a metric: larger is worse, whatever the metric's direction.
///
/// It rests on unit values (`AccuracyRecord.unitValues`), jackknife pseudo-values that subtract: the values here are those of a
/// linear combination of two cells' metrics.
public struct MetricShortfall: Sendable, Equatable {
    /// What is short: in the metric's unit.
    public let value: Double
    /// One a unit, shifted so that their mean is `value`.
    public let values: Sample
    /// What each unit that differs adds to the value.
    public let contributions: [Double]
    /// Of all shortfalls that there can be.
    public let range: ClosedRange<Double>
    /// Of the cells' metric itself, before anything was subtracted; nil where there is no baseline.
    public let baseline: Double?
    public let candidate: Double

    /// What a cell lacks to the best value there is: 1 of a share or a coefficient, 0 of an error, no noise.
    ///
    /// - Parameter purpose: which of the cell's contrasts, for metrics that hold it against another.
    /// - Throws: `ComparisonError` when the cell has no such values.
    public init(
        of cell: CellRecord, _ metric: Metric, on goldenSet: GoldenSetRecord, against purpose: PairRecord.Purpose? = nil
    ) throws(ComparisonError) {
        let (value, units) = try Self.evidence(of: cell, metric, on: goldenSet, purpose)
        let best = metric.bestValue
        let sign: Double = metric.direction == .higherIsBetter ? -1 : 1
        try self.init(
            value: sign * (value - best), unitValues: units.map { sign * ($0 - best) }, range: metric.shortfallRange,
            baseline: nil, candidate: value, cell: cell, metric)
    }

    /// How much worse a candidate is than `ratio` times its baseline.
    ///
    /// - Parameter ratio: 1 compares the two; 1.03 asks for an error that is at most 3 % larger.
    /// - Throws: `ComparisonError` when either has no such values, or the two were evaluated on different golden sets.
    public init(
        from baseline: CellRecord, to candidate: CellRecord, _ metric: Metric, on goldenSet: GoldenSetRecord,
        ratio: Double = 1
    ) throws(ComparisonError) {
        guard baseline.goldenSetDigest == candidate.goldenSetDigest else {
            throw .goldenSetMismatch("\(candidate.name) and \(baseline.name) were evaluated on different golden sets")
        }
        let (before, unitsBefore) = try Self.evidence(of: baseline, metric, on: goldenSet, nil)
        let (after, unitsAfter) = try Self.evidence(of: candidate, metric, on: goldenSet, nil)
        guard unitsBefore.count == unitsAfter.count else { throw .noValuesPerSample(metric, cell: candidate.name) }
        let sign: Double = metric.direction == .higherIsBetter ? -1 : 1
        let range = metric.shortfallRange
        try self.init(
            value: sign * (after - ratio * before),
            unitValues: zip(unitsBefore, unitsAfter).map { sign * ($1 - ratio * $0) },
            range: -ratio * range.upperBound...range.upperBound, baseline: before, candidate: after, cell: candidate,
            metric)
    }

    private init(
        value: Double, unitValues: [Double], range: ClosedRange<Double>, baseline: Double?, candidate: Double,
        cell: CellRecord, _ metric: Metric
    ) throws(ComparisonError) {
        guard let raw = Sample(unitValues) else { throw .noValuesPerSample(metric, cell: cell.name) }
        let shift = value - raw.mean
        guard let values = Sample(unitValues.map { $0 + shift }) else {
            throw .noValuesPerSample(metric, cell: cell.name)
        }
        self.value = value
        self.values = values
        contributions = unitValues.filter { $0 != 0 }.map { $0 / Double(unitValues.count) }
        self.range = range
        self.baseline = baseline
        self.candidate = candidate
    }

    private static func evidence(
        of cell: CellRecord, _ metric: Metric, on goldenSet: GoldenSetRecord, _ purpose: PairRecord.Purpose?
    ) throws(ComparisonError) -> (Double, [Double]) {
        guard let accuracy = cell.accuracy else { throw .noAccuracy(cell: cell.name) }
        let isAgainstBaseline = purpose == .baseline
        let value = (isAgainstBaseline ? accuracy.metricsAgainstBaseline : accuracy.metrics)[metric]
        let units = (isAgainstBaseline ? accuracy.unitValuesAgainstBaseline : accuracy.unitValues)[metric]
        guard !goldenSet.sampleNames.isEmpty else { throw .emptyGoldenSet }
        guard let value, value.isFinite, let units, !units.isEmpty,
            goldenSet.unitCount(of: metric).map({ $0 == units.count }) ?? true
        else { throw .noValuesPerSample(metric, cell: cell.name) }
        // A divergence is at least 0 for each sample; pseudo-values of most other metrics may be anything.
        let isDivergence = metric == .klDivergence && units.count == goldenSet.sampleNames.count
        if let bad = units.firstIndex(where: { !$0.isFinite || isDivergence && $0 < 0 }) {
            throw .unusableSample(metric, cell: cell.name, sample: goldenSet.sampleName(bad))
        }
        return (value, units)
    }
}

extension Metric {
    /// What a perfect model has.
    fileprivate var bestValue: Double {
        switch dimension {
        case .proportion, .coefficient: direction == .higherIsBetter ? 1 : 0
        default: 0
        }
    }

    fileprivate var shortfallRange: ClosedRange<Double> {
        switch dimension {
        // An error rate may exceed 1.
        case .proportion: 0...(self == .characterErrorRate || self == .wordErrorRate ? .infinity : 1)
        case .decibels: -.infinity ... .infinity
        default: 0 ... .infinity
        }
    }
}
