import Foundation
import Gating
import Harness
import Records
import RuntimeProbes
import Statistics
import Suites

/// Which operators take another time on the second of two versions of a runtime.
struct OperatorTimes {
    /// What an operator's launches came to.
    struct Row: Encodable {
        var name: String
        var operatorName: String
        var title: String
        var decision: NeighbourSweep.Decision
        /// Latency in nanoseconds, typical of all launches; nil where there is none.
        var first: Double?
        var second: Double?
        /// Relative, of the time: 0.05 is 5 % longer. Nil where nothing is known.
        var change: Double?
        var low: Double?
        var high: Double?
        /// Of each version.
        var launches: Int
        /// Why it cannot be measured on a version.
        var firstFailure: CellFailure?
        var secondFailure: CellFailure?

        var isComparable: Bool { firstFailure == nil && secondFailure == nil }
        /// Whether one version alone runs it.
        var isOneSided: Bool { (firstFailure == nil) != (secondFailure == nil) }
    }

    /// In the order of the models.
    private(set) var rows: [Row] = []
    private(set) var ending = VersionSweepResult.StopReason.complete
    private(set) var launches = 0
    private(set) var seconds = 0.0
    private(set) var disturbedLaunches = 0
    private(set) var busiestPrograms: [String] = []

    /// - Parameters:
    ///   - models: those of the plan's pairs, in their order; not empty.
    ///   - policy: its false alarm is of all operators together.
    /// - Throws: what `measure` throws.
    init(
        _ plan: Plan, of models: [OperatorModel], policy: VersionSweep.Policy, measure: VersionSweep.Measure
    ) throws {
        var plan = plan
        let looks = VersionSweep.looks(of: plan.measurement)
        plan.measurement = plan.measurement.looking(at: looks)
        let rule = NeighbourSweep(
            pairs: plan.pairs.count, smallestStep: log1p(policy.smallestChange), falseAlarm: policy.falseAlarm,
            miss: policy.miss, looks: looks)
        guard let rule else { preconditionFailure("a plan's looks and a positive change make a rule") }
        // Launches of a short operator scatter more than those of a long one.
        let judge = NeighbourJudge(rule, metric: .latencyP50, pool: nil)
        let run = try measure(plan, .latency, judge.decision)
        rows = zip(models, run.pairs).map { model, pair in Self.row(model, pair, in: run, judge) }
        let load = RunLoad(run)
        launches = run.pairs.reduce(0) { $0 + $1.launchesMeasured }
        seconds = run.pairs.reduce(0) { $0 + $1.secondsSpent }
        disturbedLaunches = load.disturbedLaunches
        busiestPrograms = load.programs
        if run.status == .interrupted {
            ending = .interrupted
        } else if run.pairs.contains(where: { $0.ending == .budget }) {
            ending = .budget
        }
    }

    private static func row(
        _ model: OperatorModel, _ pair: PairRecord, in run: RunRecord, _ judge: NeighbourJudge
    ) -> Row {
        let (one, two) = (run.cells[pair.baselineCell], run.cells[pair.candidateCell])
        var row = Row(
            name: model.name, operatorName: model.operatorName, title: model.title, decision: .undecided,
            launches: pair.launchesMeasured)
        // A launch that was not reached is no fault of the version.
        row.firstFailure = one.failure.flatMap { $0.kind == .interrupted ? nil : $0 }
        row.secondFailure = two.failure.flatMap { $0.kind == .interrupted ? nil : $0 }
        row.first = ((try? one.typicalValue(of: .latencyP50)) ?? nil)
        row.second = ((try? two.typicalValue(of: .latencyP50)) ?? nil)
        guard row.isComparable else { return row }
        let comparison = judge.comparison(of: pair, in: run, between: .init(former: 0, latter: 1))
        func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
        row.decision = comparison.decision
        row.change = finite(comparison.change)
        row.low = finite(comparison.low)
        row.high = finite(comparison.high)
        row.launches = comparison.launches
        return row
    }

    var changes: [Row] { rows.filter { $0.decision == .changed } }
    var undecided: [Row] { rows.filter { $0.isComparable && $0.decision == .undecided } }
    /// Whether every operator that both versions run is decided.
    var isWhole: Bool { ending == .complete && undecided.isEmpty }

    /// The largest changes first, slower before faster; then what one version alone runs, what is undecided, and what is the same.
    var ranked: [Row] {
        func rank(_ row: Row) -> Int {
            switch row.decision {
            case .changed: (row.change ?? 0) > 0 ? 0 : 2
            case .undecided: row.isOneSided ? 1 : row.isComparable ? 3 : 5
            case .unchanged: 4
            }
        }
        return rows.enumerated().sorted { one, two in
            let ranks = (rank(one.element), rank(two.element))
            if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
            let sizes = (abs(one.element.change ?? 0), abs(two.element.change ?? 0))
            if one.element.decision == .changed, sizes.0 != sizes.1 { return sizes.0 > sizes.1 }
            return one.offset < two.offset
        }.map(\.element)
    }
}
