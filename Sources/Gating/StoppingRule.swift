import Foundation
import Records
import Statistics
import Suites

/// Tells while a run is measured what its gates still need, by the rules that judge it afterwards.
public struct StoppingRule: Sendable {
    public enum Answer: Sendable, Equatable {
        /// Every gate has its decision, or all that it needs for one.
        case decided
        /// - Parameter moreLaunches: about how many would decide, were effect and spread to stay; nil when none would.
        case undecided(moreLaunches: Int?)
    }

    private let gates: [Gate]
    private let policy: JudgementPolicy
    private let launchesAlone: Int

    /// - Parameter launchesAlone: how many a cell needs that is compared with an earlier run: fixed, whatever they say.
    public init(gates: [Gate], policy: JudgementPolicy = JudgementPolicy(), launchesAlone: Int = 0) {
        self.gates = gates
        self.policy = policy
        self.launchesAlone = launchesAlone
    }

    /// Whether a pair needs more launches.
    ///
    /// - Parameter run: the record so far, with all its cells and pairs.
    public func answer(_ run: RunRecord, pair: PairRecord) -> Answer {
        let applications = GateApplications(run: run, gates: gates)
        var answers: [Answer] = []
        for (gate, cells) in applications.gates {
            guard gate.isSequential, gate.purpose == pair.purpose,
                let candidate = cells.first(where: { $0.id == pair.candidateCell }),
                let baseline = run.cells.first(where: { $0.id == pair.baselineCell }),
                // Between two machines nothing is decided, however often it is measured.
                candidate.device == baseline.device,
                let scale = LogarithmicScale(gate.limit),
                let rule = SequentialRule(looks: pair.looks, rule: applications.rule(of: gate, policy: policy)),
                let change = try? LatencyChange(
                    gate.metric, of: pair, baseline: baseline, candidate: candidate, cores: run.environment.allowedCores
                )
            else { continue }
            guard let stop = rule.stop(change, allowed: scale.allowed, limit: scale.limit) else {
                answers.append(.undecided(moreLaunches: max(rule.firstLook - change.launchesUsed, 1)))
                continue
            }
            guard stop.decision == .undecided else { continue }
            answers.append(.undecided(moreLaunches: rule.moreLaunches(after: stop, scale, power: policy.power)))
        }
        let comparesMemory = applications.gates.contains { gate, cells in
            gate.metric == .peakMemory && gate.purpose == pair.purpose
                && cells.contains { $0.id == pair.candidateCell }
        }
        if comparesMemory, pair.launchesMeasured < MemoryChange.minimumLaunches {
            answers.append(.undecided(moreLaunches: MemoryChange.minimumLaunches - pair.launchesMeasured))
        }
        for cell in [pair.baselineCell, pair.candidateCell] where home(of: cell, in: run) == pair.id {
            // A cell that is measured alone besides has its budgets judged by that.
            guard !run.cells.contains(where: { $0.id == cell && $0.isMeasuredAlone }) else { continue }
            answers.append(absolute(run, cell, applications))
        }
        return Self.combined(answers)
    }

    /// Whether a cell that is measured alone needs more launches.
    public func answer(_ run: RunRecord, cell: Int) -> Answer {
        let applications = GateApplications(run: run, gates: gates)
        return Self.combined([absolute(run, cell, applications), stored(run, cell, applications)])
    }

    /// A comparison with earlier runs has no looks: it is judged once, when the launches that were planned are in. The history
    /// that a nightly run goes into is such a comparison, for every cell.
    private func stored(_ run: RunRecord, _ id: Int, _ applications: GateApplications) -> Answer {
        guard let cell = run.cells.first(where: { $0.id == id }),
            run.kind == .nightly || run.storedBaseline(of: cell) != nil
        else { return .decided }
        let isCompared =
            run.kind == .nightly
            || applications.gates.contains { gate, cells in
                gate.against == .baseline && (gate.isSequential || gate.metric == .peakMemory)
                    && cells.contains { $0.id == id }
            }
        let missing = launchesAlone - cell.launches.count { !$0.wasInterleaved }
        return isCompared && missing > 0 ? .undecided(moreLaunches: missing) : .decided
    }

    /// The pair whose launches are counted for a cell's own budgets: one is enough when a reference serves several.
    private func home(of cell: Int, in run: RunRecord) -> Int? {
        (run.pairs.first { $0.candidateCell == cell } ?? run.pairs.first { $0.baselineCell == cell })?.id
    }

    /// Fixed budgets are looked at once, when a cell's measuring is over. What they wait for is a number of values that could
    /// decide them at all: it does not depend on what the values are, so waiting for it spends no error probability.
    private func absolute(_ run: RunRecord, _ id: Int, _ applications: GateApplications) -> Answer {
        guard let cell = run.cells.first(where: { $0.id == id }), !cell.launches.isEmpty else {
            return .undecided(moreLaunches: 1)
        }
        let launches = cell.describingLaunches
        let values = launches.reduce(0) { $0 + $1.blocks.reduce(0) { $0 + $1.latenciesNanoseconds.count } }
        var missing = 0
        for (gate, cells) in applications.gates where cells.contains(where: { $0.id == id }) {
            switch (gate.metric, gate.against) {
            case (.peakMemory, .nothing): missing = max(missing, MemoryChange.minimumLaunches - launches.count)
            case (.latencyP50, .nothing), (.latencyP90, .nothing), (.latencyP99, .nothing):
                let share = gate.metric == .latencyP50 ? 0.5 : gate.metric == .latencyP90 ? 0.9 : 0.99
                let needed = (log(policy.passAlpha) / log(share)).rounded(.up)
                let perLaunch = Double(max(values, 1)) / Double(launches.count)
                missing = max(missing, Int(saturating: ((needed - Double(values)) / perLaunch).rounded(.up)))
            default: break
            }
        }
        return missing > 0 ? .undecided(moreLaunches: missing) : .decided
    }

    /// Undecided as long as one is; the slowest says how long.
    private static func combined(_ answers: [Answer]) -> Answer {
        let open = answers.filter { $0 != .decided }
        guard !open.isEmpty else { return .decided }
        let known = open.compactMap { answer -> Int? in
            guard case .undecided(let launches) = answer else { return nil }
            return launches
        }
        return .undecided(moreLaunches: known.count == open.count ? known.max() : nil)
    }
}
