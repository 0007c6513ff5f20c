import Records
import Statistics
import Suites

/// Tells while a run is measured what its gates still need, by the rules that judge it afterwards.
public struct StoppingRule: Sendable {
    public typealias Decision = InterimLook.Decision

    private let gates: [Gate]
    private let policy: JudgementPolicy
    private let launchesAlone: Int
    private let sequences = SequentialRuleCache()

    /// - Parameter launchesAlone: how many a cell needs that is compared with an earlier run: fixed, whatever they say.
    public init(gates: [Gate], policy: JudgementPolicy = JudgementPolicy(), launchesAlone: Int = 0) {
        self.gates = gates
        self.policy = policy
        self.launchesAlone = launchesAlone
    }

    public func decision(_ look: InterimLook) -> Decision {
        guard let pair = look.pair else { return decision(look.run, cell: look.cell) }
        return decision(look.run, pair: pair, isBetweenLooks: look.isBetweenLooks)
    }

    /// Whether a pair needs more launches.
    ///
    /// - Parameters:
    ///   - run: the record so far, with all its cells and pairs.
    ///   - isBetweenLooks: leaves out the gates that are decided at planned looks only.
    public func decision(_ run: RunRecord, pair: PairRecord, isBetweenLooks: Bool = false) -> Decision {
        let applications = GateApplications(run: run, gates: gates)
        var decisions: [Decision] = []
        for (gate, kind, cells) in applications.gates where gate.purpose == pair.purpose {
            guard let candidate = cells.first(where: { $0.id == pair.candidateCell }) else { continue }
            switch kind {
            case .timeChange(let scale?) where !isBetweenLooks:
                let rule = applications.rule(of: kind, policy: policy)
                decisions.append(change(gate, scale, rule, of: candidate, pair, in: run))
            case .memoryChange where pair.launchesMeasured < MemoryChange.minimumLaunches:
                decisions.append(.undecided(moreLaunches: MemoryChange.minimumLaunches - pair.launchesMeasured))
            default: break
            }
        }
        for cell in [pair.baselineCell, pair.candidateCell] where home(of: cell, in: run) == pair.id {
            // A cell that is measured alone besides has its budgets judged by that.
            guard !run.cells.contains(where: { $0.id == cell && $0.isMeasuredAlone }),
                !isBetweenLooks || hasBudget(cell, applications)
            else { continue }
            decisions.append(absolute(run, cell, applications))
        }
        return Self.combined(decisions)
    }

    /// What the gate on a pair's change waits for, as its verdict says.
    private func change(
        _ gate: Gate, _ scale: LogRatioScale, _ levels: DecisionRule, of candidate: CellRecord, _ pair: PairRecord,
        in run: RunRecord
    ) -> Decision {
        guard let baseline = run.cells.first(where: { $0.id == pair.baselineCell }),
            // Between two machines nothing is decided, however often it is measured.
            candidate.device == baseline.device, let rule = sequences.rule(looks: pair.looks, levels)
        else { return .decided }
        do {
            let change = try LatencyChange(
                gate.metric, of: pair, baseline: baseline, candidate: candidate, cores: run.environment.allowedCores)
            guard let stop = rule.stop(change, allowed: scale.allowed, limit: scale.limit) else {
                return .undecided(moreLaunches: rule.launchesToFirstLook(after: change.launchesUsed))
            }
            guard stop.decision == .undecided else { return .decided }
            return .undecided(moreLaunches: rule.moreLaunches(after: stop, scale, power: policy.power))
        } catch {
            if case .tooFewLaunches(let usable, _) = error {
                return .undecided(moreLaunches: rule.launchesToFirstLook(after: usable))
            }
            // A value that is none stays none.
            return .decided
        }
    }

    /// Whether a cell that is measured alone needs more launches.
    public func decision(_ run: RunRecord, cell: Int) -> Decision {
        let applications = GateApplications(run: run, gates: gates)
        return Self.combined([absolute(run, cell, applications), stored(run, cell, applications)])
    }

    /// A comparison with earlier runs has no looks: it is judged once, when the launches that were planned are in. The history
    /// that a nightly run goes into is such a comparison, for every cell.
    private func stored(_ run: RunRecord, _ id: Int, _ applications: GateApplications) -> Decision {
        guard let cell = run.cells.first(where: { $0.id == id }),
            run.kind == .nightly || run.storedBaseline(of: cell) != nil
        else { return .decided }
        let isCompared =
            run.kind == .nightly
            || applications.gates.contains { gate, kind, cells in
                gate.against == .baseline && kind.restsOnLaunches && cells.contains { $0.id == id }
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
    private func absolute(_ run: RunRecord, _ id: Int, _ applications: GateApplications) -> Decision {
        guard let cell = run.cells.first(where: { $0.id == id }), !cell.launches.isEmpty else {
            return .undecided(moreLaunches: 1)
        }
        let launches = cell.describingLaunches
        let values = launches.reduce(0) { $0 + $1.blocks.reduce(0) { $0 + $1.valuesNanoseconds.count } }
        var missing = 0
        for (gate, kind, cells) in applications.gates where cells.contains(where: { $0.id == id }) {
            switch kind {
            case .memoryBudget: missing = max(missing, MemoryChange.minimumLaunches - launches.count)
            case .timeBudget:
                guard let quantile = gate.metric.latencyQuantile else { continue }
                let needed = TimeBudgetGate.valuesNeeded(forQuantile: quantile, alpha: policy.passAlpha)
                let perLaunch = Double(max(values, 1)) / Double(launches.count)
                missing = max(missing, Int(saturating: (Double(needed - values) / perLaunch).rounded(.up)))
            default: break
            }
        }
        return missing > 0 ? .undecided(moreLaunches: missing) : .decided
    }

    /// Whether a gate with a fixed budget waits for a cell's launches.
    private func hasBudget(_ id: Int, _ applications: GateApplications) -> Bool {
        applications.gates.contains { _, kind, cells in
            guard cells.contains(where: { $0.id == id }) else { return false }
            return switch kind {
            case .memoryBudget, .timeBudget: true
            default: false
            }
        }
    }

    /// Undecided as long as one is; the slowest says how long.
    private static func combined(_ decisions: [Decision]) -> Decision {
        let open = decisions.filter { $0 != .decided }
        guard !open.isEmpty else { return .decided }
        let known = open.compactMap { decision -> Int? in
            guard case .undecided(let launches) = decision else { return nil }
            return launches
        }
        return .undecided(moreLaunches: known.count == open.count ? known.max() : nil)
    }
}
