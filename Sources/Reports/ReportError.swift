import Diagnostics
import Support

/// Why a report could not be written.
public enum ReportError: DiagnosableError, Equatable {
    case file(FileError)

    public var blame: Blame {
        switch self {
        case .file(let error): error.blame
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .file(let error): error.diagnostics
        }
    }
}
