import Diagnostics

/// Why an artifact cannot be kept or had.
public enum ArtifactError: DiagnosableError, Equatable {
    case file(FileError)
    case missing(digest: String, path: String)
    /// Its bytes are not those of its name.
    case damaged(digest: String, path: String)
    /// A file to be kept is not the one that was meant.
    case changed(path: String, expected: String, found: String)
    /// Another process uses the folder in a way that excludes this.
    case busy(folder: String)
    /// A file that brings artifacts is not whole, or not such a file.
    case badBundle(path: String, reason: String)

    public var blame: Blame {
        switch self {
        case .file(let error): error.blame
        case .busy: .machine
        case .missing, .damaged, .changed, .badBundle: .input
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .file(let error): error.diagnostics
        case .missing(let digest, let path):
            [
                Diagnostic(
                    code: "artifact.missing", "artifact \(digest.prefix(12)) is not there",
                    hint: "'pawl baseline set' of a run with the same file, or 'pawl baseline import', brings it back",
                    cause: "there is no file \(path)")
            ]
        case .damaged(let digest, let path):
            [
                Diagnostic(
                    code: "artifact.damaged", "artifact \(digest.prefix(12)) is damaged",
                    hint: "'pawl baseline set' of a run with the same file, or 'pawl baseline import', replaces it",
                    cause: "the SHA-256 of \(path) is another one than its name")
            ]
        case .changed(let path, let expected, let found):
            [
                Diagnostic(
                    code: "artifact.changed", "\(path) is not the file that was measured",
                    hint: "bring back the file of the run (a checkout of its commit, say), or keep digests only with "
                        + "--without-artifacts",
                    cause: "its SHA-256 is \(found), expected \(expected)")
            ]
        case .busy(let folder):
            [
                Diagnostic(
                    code: "artifact.busy", "another pawl uses the artifacts in \(folder)",
                    hint: "wait until it has ended, then try again")
            ]
        case .badBundle(let path, let reason):
            [
                Diagnostic(
                    code: "artifact.bad-bundle", "\(path) cannot be imported; nothing of it was taken",
                    hint: "'pawl baseline export NAME FILE' makes such a file", cause: reason)
            ]
        }
    }
}
