import Diagnostics
import Support

/// Why a report could not be written.
public enum ReportError: DiagnosableError, Equatable {
    case file(FileError)

    public var diagnostics: [Diagnostic] {
        switch self {
        case .file(let error): error.diagnostics
        }
    }
}
