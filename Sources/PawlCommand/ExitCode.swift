import Gating

/// What the process returns; CI systems decide by it.
public enum ExitCode: Int32, Sendable {
    case passed = 0
    case gateFailed = 1
    case usage = 2
    /// Incomplete, interrupted or inconclusive: no answer, which is never a pass.
    case incomplete = 3
    /// An error that no user input should be able to cause.
    case bug = 70
}

extension ExitCode {
    init(_ outcome: RunOutcome) { self = ExitCode(rawValue: outcome.exitCode) ?? .bug }
}
