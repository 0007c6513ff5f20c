import Records

extension GoldenSetRecord {
    /// A sample's name, or its number where the record has no name.
    public func sampleName(_ index: Int) -> String {
        sampleNames.indices.contains(index) ? sampleNames[index] : "sample \(index)"
    }
}
