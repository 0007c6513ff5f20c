import Records

extension GoldenSetRecord {
    /// How many unit values a metric of this golden set has, as `GoldenSet.units` makes them; nil where the record cannot tell.
    func unitCount(of metric: Metric) -> Int? {
        // Its units are pairs of samples.
        guard metric != .spearman else { return nil }
        let independent = sequences.last.map { Int($0) + 1 } ?? sampleNames.count
        return min(independent, task == "detection" ? 200 : 4096)
    }
}
