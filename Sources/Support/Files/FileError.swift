import Diagnostics

/// Why a file or folder could not be read or written.
public enum FileError: DiagnosableError, Equatable {
    case unreadable(path: String, reason: String)
    case unwritable(path: String, reason: String)
    case tooLarge(path: String, bytes: UInt64, limit: UInt64)
    /// The file's content lies in Git LFS and was not fetched.
    case lfsPointer(path: String)

    public var diagnostics: [Diagnostic] {
        switch self {
        case .unreadable(let path, let reason):
            [Diagnostic(code: "file.unreadable", "cannot read \(path)", cause: reason)]
        case .unwritable(let path, let reason):
            [
                Diagnostic(
                    code: "file.unwritable", "cannot write \(path)",
                    hint: "check the folder's permissions and the free space; nothing half-written was left behind",
                    cause: reason)
            ]
        case .tooLarge(let path, let bytes, let limit):
            [Diagnostic(code: "file.too-large", "\(path) has \(bytes) bytes, at most \(limit) are read")]
        case .lfsPointer(let path):
            [
                Diagnostic(
                    code: "file.lfs-pointer", "\(path) is a Git LFS pointer: its content was not fetched",
                    hint: "run `git lfs pull`")
            ]
        }
    }
}
