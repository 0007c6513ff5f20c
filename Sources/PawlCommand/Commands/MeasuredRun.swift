import Comparison
import Diagnostics
import Foundation
import Gating
import Harness
import HostEnvironment
import Measures
import Planning
import Records
import Reports
import ResultsStore
import SuiteModel

/// The line from suite to report, as `pawl run` and `pawl gate` walk it.
struct MeasuredRun {
    let kind: RunRecord.Kind
    let arguments: ParsedArguments
    let context: CommandContext

    func execute() throws -> ExitCode {
        let suite = try readSuite(arguments.positionals[0])
        let baseline = try arguments["--against"].map(readSuite)
        let seed = try seed()
        let plan = try plan(suite, against: baseline)
        for warning in plan.warnings { context.warn(warning) }
        // Opened before anything is measured: a database that cannot be written must not cost a run.
        let store = try ResultsStore(path: context.databasePath(arguments))

        // From here on a signal stops the run in good order, also while its reports are written.
        let signals = InterruptionSignals(context.interruption)
        defer { withExtendedLifetime(signals) {} }
        var run = announce(plan, of: suite, seed: seed)
        try store.save(run)
        run = try measure(plan, as: run)
        if kind == .gate { run.verdicts = Judge.judge(run: run, gates: suite.gates) }
        let summaries = run.summaries

        let report = RunReport(run: run, summaries: summaries, arguments: arguments, context: context)
        let outcome = ExitCode(RunOutcome(of: run))
        // Both are tried: when the disk is full or the database is held, the results still reach the user.
        let published = attempt { try report.publish() }
        let recorded = attempt { try store.save(run, summaries: summaries) }
        return outcome == .passed && !(published && recorded) ? .incomplete : outcome
    }

    /// Does what comes after measuring; an error is told, and costs only itself.
    private func attempt(_ work: () throws -> Void) -> Bool {
        do {
            try work()
            return true
        } catch {
            context.tell(error)
            return false
        }
    }

    private func readSuite(_ path: String) throws -> Suite {
        let suite = try SuiteReader.read(file: path)
        for warning in suite.warnings { context.warn(warning) }
        return suite
    }

    private func seed() throws -> UInt64 {
        guard let text = arguments["--seed"] else { return UInt64.random(in: 0...UInt64(UInt32.max)) }
        guard let seed = UInt64(text) else {
            throw UsageError(message: "--seed cannot be '\(text)'", hint: "a whole number from 0 up")
        }
        return seed
    }

    private func plan(_ suite: Suite, against baseline: Suite?) throws -> Plan {
        let folders = [suite.file, baseline?.file].compactMap { $0.map(context.folder) }
        let planner = Planner(
            locateRuntime: RuntimeRegistry.locator(suiteFolders: folders, environment: context.environment))
        let selection = CellSelection(glob: arguments["--only"])
        return kind == .run
            ? try planner.plan(running: suite, only: selection)
            : try planner.plan(gating: suite, against: baseline, only: selection)
    }

    private func announce(_ plan: Plan, of suite: Suite, seed: UInt64) -> RunRecord {
        RunRecord(
            id: UUID().uuidString.lowercased(), kind: kind, status: .running, suite: plan.suite, against: plan.against,
            startedAt: Date(), seed: seed, pawlVersion: pawlVersion,
            environment: context.captureEnvironment(gitFolder: context.folder(of: plan.suite.file)),
            onInconclusive: policy(of: suite))
    }

    private func measure(_ plan: Plan, as run: RunRecord) throws -> RunRecord {
        let progress = ProgressDisplay(
            output: context.output, usesBar: context.usesProgressBar, usesColour: context.diagnosticUsesColour)
        return try Harness(worker: context.worker, interruption: context.interruption) { progress.observe($0) }
            .measure(plan, as: run)
    }

    private func policy(of suite: Suite) -> InconclusivePolicy {
        arguments["--on-inconclusive"].flatMap(InconclusivePolicy.init) ?? suite.onInconclusive
    }
}
