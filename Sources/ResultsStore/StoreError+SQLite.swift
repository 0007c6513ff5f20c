import CSQLite
import Foundation

extension StoreError {
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
            case SQLITE_FULL: .diskFull(path: path)
            case SQLITE_IOERR where isOutOfSpace: .diskFull(path: path)
            case SQLITE_CANTOPEN where isOutOfSpace: .diskFull(path: path)
            case SQLITE_BUSY, SQLITE_LOCKED: .locked(path: path, waitedSeconds: timeout)
            case SQLITE_READONLY: .readOnly(path: path, reason: message)
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen(path: path, reason: message)
            case SQLITE_NOTADB: .notADatabase(path: path)
            case SQLITE_CORRUPT: .corrupt(path: path, reason: message)
            default: .failure(path: path, operation: operation, reason: "\(message) (SQLite code \(code))")
            }
    }
}
