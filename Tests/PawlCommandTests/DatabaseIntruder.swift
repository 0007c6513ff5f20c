import CSQLite
import Foundation

/// A connection beside Pawl's own, to lock a database or to change what Pawl would not.
final class DatabaseIntruder {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let connection: OpaquePointer

    init(path: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK, let opened else {
            throw Failure(description: "cannot open \(path)")
        }
        connection = opened
    }

    deinit { sqlite3_close(connection) }

    func execute(_ statement: String) throws {
        guard sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK else {
            throw Failure(description: "\(statement): \(String(cString: sqlite3_errmsg(connection)))")
        }
    }
}
