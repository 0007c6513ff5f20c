import Measures
import Records
import Statistics

/// How far a cell's probabilities are from its counterpart's, sample by sample.
public struct DivergenceChange: Sendable, Equatable {
    /// Kullback-Leibler divergence of each sample, in nats, at least 0.
    public let divergences: Sample
    /// What each sample with other probabilities adds to the mean.
    public let contributions: [Double]

    /// - Throws: `ComparisonError` when the cell was not evaluated, or its record does not keep one number a sample.
    public init(of cell: CellRecord, from purpose: PairRecord.Purpose, goldenSet: GoldenSetRecord)
        throws(ComparisonError)
    {
        guard let accuracy = cell.accuracy else { throw .noAccuracy(cell: cell.name) }
        guard !goldenSet.labels.isEmpty else { throw .emptyGoldenSet }
        let values = purpose == .reference ? accuracy.divergences : accuracy.divergencesFromBaseline
        guard values.count == goldenSet.labels.count else { throw .noValuesPerSample(.klDivergence, cell: cell.name) }
        if let bad = values.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
            throw .unusableSample(.klDivergence, cell: cell.name, sample: goldenSet.sampleName(bad))
        }
        guard let sample = Sample(values) else { throw .emptyGoldenSet }
        divergences = sample
        contributions = values.filter { $0 > 0 }.map { $0 / Double(values.count) }
    }
}
