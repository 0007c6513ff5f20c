import CSystem
import Foundation
import Harness
import Records
import Synchronization

/// Shows how far a calibration is: a bar over its time on a terminal, plain lines elsewhere.
final class CalibrationProgress: Sendable {
    private struct State {
        var gate = 0
        var variant = ""
        var launch = 0
        var mostLaunches = 0
        var failed = 0
        var undecided = 0
        var lastShown: UInt64 = 0
        var hasToldOfOtherRun = false
    }

    private static let lineInterval: UInt64 = 10_000_000_000
    private static let barInterval: UInt64 = 100_000_000

    private let output: any CommandOutput
    private let usesBar: Bool
    private let usesColour: Bool
    /// That the gates are to take.
    private let seconds: Double
    private let start = pawl_monotonic_raw_nanoseconds()
    private let state: Mutex<State>

    /// Begins the phase of the gates.
    init(output: any CommandOutput, usesBar: Bool, usesColour: Bool, seconds: Double) {
        self.output = output
        self.usesBar = usesBar
        self.usesColour = usesColour
        self.seconds = seconds
        // The first line would say nothing yet; the bar shows that something goes on.
        state = Mutex(State(lastShown: usesBar ? 0 : start))
        line("gating equal things for \(Quantity.duration(seconds: seconds)); Ctrl-C ends it with what there is ...")
    }

    func observe(_ event: CalibrationEvent) {
        state.withLock { state in
            switch event {
            case .gateBegan(let number, let variant, let mostLaunches):
                (state.gate, state.variant, state.launch, state.mostLaunches) = (number, variant, 0, mostLaunches)
                show(&state)
            case .within(.stepFinished):
                state.launch += 1
                show(&state)
            case .within(.waitingForAnotherRun(let holder, let seconds)):
                guard !state.hasToldOfOtherRun else { return }
                state.hasToldOfOtherRun = true
                line(WaitingText.another(holder, seconds: seconds))
            case .within: break
            case .gateEnded(let outcome):
                if outcome.decision == .failed { state.failed += 1 }
                if outcome.decision == .undecided { state.undecided += 1 }
            }
        }
    }

    /// Ends the phase of the gates and begins the last one.
    func forecasting(variants: Int) {
        let subject = variants == 1 ? "" : " of \(variants) variants"
        line("working out what gates\(subject) take here, some seconds ...")
    }

    private func line(_ text: String) { output.writeDiagnostic("pawl: \(text)\n") }

    private func show(_ state: inout State) {
        let now = pawl_monotonic_raw_nanoseconds()
        guard now - state.lastShown >= (usesBar ? Self.barInterval : Self.lineInterval) else { return }
        state.lastShown = now
        let text =
            "gate \(state.gate): launch \(state.launch)/\(state.mostLaunches); \(state.failed) failed, "
            + "\(state.undecided) undecided; \(remaining(now: now))"
        guard usesBar else { return line("\(text)  \(state.variant)") }
        output.show(
            ProgressLine(
                text, label: state.variant, share: spent(now) / seconds, width: output.diagnosticWidth,
                usesColour: usesColour))
    }

    private func spent(_ now: UInt64) -> Double { Double(now - start) / 1e9 }

    private func remaining(now: UInt64) -> String {
        let left = (seconds - spent(now)).rounded(.up)
        guard left > 0 else { return "finishing the last gate" }
        return "about \(left < 120 ? "\(Int(saturating: left)) s" : Quantity.duration(seconds: left)) left"
    }
}
