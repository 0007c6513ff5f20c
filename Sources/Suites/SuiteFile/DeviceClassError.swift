import Diagnostics
import Support

/// Why a device class cannot be applied.
public enum DeviceClassError: DiagnosableError, Equatable {
    case unreadable(FileError)
    /// Everything that was found, in the order of the file.
    case invalid([Diagnostic])
    case unknown(name: String, folder: String, known: [String])

    public var blame: Blame {
        switch self {
        case .unreadable(let error): error.blame
        case .invalid(let findings): .of(findings)
        case .unknown: .input
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .unreadable(let error): error.diagnostics
        case .invalid(let findings): findings
        case .unknown(let name, let folder, let known):
            [
                Diagnostic(
                    code: "device.unknown", "unknown device class '\(name)'",
                    hint: known.isEmpty
                        ? "there is no \(folder)/\(name).yaml; Pawl's own lie in Suites/devices of its repository: copy "
                            + "one there, or give its path"
                        : Suggestion.hint(for: name, among: known) + " (in \(folder)); a path is understood too")
            ]
        }
    }
}
