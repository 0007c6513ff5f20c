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
    /// `git bisect run` leaves such a commit out.
    case cannotTell = 125
}

extension ExitCode {
    /// In the codes of git-bisect(1): 0 for a good commit, 1 for a bad one, 125 for one that cannot be tested.
    var forBisecting: ExitCode {
        switch self {
        case .passed, .gateFailed: self
        // Any other code up to 127 would call the commit bad.
        case .usage, .incomplete, .bug, .cannotTell: .cannotTell
        }
    }
}

extension ExitCode {
    /// The worse of two outcomes of one command: what failed outranks what is missing, a bug outranks all.
    func joined(with other: ExitCode) -> ExitCode {
        let bySeverity: [ExitCode] = [.bug, .usage, .gateFailed, .cannotTell, .incomplete, .passed]
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
