import Diagnostics
import Support

/// Why layers could not be searched.
enum SensitivityError: DiagnosableError, Equatable {
    /// The program that quantises could not be run to its end.
    case quantiser(ProcessError, python: String)
    /// It said what is wrong, and what to do.
    case refused(message: String, hint: String)
    case unreadableReply(String)
    case nothingToQuantise(method: String, model: String)
    /// `isUndecided`: even predictions that are equal throughout do not decide the gate.
    case floatModelFails(verdict: String, isUndecided: Bool)
    case referenceNotMeasured(reason: String)
    case interrupted

    var blame: Blame {
        switch self {
        case .quantiser(let error, _): error.blame
        case .refused, .nothingToQuantise: .input
        case .unreadableReply, .referenceNotMeasured: .machine
        case .floatModelFails: .gate
        case .interrupted: .interruption
        }
    }

    var diagnostics: [Diagnostic] {
        switch self {
        case .quantiser(let error, let python):
            [
                Diagnostic(
                    code: "sensitivity.quantiser", error.reason,
                    hint:
                        "\(python) needs Pawl's model tools and their packages: scripts/bootstrap installs them in .pawl/python; "
                        + "or name another Python with --python or PAWL_PYTHON, after "
                        + "`python -m pip install -r Tools/requirements.lock`")
            ]
        case .refused(let message, let hint):
            [Diagnostic(code: "sensitivity.refused", message, hint: hint.isEmpty ? nil : hint)]
        case .unreadableReply(let reply):
            [
                Diagnostic(
                    code: "sensitivity.protocol", "the quantiser replied \"\(reply.prefix(80))\"",
                    hint: "are its tools of the same version as this pawl?")
            ]
        case .nothingToQuantise(let method, let model):
            [
                Diagnostic(
                    code: "sensitivity.nothing", "\(method) finds nothing to quantise in \(model)",
                    hint: "another --method may")
            ]
        case .floatModelFails(let verdict, let isUndecided):
            [
                Diagnostic(
                    code: "sensitivity.float-fails",
                    "the float model itself does not pass, so no choice of layers can: \(verdict)",
                    hint: isUndecided
                        ? "the golden set has too few samples for this limit: add samples, or allow more"
                        : "loosen the gate, or improve the model first")
            ]
        case .referenceNotMeasured(let reason):
            [Diagnostic(code: "sensitivity.reference", "the float model could not be evaluated: \(reason)")]
        case .interrupted: [Diagnostic(code: "sensitivity.interrupted", "stopped before a first result")]
        }
    }
}
