import CSystem
import Foundation
import Records
import Statistics
import Suites
import Support

/// Measures latency and memory, launch by launch; nothing else of Pawl runs meanwhile.
///
/// From one planned look to the next, every undecided comparison gets the same number of launches, in rounds of one launch
/// each, the comparisons of a round in random order: a slow drift of the machine meets all of them alike. At a look the decided
/// ones leave, and what is left of the time goes to the others.
struct LatencyPass {
    private let plan: Plan
    private let workers: WorkerStarter
    /// As it was announced; with the cells and pairs so far it makes the question at a look.
    private let run: RunRecord
    private let ask: (@Sendable (InterimLook) -> InterimLook.Decision)?
    private let progress: CellProgress
    private let time: RunDeadline
    private let lockFile: String
    /// What other processes read of this one while it holds the lock.
    private let holder: String
    private var isHeldUp = false
    private var watch: LoadMonitor
    private var generator: SeededGenerator
    /// Of all launches, pauses included.
    private var spentSeconds = 0.0
    private var active: [ComparisonState] = []
    /// On the clock of the run's blocks, where this process goes on.
    private let measuredBeforeNanoseconds: UInt64

    /// - Parameters:
    ///   - run: with the launches that an earlier process made of it, if any.
    ///   - ask: decides at every look; nil means that every comparison is measured to the maximum.
    init(
        plan: Plan, workers: WorkerStarter, run: RunRecord, time: RunDeadline, lockFile: String,
        patience: BusyWaitLimit,
        ask: (@Sendable (InterimLook) -> InterimLook.Decision)?, progress: CellProgress
    ) {
        self.plan = plan
        self.workers = workers
        self.run = run
        self.ask = ask
        self.progress = progress
        self.time = time
        self.lockFile = lockFile
        holder = "suite '\(run.suite.name)', since \(run.startedAt.formatted(.iso8601))"
        watch = LoadMonitor(
            rule: PauseRule(
                cores: AllowedCores(),
                budgetSeconds: [plan.measurement.budgetSeconds, time.totalSeconds].compactMap { $0 }.min(),
                patience: patience)
        ) { progress.report(.waitingForIdleMachine(foreignCores: $0, seconds: $1)) }
        let launches = progress.cells.flatMap(\.launches)
        measuredBeforeNanoseconds =
            launches.flatMap(\.blocks).map { $0.startNanoseconds.addingSaturated($0.wallNanoseconds) }.max() ?? 0
        // Going on with the seed alone would draw the first launches' orders once more.
        generator = SeededGenerator(seed: run.seed &+ UInt64(launches.count))
    }

    /// Measures what is not yet decided; launches that the run has already count as before.
    mutating func measure(_ comparisons: [LatencyComparison]) {
        let (cells, pairs) = (progress.cells, progress.pairs)
        let all = comparisons.map { ComparisonState($0, continuing: cells, pairs) }
        spentSeconds = all.reduce(0) {
            $0 + $1.seconds + ComparisonState.pauseSeconds(of: $1.comparison, in: cells)
        }
        active = all.filter { !ComparisonState.hasEnded($0.comparison, pairs) }
        progress.report(
            .phase(.latency, steps: active.reduce(0) { $0 + max(plan.measurement.launches - $1.launches, 0) }))
        let start = pawl_monotonic_raw_nanoseconds()
        for look in plan.measurement.looks {
            share(upTo: look)
            repeat {
                while active.contains(where: { $0.launches < $0.target(upTo: look) }) {
                    measureRound(upTo: look, runStart: start)
                    guard !workers.interruption.wasTriggered else { return }
                    guard !isHeldUp else { return giveUp() }
                    // Only now it is known what a launch costs, and after the second what one costs that reads no file anew.
                    if active.contains(where: { (1...2).contains($0.launches) && $0.launches < look }) {
                        share(upTo: look)
                    }
                }
            } while resume(upTo: look)
            decide(at: look)
        }
        for state in active { end(state, .complete) }
    }

    /// Another process has the machine and does not give it back: what was measured so far is all there is.
    private mutating func giveUp() {
        for state in active { end(state, .heldUp) }
        active = []
    }

