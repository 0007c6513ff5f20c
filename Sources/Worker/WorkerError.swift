import Diagnostics
import InferenceCore

/// What a worker itself finds wrong with a call, beside what the runtime or the golden set report.
enum WorkerError: DiagnosableError {
    case unknownRuntime(name: String, known: [String])
    case wrongProtocol(version: Int)
    case unknownCall(name: String)
    case unreadableCall(name: String, reason: String)
    case calledTooEarly(call: String, needs: String)
    case notProfiled
    case outOfRange(argument: String, value: Int, allowed: String)
    case otherVersion(found: String, wanted: String)
    case secondLibrary(path: String)
    case noLibrary(name: String, version: String, reason: String)
    case file(sha256: String, reason: String)
    case missingOutput(name: String, available: [String])
    case unreadableOutput(UnreadableOutput)

    var blame: Blame {
        switch self {
        case .noLibrary, .file: .machine
        case .unknownRuntime, .wrongProtocol, .unknownCall, .unreadableCall, .calledTooEarly, .notProfiled, .outOfRange,
            .otherVersion, .secondLibrary, .missingOutput, .unreadableOutput:
            .input
        }
    }

    var diagnostics: [Diagnostic] {
        switch self {
        case .unknownRuntime(let name, let known):
            [
                Diagnostic(
                    code: "worker.unknown-runtime", "this worker has no runtime '\(name)'",
                    hint: Suggestion.hint(for: name, among: known))
            ]
        case .wrongProtocol(let version):
            [
                Diagnostic(
                    code: "worker.protocol-version",
                    "the supervisor speaks protocol \(version), this worker speaks \(workerProtocolVersion)",
                    hint: "use a pawl and a worker of the same release")
            ]
        case .unknownCall(let name):
            [Diagnostic(code: "worker.unknown-call", "unknown call '\(name)'")]
        case .unreadableCall(let name, let reason):
            [Diagnostic(code: "worker.unreadable-call", "cannot read the arguments of '\(name)'", cause: reason)]
        case .calledTooEarly(let call, let needs):
            [Diagnostic(code: "worker.too-early", "'\(call)' was called before '\(needs)'")]
        case .notProfiled:
            [
                Diagnostic(
                    code: "worker.not-profiled", "'profile' was called on a model loaded without 'profilesOperators'")
            ]
        case .outOfRange(let argument, let value, let allowed):
            [Diagnostic(code: "worker.out-of-range", "\(argument) is \(value), allowed is \(allowed)")]
        case .otherVersion(let found, let wanted):
            [
                Diagnostic(
                    code: "worker.runtime-version", "the runtime is of version \(found), the suite names \(wanted)",
                    hint: "correct 'version' in the suite, or install the other one where the worker runs")
            ]
        case .secondLibrary(let path):
            [
                Diagnostic(
                    code: "worker.second-library",
                    "this process has opened a library, and opens no second one: \(path)",
                    hint: "start a worker for each runtime")
            ]
        case .noLibrary(let name, let version, let reason):
            [
                Diagnostic(
                    code: "worker.no-library", "\(name) \(version) is not installed where the worker runs",
                    hint: "run 'pawl runtime install \(name)==\(version)' there", cause: reason)
            ]
        case .file(let sha256, let reason):
            [Diagnostic(code: "worker.file", "cannot take the file of SHA-256 \(sha256)", cause: reason)]
        case .missingOutput(let name, let available):
            [
                Diagnostic(
                    code: "model.missing-output", "the model has no output '\(name)', which the golden set reads",
                    hint: Suggestion.hint(for: name, among: available))
            ]
        case .unreadableOutput(let output):
            [
                Diagnostic(
                    code: "model.unreadable-output",
                    "the golden set reads the model's output '\(output.name)', which Pawl cannot read",
                    hint: output.hint
                        ?? "name an output that is a tensor of numbers in golden.yaml, or, of a classification, one of classes: "
                        + "'scores: labels'", cause: output.reason)
            ]
        }
    }
}
