import Foundation
import Records
import Statistics

/// Two runs side by side: their environments, and every metric of every variant that both have.
public struct RunComparison: Sendable {
    /// A run and its cells' figures when it was recorded.
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
    ///   - history: other runs of a cell of the first, unchanged and on the same machine.
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

/// One variant in two runs, whatever lies between them: another model file, runtime, machine or suite.
///
/// Nothing is a gate here. Times of two runs were not measured in turns, so drift of the machine is in every change; their intervals are
/// Welch's over launches that were measured alone, or those of `RunDifference` where earlier runs say how much runs differ.
public struct CellComparison: Sendable {
    public static let confidence = 0.95

    /// Something about the cell itself that differs.
    public struct Difference: Sendable, Equatable {
        /// Such as `model file` or `option threads`.
        public var what: String
        public var first: String
        public var second: String
    }

    /// `model/variant`.
    public let name: String
    public let differences: [Difference]
    /// Every metric that either run has, in the order of `Metric`.
    public let metrics: [MetricChange]
    /// Samples that the first gets right and the second wrong, and the reverse; nil without predictions on the same golden set.
    public let flips: (lost: [String], gained: [String])?
    /// What the flips are: "sample", or "group" of samples.
    public let judgedWord: String

    /// - Parameters:
    ///   - summaries: each cell's figures, in base units.
    ///   - goldenSet: that the second was evaluated on.
    ///   - history: other runs of the first; fewer than `StoredLatencyChange.minimumHistory` say nothing.
    init(
        _ first: CellRecord, _ second: CellRecord, summaries: ([Metric: Double], [Metric: Double]),
        goldenSet: GoldenSetRecord?, history: (Metric) -> [RunMean]
    ) {
        name = second.name
        differences = Self.differences(first, second)
        let evidence = ChangeEvidence(first: first, second: second, goldenSet: goldenSet)
        metrics = Metric.allCases.compactMap { metric in
            let values = (Self.finite(summaries.0[metric]), Self.finite(summaries.1[metric]))
            guard values.0 != nil || values.1 != nil else { return nil }
            return evidence.change(of: metric, values.0, values.1, history: history(metric))
        }
        judgedWord = goldenSet?.judgedWord ?? "sample"
        flips = goldenSet.flatMap { set in
            [Metric.accuracy, .exactMatch].lazy.compactMap { metric in
                try? AccuracyChange(baseline: first, candidate: second, goldenSet: set, metric: metric)
            }.first.map { ($0.lost, $0.gained) }
        }
    }

    private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

    private static func differences(_ first: CellRecord, _ second: CellRecord) -> [Difference] {
        let facts: [(String, (CellRecord) -> String)] = [
            ("model file", { Self.digest($0.modelFile.digest) }),
            ("runtime", { "\($0.runtime.name) \($0.runtime.version)" }),
            ("runtime library", { Self.digest($0.runtime.libraryDigest) }), ("provider", { $0.runtime.provider }),
            ("runtime label", { $0.runtimeLabel }), ("device", { $0.device ?? "the host" }),
            ("golden set", { Self.digest($0.goldenSetDigest) }), ("failure", { $0.failure?.message ?? "none" }),
        ]
        let plain = facts.map { Difference(what: $0.0, first: $0.1(first), second: $0.1(second)) }
        let options = Set(first.runtime.options.keys).union(second.runtime.options.keys).sorted().map { key in
            Difference(
                what: "option \(key)", first: first.runtime.options[key] ?? "not set",
                second: second.runtime.options[key] ?? "not set")
        }
        return (plain + options).filter { $0.first != $0.second }
    }

    /// The first digits tell digests apart.
    private static func digest(_ digest: String) -> String { digest.isEmpty ? "unknown" : String(digest.prefix(12)) }
}
