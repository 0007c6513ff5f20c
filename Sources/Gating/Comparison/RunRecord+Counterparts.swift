import Records

extension RunRecord {
    /// The cell that a candidate-side cell is compared with: its model's reference, or the same-named variant of
    /// the baseline suite or of the earlier run.
    public func counterpart(of cell: CellRecord, for purpose: PairRecord.Purpose) -> CellRecord? {
        switch purpose {
        case .reference:
            cells.first { $0.side == .candidate && $0.model == cell.model && $0.isReference }
        case .baseline:
            cells.first { $0.side == .baseline && $0.model == cell.model && $0.variant == cell.variant }
        }
    }

    /// The interleaved measurement of a cell against its counterpart.
    public func pair(of cell: CellRecord, for purpose: PairRecord.Purpose) -> PairRecord? {
        pairs.first { $0.purpose == purpose && $0.candidateCell == cell.id }
    }

    /// The golden set that a cell was evaluated on.
    public func goldenSet(of cell: CellRecord) -> GoldenSetRecord? {
        goldenSets.first { $0.digest == cell.goldenSetDigest }
    }

    /// The earlier run that a cell's baseline is copied from; nil when its baseline was measured beside it, or there is none.
    public func storedBaseline(of cell: CellRecord) -> StoredBaselineRecord? {
        guard let namedBaseline else { return storedBaseline }
        return namedBaseline.fallback(model: cell.model, variant: cell.variant) == nil ? nil : storedBaseline
    }

    /// Whether the run has something for baseline gates: another checkout's suite measured beside its own, or an earlier run.
    public var hasBaseline: Bool {
        against != nil || storedBaseline != nil || namedBaseline != nil || cells.contains { $0.side == .baseline }
    }
}
