import Diagnostics
import Support

/// Why traces cannot be recorded or read.
enum TraceError: DiagnosableError, Equatable {
    case notATraceFile(path: String)
    case damaged(String)
    case damagedFile(path: String, reason: String)
    case file(FileError)
    case unwritable(path: String, reason: String)
    case measurementFailed(String)
    case nothingToRecord(suite: String, hint: String)
    case wrongArgument(String, hint: String)

    var blame: Blame {
        switch self {
        case .notATraceFile, .damaged, .damagedFile, .nothingToRecord, .wrongArgument: .input
        case .file(let error): error.blame
        case .unwritable, .measurementFailed: .machine
        }
    }

    var diagnostics: [Diagnostic] {
        switch self {
        case .notATraceFile(let path):
            [
                Diagnostic(
                    code: "trace.format", "\(path) is not a trace file of this version",
                    hint: "pawl-bench record and pawl-bench synthesize make them")
            ]
        case .damaged(let reason): [Diagnostic(code: "trace.damaged", "the trace is damaged: \(reason)")]
        case .damagedFile(let path, let reason):
            [
                Diagnostic(
                    code: "trace.damaged", "\(path) is damaged: \(reason)", hint: "restore it, or record anew")
            ]
        case .file(let error): error.diagnostics
        case .unwritable(let path, let reason):
            [Diagnostic(code: "trace.unwritable", "cannot write \(path): \(reason)")]
        case .measurementFailed(let reason): [Diagnostic(code: "trace.measurement", reason)]
        case .nothingToRecord(let suite, let hint):
            [Diagnostic(code: "trace.nothing", "nothing to record in \(suite)", hint: hint)]
        case .wrongArgument(let message, let hint): [Diagnostic(code: "usage", message, hint: hint)]
        }
    }
}
