import CSQLite
import Diagnostics
import Foundation
import Records
import Support

/// Why the results could not be kept or read back; the database is then as it was before the call.
public enum StoreError: DiagnosableError, Equatable {
    /// The file or its folder cannot be opened or made.
    case cannotOpen(path: String, reason: String)
    /// The place may be right: permissions, a limit or the medium keep it from being opened.
    case unavailable(path: String, reason: String)
    /// The file is something else than an SQLite database.
    case notADatabase(path: String)
    /// The file is an SQLite database of another program.
    case foreignDatabase(path: String, applicationID: Int64)
    /// A newer Pawl wrote the database; its schema is unknown here.
    case newerDatabase(path: String, version: Int, known: Int)
    case corrupt(path: String, reason: String)
    case readOnly(path: String, reason: String)
    case diskFull(path: String)
    /// A limit of the process on the size of files, such as `ulimit -f`.
    case fileSizeLimit(path: String)
    /// Another process held the database for longer than the busy timeout.
    case locked(path: String, waitedSeconds: Double)
    /// The record contradicts itself or the schema; nothing of it was stored.
    case invalidRecord(run: String, reason: String)
    /// A stored value is not one that this Pawl knows.
    case unreadableRecord(path: String, reason: String)
    /// The copy of a database could not be written; the database itself is untouched.
    case backupFailed(path: String, reason: String)
    /// Anything else that SQLite reports.
    case failure(path: String, operation: String, reason: String)

    public var blame: Blame {
        switch self {
        case .cannotOpen, .notADatabase, .foreignDatabase, .newerDatabase: .input
        case .unavailable, .corrupt, .readOnly, .diskFull, .fileSizeLimit, .locked, .unreadableRecord, .backupFailed,
            .failure:
            .machine
        case .invalidRecord: .fault
        }
    }

    public var diagnostics: [Diagnostic] { [diagnostic] }

    private var diagnostic: Diagnostic {
        switch self {
        case .cannotOpen(let path, let reason):
            Diagnostic(
                code: "store.cannot-open", "cannot open the results database \(path)",
                hint: "check that the folder exists and is one, or choose another file with --db", cause: reason)
        case .unavailable(let path, let reason):
            Diagnostic(
                code: "store.unavailable", "cannot open the results database \(path)",
                hint: "check that you may write to its folder, or choose another file with --db", cause: reason)
        case .notADatabase(let path):
            Diagnostic(
                code: "store.not-a-database", "\(path) is not an SQLite database; it was left untouched",
                hint: "choose another file with --db, or move this one away")
        case .foreignDatabase(let path, let applicationID):
            Diagnostic(
                code: "store.foreign-database",
                "\(path) is a database of another program (application id \(applicationID)); it was left untouched",
                hint: "choose another file with --db")
        case .newerDatabase(let path, let version, let known):
            Diagnostic(
                code: "store.newer-database",
                "\(path) was written by a newer Pawl (schema \(version), this one knows up to \(known)); "
                    + "it was left untouched",
                hint: "update Pawl, or choose another file with --db")
        case .corrupt(let path, let reason):
            Diagnostic(
                code: "store.corrupt", "the results database \(path) is damaged; it was left untouched",
                hint: "move it away with its -wal and -shm files to start afresh; "
                    + "'sqlite3 FILE .recover' may rescue its rows",
                cause: reason)
        case .readOnly(let path, let reason):
            Diagnostic(
                code: "store.read-only", "cannot write to the results database \(path)",
                hint: "make the file and its folder writable, or choose another file with --db", cause: reason)
        case .diskFull(let path):
            Diagnostic(
                code: "store.disk-full",
                "no space left for the results database \(path); it is as it was before the step that failed",
                hint:
                    "free some space, or choose a file on another disk with --db; 'pawl prune' and 'pawl backup' need "
                    + "some space before they free any")
        case .fileSizeLimit(let path):
            Diagnostic(
                code: "store.file-size-limit",
                "the results database \(path), or its log, may grow no further; it is as it was before the step that failed",
                hint: "raise the limit on the size of files with `ulimit -f unlimited`",
                cause: SystemMessage.text(EFBIG))
        case .locked(let path, let waitedSeconds):
            Diagnostic(
                code: "store.locked",
                "the results database \(path) was locked by another process for more than "
                    + "\(Self.seconds(waitedSeconds))",
                hint: "'fuser FILE' names the process; wait for it, or choose another file with --db")
        case .invalidRecord(let run, let reason):
            Diagnostic(code: "store.invalid-record", "run \(run) cannot be stored: \(reason)")
        case .unreadableRecord(let path, let reason):
            Diagnostic(
                code: "store.unreadable-record", "\(path) holds a value that this Pawl does not understand",
                hint: "a newer Pawl may have written it: update Pawl", cause: reason)
        case .backupFailed(let path, let reason):
            Diagnostic(
                code: "store.backup-failed", "cannot write the backup \(path)",
                hint: FileError.writingHint(for: reason), cause: reason)
        case .failure(let path, let operation, let reason):
            Diagnostic(code: "store.failure", "\(operation) failed in the results database \(path)", cause: reason)
        }
    }

    static let olderSchema = "its schema is older than this Pawl's; any command that records brings it up to date"

    private static func seconds(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(saturating: value)) s" : "\(value) s"
    }
}

extension StoreError {
    /// What `open` says of paths at which no file of anybody's can lie.
    private static let wrongPlaces: Set<Int32> = [ENOENT, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG]

    /// Words a result code of SQLite (https://sqlite.org/rescode.html) as what it means to the user.
    ///
    /// - Parameters:
    ///   - code: An extended result code; its low byte is the primary one.
    ///   - systemError: The `errno` behind an input/output error; 0 when there is none.
    init(sqliteCode code: Int32, systemError: Int32, message: String, path: String, operation: String, timeout: Double)
    {
        let isOutOfSpace = systemError == ENOSPC || systemError == EDQUOT
        self =
            switch code & 0xff {
            case SQLITE_FULL where systemError == EFBIG, SQLITE_IOERR where systemError == EFBIG,
                SQLITE_CANTOPEN where systemError == EFBIG:
                .fileSizeLimit(path: path)
            case SQLITE_FULL: .diskFull(path: path)
            case SQLITE_IOERR where isOutOfSpace: .diskFull(path: path)
            case SQLITE_CANTOPEN where isOutOfSpace: .diskFull(path: path)
            case SQLITE_BUSY, SQLITE_LOCKED: .locked(path: path, waitedSeconds: timeout)
            case SQLITE_READONLY: .readOnly(path: path, reason: message)
            case SQLITE_CANTOPEN where Self.wrongPlaces.contains(systemError): .cannotOpen(path: path, reason: message)
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
                .unavailable(
                    path: path,
                    reason: systemError == 0 ? message : "\(message): \(SystemMessage.text(systemError))")
            case SQLITE_NOTADB: .notADatabase(path: path)
            case SQLITE_CORRUPT: .corrupt(path: path, reason: message)
            default: .failure(path: path, operation: operation, reason: "\(message) (SQLite code \(code))")
            }
    }
}
