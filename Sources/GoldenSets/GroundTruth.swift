import TaskMetrics

/// What the right answers to a golden set are, by its task.
enum GroundTruth: Sendable {
    /// Class indices and 0/1 labels stand in `GoldenSet.labels`, texts in `GoldenSet.texts`.
    case labelsOnly
    /// One symbol an index.
    case alphabet([String])
    /// Pairs of samples (from 0), and how alike each is; empty when the set has none.
    case similarities(pairs: [(Int32, Int32)], values: [Double])
    /// Row by row, `columns` numbers for each that is judged.
    case numbers([Double], columns: Int)
    case boxes([GroundTruthBox])
    /// uint8 or int32, [samples, height, width].
    case masks(NumPyArray)
}
