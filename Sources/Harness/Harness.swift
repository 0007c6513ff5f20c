import CSystem
import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import Records
import Suites
import Support
import Worker

/// Executes a plan with worker processes: one cell's crash never costs the run.
public struct Harness: Sendable {
    /// Inferences of the operator profile; profiles are large and few inferences are steady enough.
    static let profiledInferences = 10

    private let worker: WorkerCommand
    private let interruption: Interruption
    private let ask: (@Sendable (InterimLook) -> InterimLook.Decision)?
    private let lookUp: @Sendable (String) -> CachedEvaluations
    private let observe: @Sendable (RunEvent) -> Void
    private let keep: (@Sendable (Checkpoint) -> Void)?
    private let time: RunDeadline
    private let lockFile: String
    private let patience: BusyWaitLimit

    /// - Parameters:
    ///   - worker: how to start a worker.
    ///   - interruption: stops the run cleanly when triggered; what was measured is kept.
    ///   - observe: receives progress, from any thread.
    ///   - ask: says at each planned look whether a comparison is decided; nil means that all are measured to the last look.
    ///   - recall: earlier evaluations under a cache key.
    ///   - keep: receives what is measured as it comes, from the thread that measures, between launches; nil keeps nothing before the end.
    ///   - time: for the whole run; what it does not reach is not measured, and the record says so.
    ///   - patience: with a machine that other programs use.
    ///   - environment: its variables say where the user's runtime folder is, in which runs take turns (`XDG_RUNTIME_DIR`, `TMPDIR`).
    public init(
        worker: WorkerCommand, interruption: Interruption = Interruption(),
        observe: @escaping @Sendable (RunEvent) -> Void = { _ in },
        ask: (@Sendable (InterimLook) -> InterimLook.Decision)? = nil,
        lookUp: @escaping @Sendable (String) -> CachedEvaluations = { _ in CachedEvaluations() },
        keep: (@Sendable (Checkpoint) -> Void)? = nil, time: RunDeadline = RunDeadline(),
        patience: BusyWaitLimit = .brief,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.worker = worker
        self.interruption = interruption
        self.ask = ask
        self.lookUp = lookUp
        self.observe = observe
        self.keep = keep
        self.time = time
        self.patience = patience
        lockFile = MeasurementLock.path(in: environment)
    }

    /// Fills `run` with what the plan's cells measure.
    ///
    /// - Parameters:
    ///   - run: the record as it was announced: identity, seed, environment. Cells and pairs that an earlier process measured
    ///     of it are resumed: what is whole is kept, launches and looks go on where they were.
    ///   - phases: what to measure.
    ///   - triesInputs: whether models whose predictions have little to do with their labels run again with changed inputs.
    ///   - memory: of cells that runs before and after this one share; nil evaluates every cell.
    /// - Returns: the record with cells, pairs, status and end.
    /// - Throws: `FileError` when no private folder for intermediate files can be made.
    public func measure(
        _ plan: Plan, as run: RunRecord, phases: Set<RunEvent.Phase> = Set(RunEvent.Phase.allCases),
        triesInputs: Bool = true, memory: PredictionMemory? = nil
    ) throws(FileError) -> RunRecord {
        let folder = try TemporaryFolder(prefix: "pawl-run")
        var workers = try starter(for: plan, in: folder)
        defer { withExtendedLifetime(folder) {} }
        let resolution = TensorResolution(plan, workers: workers)
        let plan = resolution.plan
        var run = run
        run.goldenSets = plan.goldenSets.map { GoldenSetRecord($0.set) }
        let progress = CellProgress(plan: plan, continuing: run, observe: observe, keep: keep)
        workers.devices = MeasuredDevices(progress: progress)
        for (id, failure) in resolution.failures.sorted(by: { $0.key < $1.key }) { progress.fail(id, failure) }
        let evaluation = ShardedEvaluation(
            plan: plan, workers: workers, folder: folder, cores: Int(pawl_allowed_core_count()))
        var accuracy = AccuracyPass(
            plan: plan, evaluation: evaluation, cache: evaluationCache(plan, run, evaluation), runID: run.id,
            time: time, progress: progress, triesInputs: triesInputs, memory: memory)
        let comparisons = LatencyComparison.all(of: plan)

        progress.keepWhole()
        if phases.contains(.accuracy) { accuracy.run() }
        if phases.contains(.latency), !interruption.wasTriggered {
            var pass = LatencyPass(
                plan: plan, workers: workers, run: run, time: time, lockFile: lockFile, patience: patience, ask: ask,
                progress: progress)
            pass.measure(comparisons)
            run.environment.note(busiestPrograms: pass.busiestPrograms)
            progress.keepWhole()
        }
        if phases.contains(.profile), !interruption.wasTriggered {
            observe(.phase(.profile, steps: plan.cells.count))
            profile(plan, workers: workers, into: progress)
            progress.keepWhole()
        }
        return finish(run, plan: plan, progress: progress)
    }

