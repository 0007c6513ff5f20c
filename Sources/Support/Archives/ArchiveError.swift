import Diagnostics

/// Why a zip archive cannot be read.
public enum ArchiveError: DiagnosableError, Equatable {
    case file(FileError)
    /// The file, or what follows in it, is no zip archive that can be read.
    case unreadable(path: String, reason: String)
    case tooManyMembers(path: String, limit: Int)
    case tooLarge(path: String, member: String, limit: Int)
    /// A member's bytes cannot be had: damaged, encrypted, or packed in a way that is not known.
    case damaged(path: String, member: String, reason: String)

    public var blame: Blame {
        switch self {
        case .file(let error): error.blame
        case .unreadable, .tooManyMembers, .tooLarge, .damaged: .input
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .file(let error): error.diagnostics
        case .unreadable(let path, let reason):
            [Diagnostic(code: "archive.unreadable", "\(path) is no zip archive that can be read", cause: reason)]
        case .tooManyMembers(let path, let limit):
            [Diagnostic(code: "archive.too-many-members", "\(path) has more than \(limit) members")]
        case .tooLarge(let path, let member, let limit):
            [
                Diagnostic(
                    code: "archive.too-large",
                    "\(member.quotedAsMember) in \(path) unpacks to more than \(limit) bytes")
            ]
        case .damaged(let path, let member, let reason):
            [Diagnostic(code: "archive.damaged", "cannot unpack \(member.quotedAsMember) of \(path)", cause: reason)]
        }
    }
}

extension String {
    /// A member's name may be as long as its archive wants.
    fileprivate var quotedAsMember: String { count <= 60 ? "'\(self)'" : "'\(prefix(60))...'" }
}
