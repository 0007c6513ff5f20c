import Harness

/// What a calibration reports while it goes on.
public enum CalibrationEvent: Sendable {
    /// - Parameters:
    ///   - number: counts from 1.
    ///   - mostLaunches: the last look.
    case gateBegan(number: Int, variant: String, mostLaunches: Int)
    /// From the harness, within a gate.
    case within(RunEvent)
    case gateEnded(GateOutcome)
}
