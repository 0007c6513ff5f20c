import Foundation
import Harness
import Records
import ResultsStore
import Suites

/// A nightly run: the only one of its suite at a time, resumed where it was killed, with a time budget
/// for all of it.
final class NightlyRun {
    private let arguments: ParsedArguments
    private let context: CommandContext
    private let totalSeconds: Double?
    private let lock: NightlyLock
    private(set) var time = RunDeadline()
    private(set) var checkpointer: RunCheckpointer?

    /// Waits for another nightly run of the suite as long as `--wait` says.
    ///
    /// - Throws: `NightlyError`, before anything is read or written; `UsageError`.
    init(of suite: Suite, _ arguments: ParsedArguments, in context: CommandContext) throws {
        guard !(arguments.has("--resume") && arguments.has("--no-resume")) else {
            throw UsageError(message: "--resume and --no-resume exclude each other", hint: "give one of them")
        }
        self.arguments = arguments
        self.context = context
        totalSeconds = try arguments.duration("--budget")
        let since = Self.text(context.clock().date)
        lock = try NightlyLock(
            suite: suite.name, database: context.databasePath(arguments), holder: "process \(getpid()), since \(since)",
            waitingSeconds: try arguments.duration("--wait") ?? 0, interruption: context.interruption
        ) { other in
            context.warn(
                "waiting for another 'pawl nightly' of suite '\(suite.name)'\(other.isEmpty ? "" : " (\(other))")")
        }
        time = RunDeadline(totalSeconds: totalSeconds)
    }

    /// Every cell alone as well: how it fares beside others is not comparable from night to night.
    func planned(_ plan: Plan) -> Plan {
        var plan = plan
        plan.cellsAlone = Set(plan.cells.filter { $0.side == .candidate }.map(\.id))
        return plan
    }

    /// Finds the run that this one is to resume, and closes those that nobody can.
    ///
    /// - Returns: nil when a new one begins.
    func resume(
        _ plan: Plan, gates: [Gate], environment: EnvironmentRecord, in store: ResultsStore
    ) throws(StoreError) -> RunRecord? {
        let digest = PlanDigest.digest(of: plan, gates: gates, arguments: arguments, environment: environment)
        planDigest = digest
        let continuation = RunContinuation(
            choice: arguments.has("--no-resume") ? .never : arguments.has("--resume") ? .always : .ifKilled,
            planDigest: digest, now: context.clock())
        var taken: RunRecord?
        for (run, state) in try store.unfinishedRuns(ofSuite: plan.suite.name) {
            guard let objection = continuation.objection(to: run, state) else {
                if taken == nil {
                    taken = carriedOn(run, plan)
                    time = RunDeadline(totalSeconds: totalSeconds, formerSeconds: state?.secondsSpent ?? 0)
                    continue
                }
                try close(run, state, "a later one is resumed", in: store)
                continue
            }
            try close(run, state, objection, in: store)
        }
        return taken
    }

    private var planDigest = ""

    /// Begins to keep a run in the database.
    func begin(_ run: RunRecord, in store: ResultsStore) throws(StoreError) {
        let context = context
        let checkpointer = RunCheckpointer(
            run: run, store: store, planDigest: planDigest, time: time, clock: context.clock, tell: { context.tell($0) }
        )
        try checkpointer.announce()
        self.checkpointer = checkpointer
    }

    private func carriedOn(_ run: RunRecord, _ plan: Plan) -> RunRecord {
        var run = run
        run.status = .running
        run.finishedAt = nil
        run.verdicts = []
        // Copies of a stored baseline's cells stand behind those that are measured.
        if run.storedBaseline != nil { run.cells.removeLast(max(run.cells.count - plan.cells.count, 0)) }
        let launches = run.cells.reduce(0) { $0 + $1.launches.count }
        let evaluated = run.cells.count { $0.accuracy != nil }
        let words =
            "resumed at \(Self.text(context.clock().date)), after the process that measured it had ended: "
            + "\(launches) launches and the evaluations of \(evaluated) of \(run.cells.count) cells were kept"
        run.warnings.append(words)
        context.warn("run \(run.id.prefix(8)) is \(words)")
        return run
    }

    /// What a dead run has is kept for reports; nobody will resume it.
    private func close(
        _ run: RunRecord, _ state: UnfinishedRun?, _ reason: String, in store: ResultsStore
    ) throws(StoreError) {
        guard run.status == .running else { return }
        var run = run
        run.status = .interrupted
        run.finishedAt = state?.keptAt.date
        run.warnings.append("the process that measured this run was killed; it was not resumed: \(reason)")
        context.warn("run \(run.id.prefix(8)) was killed and is not resumed: \(reason)")
        try store.save(run, summaries: run.summaries)
    }

    private static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}