    /// The programs that were busy during disturbed launches, busiest first.
    var busiestPrograms: [String] { watch.busiestPrograms }

    /// For another pawl's launch: far more than one takes, so that only one that hangs or was stopped is met.
    static let longestWait = 600.0

    /// What is left may change with every launch: others have their turns meanwhile.
    private var budget: TimeBudget {
        let budgets = [
            plan.measurement.budgetSeconds, time.totalSeconds.map { _ in spentSeconds + time.measuringSecondsLeft },
        ]
        return TimeBudget(
            budgetSeconds: budgets.compactMap { $0 }.min(), comparisonBudgetSeconds: plan.measurement.cellBudgetSeconds)
    }

    private mutating func measureRound(upTo look: Int, runStart: UInt64) {
        active.shuffle(using: &generator)
        var kept: [ComparisonState] = []
        for position in active.indices {
            guard !workers.interruption.wasTriggered, !isHeldUp else { return }
            var state = active[position]
            let others = kept + active[(position + 1)...]
            guard let comparison = surviving(state.comparison, others: others) else {
                end(state, nil)
                continue
            }
            state.comparison = comparison
            if state.launches < state.target(upTo: look) {
                func fits(_ state: ComparisonState) -> Bool {
                    budget.allowsLaunch(of: state, spent: spentSeconds)
                        && budget.reaches(look, beginning: state, beside: others, spent: spentSeconds)
                }
                if !fits(state) {
                    guard let shortened = shortened(state, before: look), fits(shortened) else {
                        end(state, .budget, before: look)
                        continue
                    }
                    state = shortened
                }
                measureLaunch(&state, runStart: runStart)
                progress.report(.stepFinished(label: comparison.cells.last?.name ?? ""))
            }
            kept.append(state)
        }
        active = kept
    }

    /// Drops what the time left does not carry to the next look, nor to what is decided without looks.
    private mutating func share(upTo look: Int) {
        let (kept, dropped) = budget.share(active, upTo: look, spent: spentSeconds)
        active = kept
        for state in dropped {
            let others = active.reduce(0) { $0 + $1.cost(upTo: look) }
            if let shortened = shortened(state, before: look),
                !budget.share([shortened], upTo: look, spent: spentSeconds + others).kept.isEmpty
            {
                active.append(shortened)
            } else {
                end(state, .budget, before: look)
            }
        }
    }

    /// - Returns: whether one that was to end before the look goes on to it.
    private mutating func resume(upTo look: Int) -> Bool {
        guard let resumed = budget.resumed(active, upTo: look, spent: spentSeconds) else { return false }
        active = resumed
        return true
    }

    /// A comparison whose next look is out of reach, with the launches that would decide its memory or fixed budgets; nil where there are
    /// none, or they are no fewer.
    private func shortened(_ state: ComparisonState, before look: Int) -> ComparisonState? {
        guard let ask, state.goal == nil,
            case .undecided(let more?) = ask(question(on: state, isBetweenLooks: true)), more > 0,
            state.launches + more < look
        else { return nil }
        var state = state
        state.goal = state.launches + more
        return state
    }

    /// Asks about every comparison, and lets the decided ones go.
    private mutating func decide(at look: Int) {
        for state in active where state.goal != nil { end(state, .budget, before: look) }
        active.removeAll { $0.goal != nil }
        guard let ask else { return }
        var open: [ComparisonState] = []
        for var state in active {
            // Beyond the look: it was asked before, and went on.
            guard state.launches <= look else {
                open.append(state)
                continue
            }
            switch ask(question(on: state)) {
            case .decided: end(state, .decided)
            case .undecided(let moreLaunches):
                state.moreLaunches = moreLaunches
                open.append(state)
            }
        }
        active = open
    }

    private func question(on state: ComparisonState, isBetweenLooks: Bool = false) -> InterimLook {
        var record = run
        record.cells = progress.cells
        record.pairs = progress.pairs
        return InterimLook(
            run: record, pair: state.comparison.pair.map { record.pairs[$0] },
            cell: state.comparison.cells[state.comparison.cells.count - 1].id, isBetweenLooks: isBetweenLooks)
    }

