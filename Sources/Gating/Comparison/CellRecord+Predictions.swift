import Records

extension CellRecord {
    /// One class index for each golden sample.
    func predictions(_ goldenSet: GoldenSetRecord) throws(ComparisonError) -> [Int32] {
        guard let accuracy else { throw .noAccuracy(cell: name) }
        guard accuracy.predictions.count == goldenSet.sampleNames.count else {
            throw .goldenSetMismatch(
                "\(name) has \(accuracy.predictions.count) predictions for \(goldenSet.sampleNames.count) golden samples"
            )
        }
        return accuracy.predictions
    }

    /// One text for each golden sample.
    func texts(_ goldenSet: GoldenSetRecord) throws(ComparisonError) -> [String] {
        guard let accuracy else { throw .noAccuracy(cell: name) }
        guard accuracy.texts.count == goldenSet.sampleNames.count else {
            throw .goldenSetMismatch(
                "\(name) has \(accuracy.texts.count) texts for \(goldenSet.sampleNames.count) golden samples")
        }
        return accuracy.texts
    }
}
