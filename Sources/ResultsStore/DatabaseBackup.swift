import CSQLite
import Diagnostics
import Foundation
import Support

/// Copies a database while others write to it, through SQLite's own backup interface (https://sqlite.org/backup.html).
///
/// The source is read within one transaction, so that the copy is the database of one moment, and writers neither wait for it
/// nor make it start again: what they write stays in the write-ahead log meanwhile. The copy is made beside the target, checked
/// and renamed: a backup is there whole or not at all.
public final class DatabaseBackup {
    /// A step copies 4 MiB at SQLite's usual page size, then asks whether to go on.
    private static let pagesPerStep: Int32 = 1024

    private let source: Connection

    /// - Throws: `StoreError.cannotOpen`, `.notADatabase`, `.foreignDatabase`, `.newerDatabase`, `.corrupt`.
    public init(of path: String, busyTimeoutSeconds: Double = 10) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw .cannotOpen(path: path, reason: "there is no such file")
        }
        source = try Connection.reading(path, busyTimeoutSeconds: busyTimeoutSeconds)
        guard try Migrator().inspect(source) != .empty else {
            throw .corrupt(path: path, reason: "it holds nothing, not even Pawl's tables")
        }
    }

    /// - Parameter proceed: told how many pages of how many are copied; false ends without a backup.
    /// - Returns: bytes of the copy; nil after `proceed` said no.
    /// - Throws: `StoreError.backupFailed` when the target cannot be written, with nothing left behind; `.corrupt`, `.locked` and
    ///   what else keeps the source from being read.
    public func write(
        to target: String, proceed: (_ pages: Int, _ of: Int) -> Bool = { _, _ in true }
    ) throws(StoreError) -> Int? {
        var bytes: Int?
        var failure: StoreError?
        var isUnwanted = false
        do throws(FileError) {
            try AtomicFile.replace(target) { temporary throws(FileError) in
                do throws(StoreError) {
                    bytes = try copy(to: temporary, target: target, proceed: proceed)
                    isUnwanted = bytes == nil
                } catch {
                    failure = error
                }
                if bytes == nil { throw .unwritable(path: target, reason: "there is no copy") }
            }
        } catch {
            if let failure { throw failure }
            if isUnwanted { return nil }
            throw .backupFailed(path: target, reason: error.diagnostics.compactMap(\.cause).joined(separator: "; "))
        }
        return bytes
    }

    /// - Returns: nil when `proceed` said no.
    private func copy(
        to path: String, target: String, proceed: (Int, Int) -> Bool
    ) throws(StoreError) -> Int? {
        // Until it is whole only its owner may read the copy.
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .backupFailed(path: target, reason: SystemMessage.text()) }
        defer { close(descriptor) }
        let isWhole = try source.transaction(.reading) { () throws(StoreError) in
            // The transaction's moment is that of the first thing read.
            _ = try source.integer("SELECT count(*) FROM sqlite_schema")
            return try source.copyPages(to: path, target: target, pagesPerStep: Self.pagesPerStep, proceed: proceed)
        }
        guard isWhole else { return nil }
        try Self.check(path, target: target)
        var status = stat()
        guard stat(source.path, &status) == 0, fchmod(descriptor, status.st_mode & 0o777) == 0, fsync(descriptor) == 0,
            fstat(descriptor, &status) == 0
        else { throw .backupFailed(path: target, reason: SystemMessage.text()) }
        return Int(status.st_size)
    }

    /// Makes the copy one plain file, without a log beside it, and reads it back.
    private static func check(_ path: String, target: String) throws(StoreError) {
        do throws(StoreError) {
            let copy = try Connection(path: path, access: .readWrite, busyTimeoutSeconds: 1)
            try copy.execute("PRAGMA journal_mode = DELETE")
            let damage = try copy.prepare("PRAGMA quick_check(1)").rows { $0.text() }
            if damage != ["ok"] {
                throw StoreError.backupFailed(path: target, reason: damage.joined(separator: "; "))
            }
        } catch {
            let reason = error.diagnostics.map { $0.cause ?? $0.message }.joined(separator: "; ")
            throw .backupFailed(path: target, reason: "the copy cannot be read back: \(reason)")
        }
    }
}

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
