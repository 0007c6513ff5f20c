import CSQLite
import Foundation

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
                    reason: systemError == 0 ? message : "\(message): \(String(cString: strerror(systemError)))")
            case SQLITE_NOTADB: .notADatabase(path: path)
            case SQLITE_CORRUPT: .corrupt(path: path, reason: message)
            default: .failure(path: path, operation: operation, reason: "\(message) (SQLite code \(code))")
            }
    }
}
