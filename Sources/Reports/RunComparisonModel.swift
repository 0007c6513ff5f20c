import Gating
import Records

/// A comparison of two runs in words, which every form of it repeats.
public struct RunComparisonModel: Sendable {
    public let comparison: RunComparison
    /// What the runs were called; shown beside their ids.
    public let names: (first: String, second: String)
    /// Metrics to show; nil shows all.
    public let metrics: Set<Metric>?

    public init(_ comparison: RunComparison, names: (first: String, second: String), metrics: Set<Metric>? = nil) {
        self.comparison = comparison
        self.names = names
        self.metrics = metrics
    }

    /// So many samples are named at most.
    static let longestList = 10

    func changes(of cell: CellComparison) -> [MetricChange] {
        cell.metrics.filter { metrics?.contains($0.metric) ?? true }
    }

    /// `A`, `B` and what is known of where they come from.
    func headline(of side: RunComparison.Side, name: String) -> String {
        let run = side.run
        let commit = run.environment.gitCommit.map {
            "commit \($0.prefix(12))\(run.environment.gitIsDirty == true ? " (modified)" : "")"
        }
        let called = run.id.hasPrefix(name) ? nil : "(\(name))"
        return
            ([
                run.id, called, run.suite.name, run.kind.rawValue, run.status.rawValue, ReportTime.text(run.startedAt),
                "on \(run.environment.hostName)", commit, "Pawl \(run.pawlVersion)",
            ] as [String?]).compactMap { $0 }.joined(separator: "  ")
    }

    /// What to bear in mind, a sentence each; the weightiest first.
    var cautions: [String] {
        let intervals = comparison.cells.flatMap(changes).count { $0.interval != nil }
        let hasTimes = comparison.cells.flatMap(changes).contains { $0.interval != nil && $0.metric.dimension == .time }
        let isOneMachine = comparison.comparesTimes
        return [
            isOneMachine ? nil : "The runs are of two machines: timings compare machines, not models.",
            "This is no gate: the two were measured at two times\(isOneMachine ? " of one machine" : ""), drift is not cancelled.",
            hasTimes
                ? "A and B describe all inferences together; the change of a time is that of what launches typically came to, "
                    + "which a few slow inferences move less." : nil,
            intervals > 0
                ? "Each interval holds the true change in 95 % of cases by the spread within the runs; of \(intervals) "
                    + "\(intervals == 1 ? "interval" : "intervals"), one in twenty misses by chance." : nil,
        ].compactMap { $0 }
    }

    func value(_ value: Double?, _ metric: Metric) -> String {
        value.map { Quantity.text($0, metric.dimension) } ?? "–"
    }

    func change(_ change: MetricChange) -> String { change.change.map { text($0, of: change) } ?? "–" }

    func interval(_ change: MetricChange) -> String {
        change.interval.map { "\(text($0.lowerBound, of: change)) to \(text($0.upperBound, of: change))" } ?? "–"
    }

    /// Samples whose prediction became wrong, and right; empty when there are none.
    func flips(of cell: CellComparison) -> [String] {
        guard let flips = cell.flips else { return [] }
        return [("became wrong", flips.lost), ("became right", flips.gained)].compactMap { words, samples in
            guard !samples.isEmpty else { return nil }
            return
                "\(Wording.count(samples.count, cell.judgedWord)) \(words): \(Wording.names(samples, most: Self.longestList))"
        }
    }

    /// Cells that have no counterpart.
    var lonely: [String] {
        [("A", comparison.onlyInFirst), ("B", comparison.onlyInSecond)].compactMap { side, names in
            names.isEmpty ? nil : "only in \(side): \(names.joined(separator: ", "))"
        }
    }

    private func text(_ value: Double, of change: MetricChange) -> String {
        guard change.scale == .difference else { return Quantity.relativeChange(value) }
        switch change.metric.dimension {
        case .proportion: return Quantity.points(value)
        case .count: return (value > 0 ? "+" : "") + Quantity.text(value, .count)
        case .information, .decibels:
            return (value > 0 ? "+" : "") + Quantity.text(value, change.metric.dimension)
        default: return Quantity.difference(value)
        }
    }
}
