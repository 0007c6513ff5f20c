import CSQLite
import Foundation

/// One open database. Used by one thread at a time.
final class Connection {
    enum Access {
        case readOnly
        /// Of a file that nobody changes: no lock is taken, and nothing is made beside it.
        case immutable
        case readWrite
        case readWriteCreating
        /// Of nothing but memory; the path is for errors.
        case inMemory
    }

    let path: String
    let busyTimeoutSeconds: Double
    let handle: OpaquePointer

    /// Opens the file; nothing is read or written yet.
    init(path: String, access: Access, busyTimeoutSeconds: Double) throws(StoreError) {
        // SQLite gives meaning to "", ":memory:" and "file:..."; a path is a path here.
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw .cannotOpen(path: path, reason: "not a usable path")
        }
        let plainPath = path.hasPrefix("/") ? path : "./" + path
        // SQLite would wait for ever for a pipe, and write to a device.
        var status = stat()
        guard stat(plainPath, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
            throw .cannotOpen(path: path, reason: "it is not a regular file")
        }
        let flags =
            SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
            | {
                switch access {
                case .readOnly: SQLITE_OPEN_READONLY
                case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
                case .readWrite: SQLITE_OPEN_READWRITE
                case .readWriteCreating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                case .inMemory: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
                }
            }()
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(access == .immutable ? Self.immutable(plainPath) : plainPath, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            var systemError = opened.map { sqlite3_system_errno($0) } ?? 0
            // What may not be made SQLite tries to read, and only tells that there is nothing.
            let folder = (plainPath as NSString).deletingLastPathComponent
            if systemError == ENOENT, access == .readWriteCreating, Glibc.access(folder, W_OK) != 0 {
                systemError = errno
            }
            let error = StoreError(
                sqliteCode: code, systemError: systemError,
                message: String(cString: sqlite3_errstr(code)), path: path, operation: "opening",
                timeout: busyTimeoutSeconds)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        self.path = path
        self.busyTimeoutSeconds = busyTimeoutSeconds
        sqlite3_busy_timeout(handle, Int32(clamping: Int((busyTimeoutSeconds * 1000).rounded())))
        // A database from a stranger must not run functions from its schema, nor may a slip of ours corrupt it.
        _ = pawl_sqlite_configure(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        _ = pawl_sqlite_configure(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    }

    /// Opens the file for reading, also where nothing may be written: on a medium that is read-only, or in a folder of another user.
    ///
    /// A database with a write-ahead log wants two files beside it, which cannot be made there. Where there is no log nothing is
    /// missing from the file, and it is read as it is.
    /// - Throws: also `StoreError.unavailable` for a file whose log cannot be read: without it, it may lack its latest runs.
    static func reading(_ path: String, busyTimeoutSeconds: Double) throws(StoreError) -> Connection {
        let connection = try Connection(path: path, access: .readOnly, busyTimeoutSeconds: busyTimeoutSeconds)
        do {
            _ = try connection.integer("SELECT count(*) FROM sqlite_schema")
            return connection
        } catch {
            switch error {
            case .cannotOpen, .unavailable, .readOnly: break
            default: throw error
            }
        }
        var log = stat()
        guard stat(path + "-wal", &log) != 0 || log.st_size == 0 else {
            throw .unavailable(
                path: path,
                reason: "it has a write-ahead log, which takes a folder that may be written to: copy both files to one")
        }
        return try Connection(path: path, access: .immutable, busyTimeoutSeconds: busyTimeoutSeconds)
    }

    /// Whether runs could be added: to the file, and in its folder, where the log lies.
    static func isWritable(_ path: String) -> Bool {
        let folder = (path as NSString).deletingLastPathComponent
        return access(path, W_OK) == 0 && access(folder.isEmpty ? "." : folder, W_OK) == 0
    }

    private static func immutable(_ path: String) -> String {
        let allowed = CharacterSet(charactersIn: "/.-_~").union(.alphanumerics)
        // Letters beyond ASCII are escaped, too: the address is bytes.
        let escaped = path.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            return byte < 0x80 && allowed.contains(scalar) ? String(scalar) : String(format: "%%%02X", Int(byte))
        }
        return "file:" + escaped.joined() + "?immutable=1"
    }

    deinit { sqlite3_close_v2(handle) }

    /// Compiles one statement. The type of the parameter keeps every name and value out of the SQL text.
    func prepare(_ sql: StaticString) throws(StoreError) -> Statement { try prepare(composed: "\(sql)") }

    /// The same of text that is put together, of nothing but the static names that a `Table` lists.
    func prepare(composed sql: String) throws(StoreError) -> Statement {
        var compiled: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, 0, &compiled, nil)
        guard code == SQLITE_OK, let compiled else { throw failure(code, during: "preparing a statement") }
        return Statement(compiled: compiled, connection: self)
    }

    /// Runs statements that have no parameters and whose rows, if any, are of no interest.
    func execute(_ script: StaticString) throws(StoreError) {
        try execute(text: String(describing: script))
    }

    /// The one integer that `pragma` answers.
    func integer(_ pragma: StaticString) throws(StoreError) -> Int64 {
        try prepare(pragma).rows { row in row.integer() }.first ?? 0
    }

    /// Pragmas take no parameters; an integer is safe to print.
    func setUserVersion(_ version: Int) throws(StoreError) {
        try execute(text: "PRAGMA user_version = \(version)")
    }

    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

    enum TransactionKind {
        /// A consistent view for several queries.
        case reading
        /// Takes the write lock at once, so that waiting for it cannot end in a deadlock.
        case writing
    }

    /// All of `body` or nothing.
    func transaction<Result>(
        _ kind: TransactionKind, _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        switch kind {
        case .reading: try execute("BEGIN DEFERRED")
        case .writing: try execute("BEGIN IMMEDIATE")
        }
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // Some errors have rolled back already.
            if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
            throw error
        }
    }

    func failure(_ code: Int32, during operation: String) -> StoreError {
        StoreError(
            sqliteCode: code, systemError: sqlite3_system_errno(handle),
            message: String(cString: sqlite3_errmsg(handle)), path: path, operation: operation,
            timeout: busyTimeoutSeconds)
    }

    private func execute(text: String) throws(StoreError) {
        let code = sqlite3_exec(handle, text, nil, nil, nil)
        guard code == SQLITE_OK else {
            throw failure(code, during: "'\(text.prefix(60))'")
        }
    }
}
