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
