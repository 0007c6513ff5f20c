extension Metric {
    /// The metric that sums up a cell's own answers, of those that it has: the first in the order of `Metric`.
    public static func quality(among metrics: some Sequence<Metric>) -> Metric? {
        let known = Set(metrics)
        return allCases.first { $0.origin == .groundTruth && known.contains($0) }
    }

    /// The metric that sums up how like another cell's its answers are.
    public static func fidelity(among metrics: some Sequence<Metric>) -> Metric? {
        let known = Set(metrics)
        return allCases.first { $0.origin == .comparison && known.contains($0) }
    }
}
