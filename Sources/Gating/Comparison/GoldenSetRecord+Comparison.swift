import Records

extension GoldenSetRecord {
    /// A sample's name, or its number where the record has no name.
    public func sampleName(_ index: Int) -> String {
        sampleNames.indices.contains(index) ? sampleNames[index] : "sample \(index)"
    }
}

extension GoldenSetRecord {
    /// What is judged and counted: "sample", or "group" where outputs are averaged over groups of samples.
    public var judgedWord: String { groupedSamples == nil ? "sample" : "group" }

    /// "1 sample", "38 groups"
    public func counted(_ count: Int) -> String { "\(count) \(judgedWord)\(count == 1 ? "" : "s")" }

    /// "942 samples", "942 samples in 38 groups"
    public var size: String {
        guard let groupedSamples else { return counted(sampleNames.count) }
        return "\(groupedSamples) sample\(groupedSamples == 1 ? "" : "s") in \(counted(sampleNames.count))"
    }
}

extension GoldenSetRecord {
    /// How many unit values a metric of this golden set has, as `GoldenSet.units` makes them; nil where the record cannot tell.
    func unitCount(of metric: Metric) -> Int? {
        // Its units are pairs of samples.
        guard metric != .spearman else { return nil }
        let independent = sequences.last.map { Int($0) + 1 } ?? sampleNames.count
        return min(independent, task == "detection" ? 200 : 4096)
    }
}
