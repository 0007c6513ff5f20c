import CSystem
import Foundation
import Processes
import Records

/// Watches the rest of the machine from launch to launch, and waits when it is crowded.
struct MachineWatch {
    /// Long enough for the kernel's ticks to add up.
    private static let windowMilliseconds: Int32 = 250

    private let rule: PauseRule
    private var lastForeignCores: Double?
    private var pausedSeconds = 0.0

    init(rule: PauseRule) {
        self.rule = rule
    }

    /// What was seen when a launch began.
    struct Beginning {
        fileprivate var load: MachineLoad?
        fileprivate var probeNanoseconds: UInt64
        fileprivate(set) var pauseSeconds: Double
    }

    /// Waits if the rule says so, then notes the state of the machine.
    mutating func begin(measuredSeconds: Double, interruption: Interruption) -> Beginning {
        var pause = 0.0
        if let lastForeignCores, rule.isHeavy(lastForeignCores) {
            pause = waitForCalm(
                atMost: rule.allowance(pausedSeconds: pausedSeconds, measuredSeconds: measuredSeconds), interruption)
            pausedSeconds += pause
        }
        return Beginning(load: MachineLoad.now(), probeNanoseconds: SpeedProbe.measure(), pauseSeconds: pause)
    }

    /// Call when the launch's workers have ended: only then the kernel tells their CPU time.
    mutating func end(_ beginning: Beginning) -> MachineConditions {
        if let before = beginning.load, let after = MachineLoad.now() {
            lastForeignCores = after.foreignCores(since: before)
        } else {
            lastForeignCores = nil
        }
        return MachineConditions(
            foreignCores: lastForeignCores, probeNanoseconds: beginning.probeNanoseconds,
            pauseSeconds: beginning.pauseSeconds)
    }

    private func waitForCalm(atMost seconds: Double, _ interruption: Interruption) -> Double {
        let start = pawl_monotonic_raw_nanoseconds()
        func elapsed() -> Double { Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9 }
        var before = MachineLoad.now()
        while !interruption.wasTriggered, elapsed() + Double(Self.windowMilliseconds) / 1e3 <= seconds {
            poll(nil, 0, Self.windowMilliseconds)
            guard let earlier = before, let now = MachineLoad.now() else { break }
            if rule.isCalm(now.foreignCores(since: earlier)) { break }
            before = now
        }
        return elapsed()
    }
}
