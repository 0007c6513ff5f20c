import CSystem
import Foundation
import Harness
import Records
import Synchronization

/// Shows a run's progress: a bar with the time left on a terminal, plain lines elsewhere.
final class ProgressDisplay: Sendable {
    private struct State {
        var phase: RunEvent.Phase?
        var phaseStart: UInt64 = 0
        /// Steps of the phase: steps of different phases differ in length, so the time left is the phase's.
        var total = 0
        var done = 0
        var lastLine: UInt64 = 0
        var hasToldOfOtherRun = false
    }

    private static let lineInterval: UInt64 = 10_000_000_000
    private static let barInterval: UInt64 = 100_000_000

    private let output: any CommandOutput
    private let usesBar: Bool
    private let usesColour: Bool
    private let start = pawl_monotonic_raw_nanoseconds()
    private let state = Mutex(State())

    init(output: any CommandOutput, usesBar: Bool, usesColour: Bool) {
        self.output = output
        self.usesBar = usesBar
        self.usesColour = usesColour
    }

    func observe(_ event: RunEvent) {
        state.withLock { state in
            let now = pawl_monotonic_raw_nanoseconds()
            switch event {
            case .stepsDropped(let steps):
                state.total = max(state.total - steps, state.done)
            case .phase(let phase, let steps) where phase == state.phase:
                state.total += steps
            case .phase(let phase, let steps):
                (state.phase, state.total, state.done) = (phase, steps, 0)
                state.phaseStart = now
                state.lastLine = now
                usesBar ? drawBar(state, label: "", now: now) : line("\(phase.rawValue) ...")
            case .stepFinished(let label):
                state.done += 1
                let interval = usesBar ? Self.barInterval : Self.lineInterval
                guard now - state.lastLine >= interval else { return }
                state.lastLine = now
                usesBar ? drawBar(state, label: label, now: now) : line("\(status(state, now: now)) \(label)")
            case .waitingForAnotherRun(let holder, let seconds):
                guard !state.hasToldOfOtherRun else { return }
                state.hasToldOfOtherRun = true
                line(WaitingText.another(holder, seconds: seconds))
            case .lockTimedOut(let holder, let seconds):
                line(WaitingText.lockTimedOut(holder, seconds: seconds))
            case .waitingForIdleMachine(let foreignCores, let seconds):
                line(WaitingText.calm(foreignCores, seconds: seconds))
            case .cellFailed(let name, let failure):
                line("error: \(name): \(failure.phase): \(failure.message)")
            case .finished(let status):
                let seconds = Double(now - start) / 1e9
                line("measured in \(String(format: "%.1f", seconds)) s (\(status.rawValue))")
            }
        }
    }

    private func line(_ text: String) { output.writeDiagnostic("pawl: \(text)\n") }

    private func status(_ state: State, now: UInt64) -> String {
        "\(state.phase?.rawValue ?? "") \(state.done)/\(state.total)\(remaining(state, now: now))"
    }

    private func remaining(_ state: State, now: UInt64) -> String {
        guard state.done > 1, state.total > state.done else { return "" }
        let seconds = Double(now - state.phaseStart) / Double(state.done) * Double(state.total - state.done) / 1e9
        // Launches end as soon as the gates are decided.
        let words = state.phase == .latency ? "at most" : "about"
        return ", \(words) \(Int(saturating: seconds.rounded(.up))) s left"
    }

    private func drawBar(_ state: State, label: String, now: UInt64) {
        output.show(
            ProgressLine(
                status(state, now: now), label: label, share: Double(state.done) / Double(state.total),
                width: output.diagnosticWidth, usesColour: usesColour))
    }
}
