import Diagnostics
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
    /// The worse of two outcomes of one command: what failed outranks what is missing, a bug outranks all.
    func joined(with other: ExitCode) -> ExitCode {
        let bySeverity: [ExitCode] = [.bug, .usage, .gateFailed, .incomplete, .passed]
        return bySeverity.first { $0 == self || $0 == other } ?? .bug
    }
}

extension ExitCode {
    init(_ outcome: RunOutcome) { self = ExitCode(rawValue: outcome.exitCode) ?? .bug }
}

extension ExitCode {
    init(_ error: any DiagnosableError) {
        switch error.blame {
        case .input: self = .usage
        case .machine, .interruption: self = .incomplete
        case .gate: self = .gateFailed
        case .fault: self = .bug
        }
    }
}
