import Foundation
import Gating
import Records
import Statistics
import Synchronization

/// Says at each look of a sweep which neighbours need more launches, and remembers why not.
final class NeighbourJudge: Sendable {
    private struct State {
        /// Of each pair, as of so many launches: the same record is asked about once for every pair.
        var effects: [Int: (launches: Int, values: [Double])] = [:]
        /// Of the pairs that left: what is measured later must not change what let them go.
        var decided: [Int: NeighbourSweep.Finding] = [:]
    }

    private let rule: NeighbourSweep
    private let metric: Metric
    private let pool: [[Double]]?
    private let state = Mutex(State())

    /// - Parameter pool: effects that earlier rounds left, for the spread of all pairs together; nil where pairs are of models whose
    ///   launches need not scatter alike, and each is judged by its own.
    init(_ rule: NeighbourSweep, metric: Metric, pool: [[Double]]?) {
        self.rule = rule
        self.metric = metric
        self.pool = pool
    }

    func decision(_ look: InterimLook) -> InterimLook.Decision {
        // A version whose neighbour failed is not measured alone.
        guard let pair = look.pair else { return .decided }
        guard let finding = finding(of: pair, in: look.run) else {
            return .undecided(moreLaunches: rule.effectsToNextLook(after: pair.launchesMeasured))
        }
        guard finding.decision == .undecided else {
            state.withLock { $0.decided[pair.id] = finding }
            return .decided
        }
        return .undecided(moreLaunches: rule.effectsToNextLook(after: finding.effects))
    }

    /// What it came to: as decided, else as the last look left it.
    func comparison(
        of pair: PairRecord, in run: RunRecord, between neighbours: VersionSweepResult.Neighbours
    ) -> VersionSweepResult.Comparison {
        guard let finding = state.withLock({ $0.decided[pair.id] }) ?? finding(of: pair, in: run) else {
            return .init(between: neighbours, decision: .undecided, launches: pair.launchesMeasured)
        }
        return .init(
            between: neighbours, decision: finding.decision, change: expm1(finding.estimate),
            low: expm1(finding.low), high: expm1(finding.high), launches: finding.effects)
    }

    /// None where the launches have no usable value: such a pair stays undecided.
    func effects(of pair: PairRecord, in run: RunRecord) -> [Double] {
        state.withLock { state in
            if let known = state.effects[pair.id], known.launches == pair.launchesMeasured { return known.values }
            let values =
                try? LaunchEffects(
                    metric, of: pair, baseline: run.cells[pair.baselineCell],
                    candidate: run.cells[pair.candidateCell]
                ).values
            state.effects[pair.id] = (pair.launchesMeasured, values ?? [])
            return values ?? []
        }
    }

    private func finding(of pair: PairRecord, in run: RunRecord) -> NeighbourSweep.Finding? {
        let own = effects(of: pair, in: run)
        return rule.finding(own, among: pool.map { $0 + run.pairs.map { effects(of: $0, in: run) } } ?? [own])
    }
}
