import Records
import Statistics

/// Two runs side by side: their environments, and every metric of every variant that both have.
public struct RunComparison: Sendable {
    /// A run and what its cells came to when it was recorded.
    public struct Side: Sendable {
        public var run: RunRecord
        /// By cell id, in base units.
        public var summaries: [Int: [Metric: Double]]

        public init(run: RunRecord, summaries: [Int: [Metric: Double]]) {
            self.run = run
            self.summaries = summaries
        }

        /// The run's own cells: not what it was compared with itself.
        var cells: [CellRecord] { run.cells.filter { $0.side == .candidate } }
    }

    public let first: Side
    public let second: Side
    public let environment: EnvironmentComparison
    public let cells: [CellComparison]
    /// `model/variant` of the cells that only one of them has.
    public let onlyInFirst: [String]
    public let onlyInSecond: [String]

    /// - Parameters:
    ///   - isWanted: which cells to compare.
    ///   - history: what other runs of a cell of the first, unchanged and on the same machine, came to.
    public init(
        _ first: Side, _ second: Side, isWanted: (CellRecord) -> Bool = { _ in true },
        history: (CellRecord, Metric) -> [RunMean] = { _, _ in [] }
    ) {
        self.first = first
        self.second = second
        environment = EnvironmentComparison(earlier: first.run.environment, later: second.run.environment)
        let before = first.cells.filter(isWanted)
        let after = second.cells.filter(isWanted)
        func counterpart(_ cell: CellRecord, in cells: [CellRecord]) -> CellRecord? {
            let named = cells.filter { $0.model == cell.model && $0.variant == cell.variant }
            return named.first { $0.runtimeLabel == cell.runtimeLabel } ?? named.first
        }
        let isSameMachine = environment.isSameMachine
        cells = after.compactMap { cell in
            guard let earlier = counterpart(cell, in: before) else { return nil }
            return CellComparison(
                earlier, cell,
                summaries: (first.summaries[earlier.id] ?? [:], second.summaries[cell.id] ?? [:]),
                goldenSet: second.run.goldenSet(of: cell),
                history: { isSameMachine && earlier.device == cell.device ? history(earlier, $0) : [] })
        }
        onlyInFirst = before.filter { counterpart($0, in: after) == nil }.map(\.name)
        onlyInSecond = after.filter { counterpart($0, in: before) == nil }.map(\.name)
    }

    /// Whether timings of the two say something about models rather than machines.
    public var comparesTimes: Bool {
        environment.isSameMachine && !cells.contains { $0.differences.contains { $0.what == "device" } }
    }
}