    /// Profiles the plan's one pair in interleaved launches, each beside one that nothing profiles.
    ///
    /// - Parameters:
    ///   - plan: of one pair (`Plan.isolating`).
    ///   - seconds: for all launches; a launch that would go beyond is not begun, but two are made in any case.
    ///   - launches: at most.
    ///   - seed: of the orders.
    /// - Throws: `FileError` when no private folder for intermediate files can be made.
    public func profilePair(
        of plan: Plan, seconds: Double, launches: Int, seed: UInt64
    ) throws(FileError) -> PairProfile {
        let folder = try TemporaryFolder(prefix: "pawl-run")
        defer { withExtendedLifetime(folder) {} }
        let workers = try starter(for: plan, in: folder)
        let resolution = TensorResolution(plan, workers: workers)
        if let failure = resolution.failures.min(by: { $0.key < $1.key }) {
            return PairProfile(failure: .init(cell: failure.key, failure: failure.value))
        }
        var pass = ProfilePass(
            plan: resolution.plan, workers: workers, lockFile: lockFile, patience: patience, seed: seed,
            observe: observe
        )
        return pass.measure(seconds: seconds, launches: launches)
    }

    private func starter(for plan: Plan, in folder: TemporaryFolder) throws(FileError) -> WorkerStarter {
        let probe = try plan.cells.contains { $0.runtime.worker != nil } ? SharedFileProbe(in: folder) : nil
        return WorkerStarter(
            command: worker, probe: probe, interruption: interruption,
            timeoutSeconds: plan.measurement.phaseTimeoutSeconds)
    }

    private func evaluationCache(_ plan: Plan, _ run: RunRecord, _ evaluation: ShardedEvaluation) -> EvaluationCache {
        let variables = ProcessInfo.processInfo.environment.merging(worker.environment) { $1 }
        let keys = plan.cells.map { cell in
            EvaluationCacheKey(
                cell: cell, goldenSetDigest: plan.goldenSets[cell.goldenSet].set.digest,
                shards: evaluation.shardCount(of: cell), machine: run.environment, pawlVersion: run.pawlVersion,
                variables: variables
            ).digest.map { (cell.id, $0) }
        }
        return EvaluationCache(
            plan: plan, keys: Dictionary(uniqueKeysWithValues: keys.compactMap { $0 }), lookUp: lookUp,
            period: plan.measurement.reuseEvaluationsSeconds, now: Date(), seed: run.seed)
    }

    private func profile(_ plan: Plan, workers: WorkerStarter, into progress: CellProgress) {
        for cell in plan.cells where !interruption.wasTriggered {
            defer { observe(.stepFinished(label: cell.name)) }
            guard !progress.hasFailed(cell.id), progress.cells[cell.id].operators.isEmpty else { continue }
            // The plan's warnings have said so once.
            guard !cell.runtime.limitations.contains(where: { $0.feature == RuntimeLimitation.profile }) else {
                continue
            }
            guard time.profilingSecondsLeft > 0 else {
                progress.warn("\(cell.name): no operator profile: the time for the run was over")
                continue
            }
            do throws(WorkerFailure) {
                let worker = try workers.start(for: cell)
                defer { worker.shutDown() }
                guard worker.greeting.has(.profile) else { continue }
                _ = try workers.load(
                    cell, of: plan, in: worker, rotationLimit: 8, profiles: true, pinsToCore: cell.options.threads == 1)
                let reply = try worker.call(
                    ProfileCall(inferences: Self.profiledInferences), timeoutSeconds: workers.timeoutSeconds)
                let operators = reply.operators.map { timing in
                    OperatorRecord(
                        name: timing.name, type: timing.type, provider: timing.provider, isFallback: timing.isFallback,
                        meanNanoseconds: timing.perInference(reply.inferences))
                }
                progress.update(cell.id) { record in
                    record.operators = operators.sorted {
                        ($1.meanNanoseconds, $0.name) < ($0.meanNanoseconds, $1.name)
                    }
                }
            } catch {
                progress.warn("\(cell.name): no operator profile: \(error.message)")
            }
        }
    }

    private func finish(_ run: RunRecord, plan: Plan, progress: CellProgress) -> RunRecord {
        var run = run
        run.suite = plan.suite
        run.against = plan.against
        run.warnings += plan.warnings + progress.warnings
        run.cells = progress.cells
        run.pairs = progress.pairs
        run.finishedAt = Date()
        if interruption.wasTriggered {
            run.status = .interrupted
        } else {
            let isWhole = run.cells.allSatisfy { $0.failure == nil } && !progress.isHeldUp
            run.status = isWhole ? .complete : .incomplete
        }
        observe(.finished(status: run.status))
        return run
    }
}

extension GoldenSetRecord {
    init(_ set: GoldenSet) {
        self.init(
            id: set.manifest.id, version: set.manifest.version, digest: set.digest,
            task: set.manifest.task.kind.rawValue,
            sampleNames: set.judgedNames, labels: set.labels, classNames: set.classNames, texts: set.texts,
            sequences: set.sequences, groupedSamples: set.groups?.sampleCount,
            columns: set.columns.isEmpty ? nil : set.columns)
    }
}

extension EnvironmentRecord {
    /// Beside the load averages: who used the machine while launches were disturbed.
    fileprivate mutating func note(busiestPrograms programs: [String]) {
        guard !programs.isEmpty else { return }
        facts.removeAll { $0.group == "load" && $0.key == Self.otherProgramsKey }
        facts.append(Fact(group: "load", key: Self.otherProgramsKey, value: .text(programs.joined(separator: ", "))))
    }
}
