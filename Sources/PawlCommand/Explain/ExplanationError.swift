import Diagnostics
import Harness

/// Why a pair could not be explained.
enum ExplanationError: DiagnosableError {
    /// A model with its intermediate values as outputs does not run, not even with one.
    case notEvaluated(cell: String, WorkerFailure)

    var blame: Blame {
        switch self {
        case .notEvaluated(_, let failure): failure.blame
        }
    }

    var diagnostics: [Diagnostic] {
        switch self {
        case .notEvaluated(let cell, let failure):
            [
                Diagnostic(
                    code: "explain.evaluation", "\(cell) could not be evaluated: \(failure.message)", hint: failure.hint
                )
            ]
        }
    }
}
