/// What has to change before the same command can succeed; the exit code follows from it.
///
/// Every error states it itself, case by case: a list somewhere else would miss the next error type.
public enum Blame: String, Sendable, CaseIterable {
    /// What the command was given: its arguments, a suite, a model, a golden set, a file that it names.
    case input
    /// The machine, or what else runs on it: a full disk, a lock, a limit, a network, a program that is missing. What was asked for
    /// may be right.
    case machine
    /// Nothing: somebody stopped it.
    case interruption
    /// Nothing: a gate was applied, and failed.
    case gate
    /// Pawl: no input should be able to cause this.
    case fault
}

extension Blame {
    /// Of an error that collects what others found: the machine only where nothing else is wrong.
    public static func of(_ diagnostics: [Diagnostic]) -> Blame {
        let errors = diagnostics.filter { $0.severity == .error }
        guard let first = errors.first, errors.allSatisfy({ $0.blame == first.blame }) else { return .input }
        return first.blame
    }
}
