import Foundation
import Records
import Synchronization

/// The results database: every run, whole, in SQLite.
///
/// Several processes may use one file at once: it is in write-ahead-log mode, and each `save` is one immediate
/// transaction. `docs/database.md` describes the schema for those who query it with SQL.
public final class ResultsStore: Sendable {
    public let path: String
    private let connection: Mutex<Connection>

    /// What to do about a file that is not there.
    public enum MissingFile: Sendable {
        /// Make it, and its folder: for runs.
        case create
        /// `StoreError.cannotOpen`: for reports, where a misspelt path must not become an empty database. What may not be written to
        /// is opened for reading.
        case refuse
    }

    /// Opens the database and brings an older one up to date.
    ///
    /// - Parameter busyTimeoutSeconds: How long to wait for another process that writes.
    /// - Throws: `StoreError.notADatabase`, `.foreignDatabase`, `.newerDatabase` and `.corrupt`, all with the file
    ///   untouched; `.cannotOpen`, `.unavailable`, `.readOnly`, `.locked`, `.diskFull`.
    public convenience init(
        path: String, ifMissing: MissingFile = .create, busyTimeoutSeconds: Double = 10
    ) throws(StoreError) {
        try self.init(
            path: path, ifMissing: ifMissing, busyTimeoutSeconds: busyTimeoutSeconds, migrator: Migrator())
    }

    init(
        path: String, ifMissing: MissingFile = .create, busyTimeoutSeconds: Double, migrator: Migrator
    ) throws(StoreError) {
        switch ifMissing {
        case .create: try Self.makeFolder(of: path)
        case .refuse:
            guard FileManager.default.fileExists(atPath: path) else {
                throw .cannotOpen(path: path, reason: "there is no such file")
            }
        }
        if ifMissing == .refuse, !Connection.isWritable(path) {
            let connection = try Connection.reading(path, busyTimeoutSeconds: busyTimeoutSeconds)
            guard try migrator.inspect(connection) == .version(migrator.migrations.count) else {
                throw .unreadableRecord(path: path, reason: StoreError.olderSchema)
            }
            self.path = path
            self.connection = Mutex(connection)
            return
        }
        let connection = try Connection(
            path: path, access: ifMissing == .create ? .readWriteCreating : .readWrite,
            busyTimeoutSeconds: busyTimeoutSeconds)
        // Whose file it is comes first: nothing is written to a stranger's.
        if try migrator.inspect(connection) == .empty {
            // Decided with the first page, once and for all: space that pruning frees can be given back bit by bit.
            try connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        }
        try Self.useWriteAheadLog(connection)
        try connection.execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL;")
        try migrator.migrate(connection)
        self.path = path
        self.connection = Mutex(connection)
    }

    /// Reads the whole file and looks for damage; for `pawl doctor` and after an error.
    ///
    /// - Throws: `StoreError.corrupt` with the first findings.
    /// - Complexity: O(size of the file).
    public func verifyIntegrity() throws(StoreError) {
        try withConnection { connection throws(StoreError) in
            let findings = try connection.prepare("PRAGMA quick_check(5)").rows { row in row.text() }
            guard findings == ["ok"] else {
                throw .corrupt(path: connection.path, reason: findings.joined(separator: "\n"))
            }
            let orphans = try connection.prepare("PRAGMA foreign_key_check").rows { row in row.text() }
            guard orphans.isEmpty else {
                throw .corrupt(
                    path: connection.path,
                    reason: "rows without a parent in \(Set(orphans).sorted().joined(separator: ", "))")
            }
        }
    }

    /// One thread at a time.
    func withConnection<Result: Sendable>(
        _ body: (Connection) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try connection.withLock { connection throws(StoreError) in try body(connection) }
    }

    private static func makeFolder(of path: String) throws(StoreError) {
        let folder = (path as NSString).deletingLastPathComponent
        guard !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            let reason = "\(folder) cannot be made: \(error.localizedDescription)"
            var isFolder: ObjCBool = false
            let above = (folder as NSString).deletingLastPathComponent
            // Below a file there is no place for anything; what else fails is for the machine to allow.
            let isBelowFile =
                FileManager.default.fileExists(atPath: above, isDirectory: &isFolder) && !isFolder.boolValue
            throw isBelowFile ? .cannotOpen(path: path, reason: reason) : .unavailable(path: path, reason: reason)
        }
    }

    /// The switch to write-ahead logging needs the file for itself for a moment, and SQLite does not always wait for
    /// that: two processes that make one database at once meet here.
    private static func useWriteAheadLog(_ connection: Connection) throws(StoreError) {
        let deadline = Date().addingTimeInterval(connection.busyTimeoutSeconds)
        while true {
            do {
                return try connection.execute("PRAGMA journal_mode = WAL")
            } catch .locked where Date() < deadline {
                usleep(5_000)
            }
        }
    }
}

extension ResultsStore {
    /// Stores a run whole, in one transaction; a run with the same id is replaced.
    ///
    /// A run may be saved as often as it grows: with status `running` when it starts, and again at the end.
    ///
    /// - Parameters:
    ///   - summaries: One number per metric and cell id, in the metric's base unit (nanoseconds, inferences per
    ///     second, bytes, shares of 1, nats). The metrics of `CellRecord.accuracy` are added where they are missing.
    /// - Throws: `StoreError.invalidRecord` for a record that contradicts itself, `.diskFull`, `.locked`, `.readOnly`,
    ///   `.corrupt`; the database then has what it had before.
    /// - Complexity: O(values), about a million block values a second.
    public func save(_ run: RunRecord, summaries: [Int: [Metric: Double]] = [:]) throws(StoreError) {
        try RecordValidation.check(run, summaries: summaries)
        try withConnection { connection throws(StoreError) in
            let writer = RunWriter(connection: connection, runID: run.id)
            try connection.transaction(.writing) { () throws(StoreError) in
                try writer.write(run, summaries: summaries)
            }
        }
    }
}
