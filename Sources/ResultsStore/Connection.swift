import CSQLite
import Foundation

/// One open database. Used by one thread at a time.
final class Connection {
    enum Access { case readOnly, readWrite, readWriteCreating }

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
        let flags =
            SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
            | {
                switch access {
                case .readOnly: SQLITE_OPEN_READONLY
                case .readWrite: SQLITE_OPEN_READWRITE
                case .readWriteCreating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                }
            }()
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(plainPath, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let error = StoreError(
                sqliteCode: code, systemError: opened.map { sqlite3_system_errno($0) } ?? 0,
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

    deinit { sqlite3_close_v2(handle) }

    /// Compiles one statement. The type of the parameter keeps every name and value out of the SQL text.
    func prepare(_ sql: StaticString) throws(StoreError) -> Statement {
        var compiled: OpaquePointer?
        let code = sqlite3_prepare_v3(
            handle, UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self), Int32(sql.utf8CodeUnitCount),
            0,
            &compiled, nil)
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
