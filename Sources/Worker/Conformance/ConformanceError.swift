import Diagnostics

/// Why a worker could not be checked as it was asked.
public enum ConformanceError: DiagnosableError, Equatable {
    case notStarted(reason: String)
    /// The worker has several runtimes, or one whose version depends on the library.
    case runtimeNotNamed(offered: [String])
    case noSuchRuntime(String, offered: [String])
    /// The user asked to stop.
    case stopped

    public var blame: Blame {
        switch self {
        case .notStarted, .runtimeNotNamed, .noSuchRuntime: .input
        case .stopped: .interruption
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .notStarted(let reason):
            [
                Diagnostic(
                    code: "conformance.not-started", "cannot start a worker: \(reason)",
                    hint: "what stands behind '--' is the worker's command, the program first")
            ]
        case .runtimeNotNamed(let offered):
            [
                Diagnostic(
                    code: "conformance.runtime", "the worker must be told which runtime to load the model in",
                    hint: "add --runtime NAME==VERSION; the worker offers \(offered.joined(separator: ", "))")
            ]
        case .noSuchRuntime(let wanted, let offered):
            [
                Diagnostic(
                    code: "conformance.runtime", "the worker does not offer \(wanted)",
                    hint: "it offers \(offered.joined(separator: ", "))")
            ]
        case .stopped: [Diagnostic(code: "conformance.stopped", "the check was stopped before its end")]
        }
    }
}
