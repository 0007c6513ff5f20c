import CSystem
import Foundation
import Records
import Support

/// Watches the rest of the machine from launch to launch, and waits when it is busy.
struct LoadMonitor {
    private let rule: PauseRule
    private let onWait: (_ foreignCores: Double, _ seconds: Double) -> Void
    private var lastForeignCores: Double?
    private var pausedSeconds = 0.0
    /// What programs had used when they were last looked at; nil while nobody needs to know.
    private var activity: MachineActivity?
    /// In how many disturbed launches each program was among the busiest.
    private var programs: [String: Int] = [:]

    /// - Parameter onWait: called when a pause of more than a moment begins, with the most that it may last.
    init(rule: PauseRule, onWait: @escaping (_ foreignCores: Double, _ seconds: Double) -> Void = { _, _ in }) {
        self.rule = rule
        self.onWait = onWait
        activity = MachineActivity.now()
    }

    /// What was seen when a launch began.
    struct LaunchStart {
        fileprivate var load: MachineLoad?
        fileprivate var probeNanoseconds: UInt64
        fileprivate(set) var pauseSeconds: Double
    }

    /// The programs that were busy during disturbed launches, those of most launches first.
    var busiestPrograms: [String] {
        programs.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map(\.key)
    }

    /// Waits if the rule says so, then notes the state of the machine.
    mutating func begin(measuredSeconds: Double, interruption: Interruption) -> LaunchStart {
        if lastForeignCores == nil, rule.patience != .brief, let before = activity,
            let now = MachineActivity.now(afterSettlingSince: before)
        {
            lastForeignCores = now.foreign(since: before).cores
            activity = now
        }
        var pause = 0.0
        if let lastForeignCores, rule.cores.isHeavy(lastForeignCores) {
            pause = waitUntilIdle(
                atMost: rule.allowance(pausedSeconds: pausedSeconds, measuredSeconds: measuredSeconds),
                busyWith: lastForeignCores, interruption)
            pausedSeconds += pause
        }
        return LaunchStart(load: MachineLoad.now(), probeNanoseconds: SpeedProbe.measure(), pauseSeconds: pause)
    }

    /// Call when the launch's workers have ended: only then the kernel tells their CPU time.
    mutating func end(_ beginning: LaunchStart) -> MachineConditions {
        if let before = beginning.load, let after = MachineLoad.now() {
            lastForeignCores = after.foreignCores(since: before)
        } else {
            lastForeignCores = nil
        }
        let conditions = MachineConditions(
            foreignCores: lastForeignCores, probeNanoseconds: beginning.probeNanoseconds,
            pauseSeconds: beginning.pauseSeconds)
        if conditions.isCrowded(onCores: rule.cores.count) { notePrograms() }
        return conditions
    }

    /// Reading every process takes milliseconds: only for launches that something disturbed.
    private mutating func notePrograms() {
        guard let before = activity, let now = MachineActivity.now() else { return }
        for name in now.foreign(since: before).programs { programs[name, default: 0] += 1 }
        activity = now
    }

    private func waitUntilIdle(
        atMost seconds: Double, busyWith foreignCores: Double, _ interruption: Interruption
    ) -> Double {
        let start = pawl_monotonic_raw_nanoseconds()
        func elapsed() -> Double { Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9 }
        let window = MachineActivity.shortestSeconds
        if seconds > PauseRule.longestSeconds { onWait(foreignCores, seconds) }
        var before = MachineLoad.now()
        while !interruption.wasTriggered, elapsed() + window <= seconds {
            poll(nil, 0, Int32(window * 1e3))
            guard let earlier = before, let now = MachineLoad.now() else { break }
            if rule.cores.isCalm(now.foreignCores(since: earlier)) { break }
            before = now
        }
        return elapsed()
    }
}

/// When and how long a run waits for a busy machine to calm down.
///
/// After a launch during which others used more than half of the cores open to the run, the next launch waits until they use
/// less than a quarter. How long depends on the policy: see `Patience`. Waiting changes nothing about what is kept: a machine that
/// does not calm down is measured as it is.
struct PauseRule {
    static let longestSeconds = 5.0
    static let largestBudgetShare = 0.1
    /// Of a budget, for a run that was told to wait: it must leave time to measure.
    static let largestWaitingShare = 0.5

    var cores: AllowedCores
    var budgetSeconds: Double?
    var patience = BusyWaitLimit.brief

    /// How long the next pause may last.
    func allowance(pausedSeconds: Double, measuredSeconds: Double) -> Double {
        switch patience {
        case .brief:
            let total = Self.largestBudgetShare * (budgetSeconds ?? measuredSeconds)
            return max(0, min(Self.longestSeconds, total - pausedSeconds))
        case .upTo(let seconds):
            let total = min(seconds, budgetSeconds.map { $0 * Self.largestWaitingShare } ?? .infinity)
            return max(0, total - pausedSeconds)
        }
    }
}

/// How long a run may wait, over all its launches, for other programs to leave the machine.
public enum BusyWaitLimit: Sendable, Equatable {
    /// At most 5 s at once, and a tenth of the budget or of the time measured so far altogether; not before the first launch.
    case brief
    /// So many seconds altogether, before the first launch too, and at most half of the budget.
    case upTo(seconds: Double)
}

/// Times a fixed piece of work, to see the processor's clock rate change between launches.
enum SpeedProbe {
    /// About 0.3 ms on a processor of 2026.
    private static let steps = 250_000

    /// The fastest of three: an interruption lengthens one, a lower clock rate all.
    static func measure() -> UInt64 {
        var fastest = UInt64.max
        var state: UInt64 = 1
        for _ in 0..<3 {
            let start = pawl_monotonic_raw_nanoseconds()
            state = work(state)
            // The state takes part in the result: work that nobody uses may be removed by the compiler.
            let elapsed = pawl_monotonic_raw_nanoseconds() - start + (state == 0 ? 1 : 0)
            fastest = min(fastest, max(elapsed, 1))
        }
        return fastest
    }

    /// A chain of one multiplication and one addition a step (Knuth's MMIX constants), each waiting for the one before: neither
    /// memory nor the number of execution units matters.
    @inline(never)
    private static func work(_ start: UInt64) -> UInt64 {
        var state = start
        for _ in 0..<steps { state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
        return state
    }
}
