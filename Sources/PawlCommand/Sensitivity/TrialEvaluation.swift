import CSystem
import Diagnostics
import Foundation
import Gating
import GoldenSets
import Harness
import ModelFormats
import Records
import Suites
import Support

/// Makes variants, evaluates them on the golden set beside the float model, and asks the suite's gates.
final class TrialEvaluation {
    /// The name that gates, with their patterns, see.
    let variant: String
    private let plan: Plan
    /// What trials are but for their files.
    private let template: PlannedCell
    private let gates: [Gate]
    private let maker: any VariantMaker
    private let worker: WorkerCommand
    private let interruption: Interruption
    private let folder: TemporaryFolder
    private let deadline: UInt64
    /// What trials are held against is evaluated once.
    private let memory = PredictionMemory(cells: [0])
    private let observe: (SensitivityEvent) -> Void
    private var count = 0

    /// - Parameters:
    ///   - plan: of what trials are held against alone, such as the float model.
    ///   - template: what a trial is but for its file; nil for the reference under another name.
    ///   - gates: on predictions, that take the variant in; not empty.
    ///   - budgetSeconds: no trial begins later; nil for no limit.
    init(
        plan: Plan, template: PlannedCell? = nil, gates: [Gate], variant: String, maker: any VariantMaker,
        worker: WorkerCommand, interruption: Interruption, budgetSeconds: Double?,
        observe: @escaping (SensitivityEvent) -> Void
    ) throws(FileError) {
        precondition(plan.cells.count == 1 && !gates.isEmpty, "nothing to judge by")
        var plan = plan
        plan.measurement.reuseEvaluationsSeconds = nil
        self.plan = plan
        var own = template ?? plan.cells[0]
        (own.variant, own.isReference) = (variant, false)
        self.template = own
        self.gates = gates
        self.variant = variant
        self.maker = maker
        self.worker = worker
        self.interruption = interruption
        self.observe = observe
        folder = try TemporaryFolder(prefix: "pawl-sensitivity")
        let now = pawl_monotonic_raw_nanoseconds()
        deadline = budgetSeconds.map { now + UInt64(min($0, 1e9) * 1e9) } ?? .max
    }

    /// - Parameter kept: of each variant the positions in `maker.nodes` that stay in single precision.
    /// - Returns: nil for what the time was not left for.
    func evaluate(_ kept: [Set<Int>]) throws(SensitivityError) -> [Trial?] {
        var files: [ModelContent] = []
        for set in kept {
            // Each variant costs time: of a long list, those that are made are still judged.
            guard !interruption.wasTriggered, pawl_monotonic_raw_nanoseconds() < deadline else { break }
            do {
                files.append(try file(keeping: set))
            } catch .interrupted {
                return kept.map { _ in nil }
            }
        }
        guard !files.isEmpty, let run = try measure(files) else { return kept.map { _ in nil } }
        let trials = try files.indices.map { (index) throws(SensitivityError) in try trial(of: run, cell: index + 1) }
        for file in files where file.path != reference.modelContent.path {
            try? FileManager.default.removeItem(atPath: file.path)
        }
        for (set, trial) in zip(kept, trials) { observe(.tried(kept: set, trial)) }
        return trials + Array(repeating: nil, count: kept.count - trials.count)
    }

    /// Writes the variant to a file of the caller's.
    func write(keeping kept: Set<Int>, to path: String) throws(SensitivityError) -> Bool {
        try maker.make(keeping: kept, output: path)
    }

    private var reference: PlannedCell { plan.cells[0] }

    private func file(keeping kept: Set<Int>) throws(SensitivityError) -> ModelContent {
        count += 1
        let path = folder.file("trial-\(count).onnx")
        // With nothing left to quantise, the variant is the float model.
        guard try maker.make(keeping: kept, output: path) else { return reference.modelContent }
        do {
            return try ModelContent(path: path)
        } catch {
            throw .unreadableReply("made, but there is no file")
        }
    }

    /// - Returns: nil after an interruption.
    private func measure(_ files: [ModelContent]) throws(SensitivityError) -> RunRecord? {
        var plan = plan
        for file in files {
            var cell = template
            cell.id = plan.cells.count
            cell.modelContent = file
            plan.cells.append(cell)
        }
        let announced = RunRecord(
            id: "sensitivity", kind: .gate, status: .running, suite: plan.suite, startedAt: Date(), seed: 1,
            pawlVersion: "", environment: EnvironmentRecord(hostName: "", machineFingerprint: "", facts: []))
        let run: RunRecord
        do {
            run = try Harness(worker: worker, interruption: interruption).measure(
                plan, as: announced, phases: [.accuracy], triesInputs: false, memory: memory)
        } catch {
            throw .referenceNotMeasured(reason: error.diagnostics.first?.message ?? "\(error)")
        }
        if run.status == .interrupted { return nil }
        if let failure = run.cells[0].failure { throw .referenceNotMeasured(reason: failure.message) }
        return run
    }

    /// Judges one variant as if it and the float model were all of the run.
    private func trial(of run: RunRecord, cell index: Int) throws(SensitivityError) -> Trial {
        var own = run
        let cell = run.cells[index]
        own.cells = [run.cells[0], cell]
        let byIndex = Dictionary(gates.map { ($0.index, $0) }, uniquingKeysWith: { $1 })
        let readings = Judge.judge(run: own, gates: gates).filter { $0.cell == cell.id }.compactMap { verdict in
            byIndex[verdict.gate].map { gate in
                Trial.Reading(
                    rule: verdict.rule, metric: verdict.metric, state: verdict.state, headline: verdict.headline,
                    effect: verdict.evidence?.effect, low: verdict.evidence?.low, high: verdict.evidence?.high,
                    allowanceUsed: gate.allowanceUsed(verdict))
            }
        }
        let metrics = cell.accuracy?.metrics ?? [:]
        let decibels = metrics[.signalToNoise]
        return Trial(
            readings: readings,
            distance: decibels.map { pow(10, -$0 / 10) } ?? metrics[.klDivergence]
                ?? metrics[.agreement].map { 1 - $0 },
            signalToNoiseDecibels: decibels, modelBytes: cell.modelFile.bytes, failure: cell.failure?.message)
    }
}

extension Gate {
    /// How much of what the gate allows a verdict's value uses up: 0 for no change, 1 at the limit, more beyond it.
    ///
    /// For drops, rises and increases: the change over the allowed change. For `max`: the value over the limit. For `min` of a
    /// share or coefficient: the shortfall from 1 over the allowed shortfall; of decibels: the noise power over the allowed
    /// noise power. It orders layers and decides nothing: passing is the verdict's affair.
    /// - Returns: at least 0; infinite without a value.
    func allowanceUsed(_ verdict: Verdict) -> Double {
        guard let effect = verdict.evidence?.effect, effect.isFinite else { return .infinity }
        return switch limit {
        case .maximumDrop(let allowed), .maximumRise(let allowed), .maximumIncrease(let allowed):
            Self.share(effect, of: allowed)
        case .maximumRatio(let allowed): Self.share(effect - 1, of: allowed - 1)
        case .maximum(let allowed): Self.share(effect, of: allowed)
        case .minimum(let needed) where metric.dimension == .decibels: pow(10, (needed - effect) / 10)
        case .minimum(let needed): Self.share(1 - effect, of: 1 - needed)
        }
    }

    private static func share(_ change: Double, of allowed: Double) -> Double {
        guard change > 0 else { return 0 }
        return allowed > 0 ? change / allowed : .infinity
    }
}
