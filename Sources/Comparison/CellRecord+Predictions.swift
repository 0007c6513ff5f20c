import Records

extension CellRecord {
    /// One class index for each golden sample.
    func predictions(_ goldenSet: GoldenSetRecord) throws(ComparisonError) -> [Int32] {
        guard let accuracy else { throw .noAccuracy(cell: name) }
        guard accuracy.predictions.count == goldenSet.labels.count else {
            throw .goldenSetMismatch(
                "\(name) has \(accuracy.predictions.count) predictions for \(goldenSet.labels.count) golden samples")
        }
        return accuracy.predictions
    }
}
