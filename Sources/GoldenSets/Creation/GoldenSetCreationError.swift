import Diagnostics
import Support

/// Why a golden set could not be made; nothing was left behind then.
public enum GoldenSetCreationError: DiagnosableError, Equatable {
    /// Everything that is wrong with the samples, the labels or the model's interface.
    case invalid([Diagnostic])
    case file(FileError)
    /// Its user stopped it.
    case interrupted
    case destinationExists(path: String)
    /// `--replace` only removes what this command writes.
    case destinationHoldsMore(path: String, name: String)
    /// With another symbol for nothing the model reads the labels.
    case otherBlank(Int)
    /// What was written is not what is read: a mistake of Pawl's.
    case unreadableResult(GoldenSetError)

    public var blame: Blame {
        switch self {
        case .invalid(let findings): .of(findings)
        case .file(let error): error.blame
        case .interrupted: .interruption
        case .destinationExists, .destinationHoldsMore, .otherBlank: .input
        case .unreadableResult: .fault
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .invalid(let findings): findings
        case .file(let error): error.diagnostics
        case .interrupted: [Diagnostic(code: "create.interrupted", "stopped; nothing was written")]
        case .destinationExists(let path):
            [
                Diagnostic(
                    code: "create.exists", "\(path) is there already",
                    hint: "choose another folder, or replace the golden set in it with --replace")
            ]
        case .destinationHoldsMore(let path, let name):
            [
                Diagnostic(
                    code: "create.holds-more",
                    "\(path) is not replaced: it holds '\(name)', which is no part of its golden set",
                    hint: "move it elsewhere, or choose another folder")
            ]
        case .otherBlank(let blank):
            [
                Diagnostic(
                    code: "create.blank", "the model reads the labels with blank \(blank)",
                    hint: "state it with --blank \(blank)")
            ]
        case .unreadableResult(let error): error.diagnostics
        }
    }
}
