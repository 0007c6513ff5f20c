import Foundation
import Harness
import Records
import Statistics
import Suites

@testable import PawlCommand

/// Versions of a runtime whose times and outputs are known, measured as the harness would: in rounds, from look to look, as long as the
/// rule asks for more.
final class SimulatedVersions {
    /// By version: the natural logarithm of its latency in nanoseconds.
    var levels: [String: Double] = [:]
    /// The same of a model alone, by `model version`.
    var levelsByModel: [String: Double] = [:]
    /// Versions that do not load.
    var failing: Set<String> = []
    /// A model on a version, as `model version`.
    var failingModels: Set<String> = []
    /// By version: accuracy, and what stands for all outputs.
    var outputs: [String: (accuracy: Double, digest: String)] = [:]
    /// Of launches.
    var deviation = 0.005
    /// The same of a model's launches alone.
    var deviations: [String: Double] = [:]
    /// The harness is stopped after so many rounds of looks.
    var looksUntilInterruption = Int.max
    /// The time allowed is over after so many.
    var looksUntilBudget = Int.max
    private(set) var plans: [Plan] = []
    var keepsPlans = true
    private var generator = SeededGenerator(seed: 5)

    static let second = 1e9

    func measure(
        _ plan: Plan, _ phase: RunEvent.Phase, _ ask: @Sendable (InterimLook) -> InterimLook.Decision
    ) -> RunRecord {
        if keepsPlans { plans.append(plan) }
        var run = RunRecord(
            id: "simulated", kind: .gate, status: .complete, suite: plan.suite, startedAt: Date(), seed: 1,
            pawlVersion: "", environment: EnvironmentRecord(hostName: "", machineFingerprint: "", facts: []))
        run.cells = plan.cells.map(cell)
        run.pairs = plan.pairs.map { pair in
            PairRecord(
                id: pair.id, purpose: pair.purpose, baselineCell: pair.baselineCell, candidateCell: pair.candidateCell,
                launchesPlanned: plan.measurement.launches, looks: plan.measurement.looks)
        }
        if phase == .latency { measureLaunches(plan, &run, ask) }
        return run
    }

    private func cell(_ planned: PlannedCell) -> CellRecord {
        let version = planned.runtime.version
        var cell = CellRecord(
            id: planned.id, side: planned.side, model: planned.model, variant: planned.variant, runtimeLabel: "s",
            isReference: planned.isReference, modelFile: planned.modelFile,
            runtime: RuntimeRecord(name: "s", version: version, libraryDigest: "", provider: "cpu", options: [:]),
            goldenSetDigest: "")
        if failing.contains(version) || failingModels.contains("\(planned.model) \(version)") {
            cell.failure = CellFailure(kind: .error, phase: "load", message: "no \(version) today")
        } else if let known = outputs[version] {
            var accuracy = AccuracyRecord(metrics: [.accuracy: known.accuracy], seconds: 1)
            if !planned.isReference { accuracy.metrics[.agreement] = known.accuracy }
            accuracy.origin = EvaluationProvenance(key: nil, scoresDigest: known.digest, evaluatedAt: Date())
            cell.accuracy = accuracy
        }
        return cell
    }

    private func measureLaunches(
        _ plan: Plan, _ run: inout RunRecord, _ ask: @Sendable (InterimLook) -> InterimLook.Decision
    ) {
        for (index, look) in plan.measurement.looks.enumerated() {
            if index == looksUntilInterruption { run.status = .interrupted }
            guard run.status == .complete else { return }
            for pair in run.pairs.indices where run.pairs[pair].ending == nil {
                if index == looksUntilBudget { run.pairs[pair].ending = .budget }
                guard index < looksUntilBudget else { continue }
                let sides = [run.pairs[pair].baselineCell, run.pairs[pair].candidateCell]
                guard sides.allSatisfy({ run.cells[$0].failure == nil }) else { continue }
                while run.pairs[pair].launchesMeasured < look {
                    let launch = run.pairs[pair].launchesMeasured
                    for side in sides {
                        let cell = run.cells[side]
                        let level =
                            levelsByModel["\(cell.model) \(cell.runtime.version)"] ?? levels[cell.runtime.version]
                            ?? log(Self.second)
                        let noise =
                            (deviations[cell.model] ?? deviation) / 2.0.squareRoot()
                            * StandardNormal.draw(using: &generator)
                        run.cells[side].launches.append(
                            Self.launch(launch, pair: pair, nanoseconds: exp(level + noise)))
                    }
                    run.pairs[pair].launchesMeasured += 1
                    run.pairs[pair].secondsSpent += 1
                }
            }
            for pair in run.pairs where pair.ending == nil && pair.launchesMeasured == look {
                if ask(InterimLook(run: run, pair: pair, cell: pair.candidateCell)) == .decided {
                    run.pairs[pair.id].ending = .decided
                }
            }
        }
        for pair in run.pairs where pair.ending == nil && pair.launchesMeasured == plan.measurement.launches {
            run.pairs[pair.id].ending = .complete
        }
    }

    private static func launch(_ index: Int, pair: Int, nanoseconds: Double) -> LaunchRecord {
        LaunchRecord(
            index: index, pair: pair, loadNanoseconds: 1, firstInferenceNanoseconds: 1,
            warmUp: WarmUpRecord(inferences: 1, nanoseconds: 1, becameSteady: true), floorMemoryBytes: 0,
            peakMemoryBytes: UInt64(nanoseconds),
            blocks: (0..<2).map { position in
                BlockRecord(
                    quad: 0, position: position, startNanoseconds: 0, wallNanoseconds: 1, cpuNanoseconds: 1,
                    latenciesNanoseconds: [nanoseconds])
            })
    }
}
