import Diagnostics
import Foundation

/// Why a file or folder could not be read or written.
public enum FileError: DiagnosableError, Equatable {
    case unreadable(path: String, reason: String)
    /// The file may be right: a limit of the process or of the machine, or its medium, keeps it from being read.
    case exhausted(path: String, reason: String, hint: String)
    case unwritable(path: String, reason: String)
    case tooLarge(path: String, bytes: UInt64, limit: UInt64)
    /// The file's content lies in Git LFS and was not fetched.
    case lfsPointer(path: String)

    public var blame: Blame {
        switch self {
        case .unreadable, .tooLarge, .lfsPointer: .input
        case .exhausted, .unwritable: .machine
        }
    }

    public var diagnostics: [Diagnostic] {
        var diagnostic = diagnostic
        diagnostic.blame = blame
        return [diagnostic]
    }

    private var diagnostic: Diagnostic {
        switch self {
        case .unreadable(let path, let reason):
            Diagnostic(code: "file.unreadable", "cannot read \(path)", cause: reason)
        case .exhausted(let path, let reason, let hint):
            Diagnostic(code: "file.exhausted", "cannot read \(path)", hint: hint, cause: reason)
        case .unwritable(let path, let reason):
            Diagnostic(
                code: "file.unwritable", "cannot write \(path)", hint: Self.writingHint(for: reason), cause: reason)
        case .tooLarge(let path, let bytes, let limit):
            Diagnostic(code: "file.too-large", "\(path) has \(bytes) bytes, at most \(limit) are read")
        case .lfsPointer(let path):
            Diagnostic(
                code: "file.lfs-pointer", "\(path) is a Git LFS pointer: its content was not fetched",
                hint: "run `git lfs pull`")
        }
    }
}

extension FileError {
    /// What to do about a file that could not be written whole.
    ///
    /// - Parameter reason: the system's words.
    public static func writingHint(for reason: String) -> String {
        let action =
            reason.contains(SystemMessage.text(EFBIG))
            ? "a file of this process may grow no further: raise the limit with `ulimit -f unlimited`"
            : "check the folder's permissions and the free space"
        return action + "; nothing half-written was left behind"
    }

    /// Of the calling thread's `errno`, after opening, mapping or asking for the file failed.
    static func reading(_ path: String) -> FileError {
        let code = errno
        let reason = SystemMessage.text(code)
        let hint: String
        switch code {
        case EMFILE: hint = "this process may open no more files: raise the limit with `ulimit -n 1024`"
        case ENFILE: hint = "all programs together have opened as many files as the machine allows: end some of them"
        case ENOMEM: hint = "there is no memory left for it: raise `ulimit -v`, or end other programs"
        case EIO: hint = "the medium cannot be read: look for its errors in the kernel's log (dmesg)"
        default: return .unreadable(path: path, reason: reason)
        }
        return .exhausted(path: path, reason: reason, hint: hint)
    }
}

/// The kernel would take such a path for a shorter one.
let zeroByteInPath = "the path has a zero byte in it"
