import Diagnostics
import Foundation
import Gating
import Harness
import Records
import Reports
import ResultsStore
import Suites

/// The line from suite to report, as `pawl run` and `pawl gate` walk it.
struct MeasuredRun {
    let kind: RunRecord.Kind
    let arguments: ParsedArguments
    let context: CommandContext

    func execute() throws -> ExitCode {
        let fitness = try FitnessCheck(arguments)
        var declared = try context.readSuite(arguments.positionals[0])
        if let push = try PushOption(arguments) { declared = try push.applied(to: declared) }
        let with = try SubstitutedRuntimes(arguments, option: "--with", in: context)
        var suite = try with?.applied(to: declared) ?? declared
        if let device = arguments["--device"] {
            let device = try DeviceClassReader.find(
                device, suiteFolder: context.folder(of: suite.file), resolve: context.absolute)
            suite = suite.applying(device)
        }
        // The second of two nightly runs ends here, with nothing touched.
        let night = kind == .nightly ? try NightlyRun(of: suite, arguments, in: context) : nil
        let baseline = try Baseline(for: suite, declaredAs: declared, arguments, in: context)
        let seed = try arguments.seed()
        let budget = try arguments.duration("--budget")
        var plan = try plan(suite, against: baseline.planned)
        if let budget { plan.measurement.budgetSeconds = budget }
        if let night { plan = night.planned(plan) }
        if arguments.has("--fresh") { plan.measurement.reuseEvaluationsSeconds = nil }
        for warning in plan.warnings { context.warn(warning) }
        try InsufficientBudget.check(
            plan, totalSeconds: night?.time.totalSeconds, formerSeconds: night?.time.formerSeconds ?? 0)
        try fitness.conclude(context)
        // Opened before anything is measured: a database that cannot be written must not cost a run.
        let store = try ResultsStore(path: context.databasePath(arguments))

        // From here on a signal stops the run in good order, also while its reports are written.
        let signals = InterruptionSignals(context.interruption)
        defer { withExtendedLifetime(signals) {} }
        let environment = context.captureEnvironment(gitFolder: context.folder(of: suite.file))
        var run =
            try night?.resume(plan, gates: suite.gates, environment: environment, in: store)
            ?? announce(plan, of: suite, seed: seed, environment: environment)
        run.onInconclusive = policy(of: suite)
        let lock = RunLock(run: run.id, database: store.path)
        defer { withExtendedLifetime(lock) {} }
        if run.cells.isEmpty {
            run.warnings += with?.remarks(side: "candidate") ?? []
            try baseline.describe(in: &run, gates: suite.gates, from: store)
        }
        if let night { try night.begin(run, in: store) } else { try store.save(run) }
        run = try measure(plan, as: run, gates: suite.gates, formerRuns: store, night, fitness.patience)
        baseline.complete(&run, goldenSets: plan.goldenSets.map(\.set))
        if kind != .run { run.verdicts = Judge.judge(run: run, gates: suite.gates) }
        let explanations = try explain(plan, run, of: suite, fitness.patience, night)
        if !explanations.isEmpty {
            let lines = Dictionary(explanations.map { ($0.pair, $0.section.headlines) }) { first, _ in first }
            run.verdicts = Judge.judge(run: run, gates: suite.gates, explained: lines)
        }
        let summaries = run.summaries

        // A database that cannot be read any more must not cost the report.
        let report = RunReport(
            run: run, summaries: summaries, arguments: arguments, context: context,
            comparedEnvironment: try? run.comparedEnvironment(in: store), explanations: explanations)
        let outcome = ExitCode(RunOutcome(of: run))
        // Both are tried: when the disk is full or the database is held, the results still reach the user.
        let published = attempt { try report.publish() }
        let recorded = attempt {
            try RetryingStore(store: store, context: context).save(
                run, summaries: summaries,
                unfinished: run.status == .interrupted ? night?.checkpointer?.unfinished : nil)
        }
        return outcome == .passed && !(published && recorded) ? .incomplete : outcome
    }

    /// Runs a step after measuring; an error is reported and does not stop the other steps.
    private func attempt(_ work: () throws -> Void) -> Bool {
        do {
            try work()
            return true
        } catch {
            context.tell(error)
            return false
        }
    }

    private func plan(_ suite: Suite, against baseline: PlannedBaseline?) throws -> Plan {
        let folders = [suite.file, baseline?.suite?.file].compactMap { $0.map(context.folder) }
        let planner = context.planner(suiteFolders: folders)
        let selection = CellSelection(glob: arguments["--only"])
        guard kind == .run else { return try planner.plan(gating: suite, against: baseline, only: selection) }
        var plan = try planner.plan(running: suite, only: selection)
        // Nothing is decided: one look, at about half of what a gate may take.
        plan.measurement = plan.measurement.looking(at: [plan.measurement.launchesAlone])
        return plan
    }

    private func announce(_ plan: Plan, of suite: Suite, seed: UInt64, environment: EnvironmentRecord) -> RunRecord {
        RunRecord(
            id: UUID().uuidString.lowercased(), kind: kind, status: .running, suite: plan.suite, against: plan.against,
            startedAt: Date(), seed: seed, pawlVersion: pawlVersion,
            environment: environment, onInconclusive: policy(of: suite))
    }

    private func measure(
        _ plan: Plan, as run: RunRecord, gates: [Gate], formerRuns store: ResultsStore, _ night: NightlyRun?,
        _ patience: BusyWaitLimit
    ) throws -> RunRecord {
        let progress = ProgressDisplay(
            output: context.output, usesBar: context.usesProgressBar, usesColour: context.diagnosticUsesColour)
        var keep: (@Sendable (Checkpoint) -> Void)?
        if let checkpointer = night?.checkpointer { keep = { checkpointer.keep($0) } }
        return try Harness(
            worker: context.worker, interruption: context.interruption, observe: { progress.observe($0) },
            ask: kind != .run
                ? StoppingRule(gates: gates, launchesAlone: plan.measurement.launchesAlone).decision : nil,
            lookUp: { lookUp($0, from: store) }, keep: keep, time: night?.time ?? RunDeadline(),
            patience: patience, environment: context.environment
        ).measure(plan, as: run)
    }

    /// What latency gates that failed come from; nothing for a run that judges nothing, and where nobody wants it.
    private func explain(
        _ plan: Plan, _ run: RunRecord, of suite: Suite, _ patience: BusyWaitLimit, _ night: NightlyRun?
    ) throws -> [FailedGateExplanation] {
        guard kind != .run, !arguments.has(CommandSpecification.Option.noExplain.name) else { return [] }
        return try FailedGateExplanation.measure(
            run, as: plan, of: suite, secondsLeft: night?.time.secondsForExplanations, patience: patience,
            arguments: arguments, context: context)
    }

    /// A database that cannot be read costs evaluations, not the run.
    private func lookUp(_ key: String, from store: ResultsStore) -> CachedEvaluations {
        do {
            return try store.cachedEvaluations(key: key)
        } catch {
            context.tell(error)
            return CachedEvaluations()
        }
    }

    private func policy(of suite: Suite) -> InconclusivePolicy {
        arguments["--on-inconclusive"].flatMap(InconclusivePolicy.init) ?? suite.onInconclusive
    }
}