    /// What can still be measured when a side has failed.
    ///
    /// The other side goes on alone, for its own budgets can be judged: unless it is of another checkout, which has none, or
    /// another comparison measures it anyway.
    private func surviving(_ comparison: LatencyComparison, others: some Collection<ComparisonState>)
        -> LatencyComparison?
    {
        let sound = comparison.cells.filter { !progress.hasFailed($0.id) }
        guard sound.count < comparison.cells.count else { return comparison }
        guard let survivor = sound.first, survivor.side == .candidate,
            !others.contains(where: { $0.comparison.cells.contains { $0.id == survivor.id } })
        else { return nil }
        return LatencyComparison(pair: nil, cells: [survivor])
    }

    /// - Parameters:
    ///   - ending: nil when a failure ended it.
    ///   - look: the one that the time left does not reach.
    private func end(_ state: ComparisonState, _ ending: PairRecord.StopReason?, before look: Int? = nil) {
        if let pair = state.comparison.pair {
            progress.update(pair: pair) { $0.ending = ending }
            progress.keepLaunch(cells: [], pair: pair)
        }
        if ending == .budget, let look, let cell = state.comparison.cells.last {
            progress.warn("\(cell.name): \(words(on: state, before: look))")
        }
        let left = plan.measurement.launches - state.launches
        if left > 0 { progress.report(.stepsDropped(left)) }
    }

    /// Why a comparison went no further, with what it would have taken.
    private func words(on state: ComparisonState, before look: Int) -> String {
        let launches = state.launches == 1 ? "1 launch" : "\(state.launches) launches"
        let left = budget.left(of: state, spent: spentSeconds) ?? 0
        let rest = "\(Quantity.duration(seconds: left)) of the time allowed was left"
        guard let perLaunch = state.secondsPerLaunch else {
            return "not measured: \(rest), too little for its \(look) launches to the next look"
        }
        let needed = perLaunch * Double(max(look - state.launches, 0))
        return "measuring ended after \(launches): the next look, at \(look), would have taken about "
            + "\(Quantity.duration(seconds: needed)) more, and \(rest)"
            + (needed <= left ? ", which went to what is nearer to a decision" : "")
    }

    private mutating func measureLaunch(_ state: inout ComparisonState, runStart: UInt64) {
        let patience = max(min(Self.longestWait, (budget.budgetSeconds ?? .infinity) - spentSeconds), 0)
        let lock: MeasurementLock
        do throws(MeasurementLock.Failure) {
            lock = try MeasurementLock(
                workers.interruption, path: lockFile, holder: holder, patienceSeconds: patience
            ) { progress.report(.waitingForAnotherRun(holder: $0, seconds: patience)) }
        } catch {
            if case .held(let holder) = error {
                isHeldUp = true
                progress.lockTimedOut(by: holder, seconds: patience)
            }
            return
        }
        defer { withExtendedLifetime(lock) {} }
        let comparison = state.comparison
        let beginning = watch.begin(measuredSeconds: spentSeconds, interruption: workers.interruption)
        let start = pawl_monotonic_raw_nanoseconds()
        let launch = LaunchMeasurement(
            comparison: comparison, index: state.launches, plan: plan, workers: workers, runStartNanoseconds: runStart,
            measuredBeforeNanoseconds: measuredBeforeNanoseconds)
        state.launches += 1
        do {
            let records = try launch.measure(using: &generator)
            let conditions = watch.end(beginning)
            for (cell, record) in zip(comparison.cells, records) {
                var record = record
                record.conditions = conditions
                progress.update(cell.id) { $0.launches.append(record) }
            }
            if let pair = comparison.pair { progress.update(pair: pair) { $0.launchesMeasured += 1 } }
        } catch {
            progress.fail(error.cell, error.failure)
        }
        let seconds = Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9
        state.seconds += seconds
        spentSeconds += seconds + beginning.pauseSeconds
        for cell in comparison.cells {
            progress.update(cell.id) { $0.secondsSpent += seconds / Double(comparison.cells.count) }
        }
        if let pair = comparison.pair { progress.update(pair: pair) { $0.secondsSpent += seconds } }
        // Within the turn, so that writing it down disturbs nobody's launch.
        progress.keepLaunch(cells: comparison.cells.map(\.id), pair: comparison.pair)
    }
}
