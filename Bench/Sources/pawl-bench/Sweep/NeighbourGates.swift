import Foundation
import Gating
import PawlCommand
import Records
import Suites

/// What a user does without a sweep: a gate for every two neighbours, all in one run, which divides its 1 % of false alarms among them.
struct NeighbourGates {
    struct Outcome {
        var seconds = 0.0
        var launches = 0
        /// Versions that a gate failed.
        var failed: [Int] = []
        var undecided = 0
    }

    let plan: Plan
    let gate = Gate.medianLatency(maximumIncrease: 0.03, against: .baseline, place: "sweep")

    /// - Parameter versions: each a candidate against the one before, its baseline.
    init(_ plan: Plan, _ versions: [VersionSweep.Version]) {
        var plan = plan
        plan.cells = []
        plan.pairs = []
        plan.measurement = plan.measurement.looking(at: MeasurementPolicy.defaultLooks(launches: 32))
        for (former, latter) in zip(versions, versions.dropFirst()) {
            let sides: [(VersionSweep.Version, CellRecord.Side)] = [(former, .baseline), (latter, .candidate)]
            for (version, side) in sides {
                guard var cell = version.cell else { continue }
                cell.id = plan.cells.count
                cell.side = side
                cell.variant = latter.label
                cell.isReference = false
                plan.cells.append(cell)
            }
            plan.pairs.append(
                PlannedPair(
                    id: plan.pairs.count, purpose: .baseline, baselineCell: plan.cells.count - 2,
                    candidateCell: plan.cells.count - 1))
        }
        self.plan = plan
    }

    func run(_ measurement: PairMeasurement, seed: UInt64) throws -> Outcome {
        let rule = StoppingRule(gates: [gate])
        let run = try measurement.measure(plan, seed: seed, ask: rule.decision)
        var outcome = Outcome()
        for pair in run.pairs {
            outcome.seconds += pair.secondsSpent
            outcome.launches += pair.launchesMeasured
        }
        for verdict in Judge.judge(run: run, gates: [gate]) {
            switch verdict.state {
            case .failed: if let cell = verdict.cell { outcome.failed.append(cell / 2 + 1) }
            case .passed: break
            default: outcome.undecided += 1
            }
        }
        return outcome
    }
}
