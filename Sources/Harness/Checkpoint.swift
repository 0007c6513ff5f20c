import Records

/// What a run has just measured for good, for whoever keeps it while the run goes on.
public enum Checkpoint: Sendable {
    /// All cells and pairs as they stand: before the first launch, and whenever golden sets were evaluated.
    case whole(RunRecord)
    /// What a launch, or the end of its comparison, changed: the cells with all their launches, and the pair that it was of.
    case launch(cells: [CellRecord], pair: PairRecord?)
}
