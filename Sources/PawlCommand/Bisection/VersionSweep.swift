import Foundation
import Gating
import Harness
import Records
import Statistics
import Suites

/// One cell over a row of versions, such as releases of its runtime: after which of them did a metric change?
///
/// What is measured launch by launch is compared between neighbours, interleaved, as long as `NeighbourSweep` asks for it. What a version's
/// outputs come to is the same whenever it is asked: it is evaluated once for each version, and compared exactly.
public struct VersionSweep {
    public struct Version: Sendable {
        /// For people: `1.31.1`.
        public var label: String
        /// The cell on this version; its id, side and name are the sweep's to give. Nil for a version that is not to be had.
        public var cell: PlannedCell?
        /// Why it is not.
        public var failure: CellFailure?

        public init(label: String, cell: PlannedCell) {
            self.label = label
            self.cell = cell
        }

        public init(label: String, failure: CellFailure) {
            self.label = label
            self.failure = failure
        }
    }

    /// What a change is, and how surely it is found.
    public struct Policy: Sendable, Equatable {
        /// Every change of at least this is to be found: 0.03 is 3 % more.
        public var smallestChange: Double
        /// That any equal neighbours are told apart, in the whole sweep.
        public var falseAlarm = 0.01
        /// That a change of `smallestChange` goes unseen, for each.
        public var miss = 0.02

        public init(smallestChange: Double = 0.03) { self.smallestChange = smallestChange }
    }

    /// Measures a plan.
    ///
    /// - Parameter ask: as `Harness`.
    public typealias Measure = (
        _ plan: Plan, _ phase: RunEvent.Phase, _ ask: @escaping @Sendable (InterimLook) -> InterimLook.Decision
    ) throws -> RunRecord

    private let plan: Plan
    private let versions: [Version]
    private let metric: Metric
    private let policy: Policy
    private let measure: Measure

    /// - Parameters:
    ///   - plan: golden sets, measurement and budget; its cells and pairs are not used.
    ///   - versions: in their order, each with a cell of the plan's golden sets.
    public init(
        _ plan: Plan, versions: [Version], metric: Metric, policy: Policy = Policy(), measure: @escaping Measure
    ) {
        self.plan = plan
        self.versions = versions
        self.metric = metric
        self.policy = policy
        self.measure = measure
    }

    /// Looks at the evidence before the suite's own looks: most neighbours are equal, and few launches show it.
    static let earlyLooks = [2, 3, 4, 6]

    var looks: [Int] { Self.looks(of: plan.measurement) }

    static func looks(of measurement: MeasurementPolicy) -> [Int] {
        let own = measurement.looks.filter { $0 > 1 }
        let early = earlyLooks.filter { $0 < own.first ?? .max }
        return early + own
    }

    /// - Throws: what `measure` throws.
    public func run() throws -> VersionSweepResult {
        LaunchEffects.has(metric) ? try compareNeighbours() : try compareOutputs()
    }

    // MARK: - Launch by launch

    /// A version that fails leaves a gap, over which its neighbours are compared in another round.
    private func compareNeighbours() throws -> VersionSweepResult {
        var result = VersionSweepResult(versions)
        let rule = NeighbourSweep(
            pairs: max(versions.count - 1, 1), smallestStep: log1p(policy.smallestChange),
            falseAlarm: policy.falseAlarm, miss: policy.miss, looks: looks)
        guard let rule else { preconditionFailure("a suite's looks and a positive change make a rule") }
        var pool: [[Double]] = []
        while result.ending == .complete {
            let open = result.neighbours.filter { result.comparison(of: $0) == nil }
            guard !open.isEmpty else { break }
            let judge = NeighbourJudge(rule, metric: metric, pool: pool)
            let run = try measure(plan(of: open, secondsSpent: result.seconds), .latency, judge.decision)
            let ids = members(of: open)
            let failed = result.note(failures: run, of: ids)
            for (pair, neighbours) in zip(run.pairs, open) where result.areWhole(neighbours) {
                result.add(judge.comparison(of: pair, in: run, between: neighbours))
            }
            pool += run.pairs.map { judge.effects(of: $0, in: run) }
            result.add(launches: run, of: ids, metric)
            if run.status == .interrupted {
                result.ending = .interrupted
            } else if run.pairs.contains(where: { $0.ending == .budget }) {
                result.ending = .budget
            } else if !failed {
                break
            }
        }
        return result
    }

    private func members(of open: [VersionSweepResult.Neighbours]) -> [Int] {
        Set(open.flatMap { [$0.former, $0.latter] }).sorted()
    }

    private func plan(of open: [VersionSweepResult.Neighbours], secondsSpent: Double) -> Plan {
        var plan = self.plan
        let ids = members(of: open)
        plan.cells = cells(ids)
        plan.pairs = open.enumerated().compactMap { index, neighbours in
            guard let former = ids.firstIndex(of: neighbours.former), let latter = ids.firstIndex(of: neighbours.latter)
            else { return nil }
            return PlannedPair(id: index, purpose: .baseline, baselineCell: former, candidateCell: latter)
        }
        plan.cellsAlone = []
        plan.measurement = plan.measurement.looking(at: looks)
        plan.measurement.budgetSeconds = plan.measurement.budgetSeconds.map { max($0 - secondsSpent, 0) }
        return plan
    }

    private func cells(_ ids: [Int]) -> [PlannedCell] {
        ids.enumerated().compactMap { position, id in
            guard var cell = versions[id].cell else { return nil }
            cell.id = position
            cell.side = .candidate
            cell.variant += " " + versions[id].label
            cell.isReference = false
            cell.isAnchor = false
            return cell
        }
    }

    // MARK: - Answers

    private func compareOutputs() throws -> VersionSweepResult {
        var result = VersionSweepResult(versions)
        var ids = versions.indices.filter { result.levels[$0].failure == nil }
        while let first = ids.first {
            var plan = self.plan
            plan.cells = cells(ids)
            // Whose outputs those of the others are held against.
            plan.cells[0].isReference = true
            plan.pairs = []
            plan.cellsAlone = []
            let run = try measure(plan, .accuracy) { _ in .decided }
            _ = result.note(failures: run, of: ids)
            let isWithoutReference = metric.origin == .comparison && result.levels[first].failure != nil
            if run.status == .interrupted { result.ending = .interrupted }
            guard isWithoutReference, result.ending == .complete else {
                result.add(outputs: run, of: ids, metric)
                break
            }
            ids.removeAll { result.levels[$0].failure != nil }
        }
        return result
    }
}
