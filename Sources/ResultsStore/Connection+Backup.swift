import CSQLite
import Foundation

extension Connection {
    /// Copies every page to another file. Within a reading transaction, or a writer makes it start again.
    ///
    /// - Parameters:
    ///   - path: an empty file.
    ///   - target: what to call it in errors.
    ///   - proceed: told how many pages of how many are copied.
    /// - Returns: false when `proceed` said no.
    func copyPages(
        to path: String, target: String, pagesPerStep: Int32, proceed: (Int, Int) -> Bool
    ) throws(StoreError) -> Bool {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        defer { sqlite3_close_v2(opened) }
        guard code == SQLITE_OK, let opened, let backup = sqlite3_backup_init(opened, "main", handle, "main") else {
            throw .backupFailed(path: target, reason: String(cString: sqlite3_errstr(code)))
        }
        let deadline = Date().addingTimeInterval(busyTimeoutSeconds)
        var result = SQLITE_OK
        while result == SQLITE_OK || result == SQLITE_BUSY || result == SQLITE_LOCKED {
            let total = Int(sqlite3_backup_pagecount(backup))
            guard proceed(total - Int(sqlite3_backup_remaining(backup)), total) else {
                sqlite3_backup_finish(backup)
                return false
            }
            result = sqlite3_backup_step(backup, pagesPerStep)
            guard result == SQLITE_BUSY || result == SQLITE_LOCKED else { continue }
            if Date() >= deadline { break }
            usleep(5_000)
        }
        let end = sqlite3_backup_finish(backup)
        guard result == SQLITE_DONE, end == SQLITE_OK else { throw backupFailure(result, target: target) }
        return true
    }

    private func backupFailure(_ code: Int32, target: String) -> StoreError {
        let reason = String(cString: sqlite3_errstr(code))
        return switch code & 0xff {
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt(path: self.path, reason: reason)
        case SQLITE_BUSY, SQLITE_LOCKED: .locked(path: self.path, waitedSeconds: busyTimeoutSeconds)
        default: .backupFailed(path: target, reason: reason)
        }
    }
}
