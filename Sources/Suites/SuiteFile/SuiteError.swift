import Diagnostics
import Support

/// Why a suite file cannot be used.
public enum SuiteError: DiagnosableError, Equatable {
    case unreadable(FileError)
    /// Everything that was found, errors and warnings, in the order of the file; at least one error.
    case invalid([Diagnostic])

    public var blame: Blame {
        switch self {
        case .unreadable(let error): error.blame
        case .invalid(let findings): .of(findings)
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .unreadable(let error): error.diagnostics
        case .invalid(let findings): findings
        }
    }
}
