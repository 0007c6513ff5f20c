/// Brings a database to the newest schema, or refuses it without a change.
struct Migrator {
    /// "Pawl" in ASCII: how `file` and other programs know whose database it is.
    static let applicationID: Int64 = 0x5061_776C

    var migrations: [Migration] = Migration.all

    enum State: Equatable {
        /// Nothing in it yet.
        case empty
        case version(Int)
    }

    /// Reads whose database this is and how old, and writes nothing.
    ///
    /// All of it is read at one moment: another process may be making the database meanwhile.
    ///
    /// - Throws: `StoreError.notADatabase`, `.foreignDatabase`, `.newerDatabase`, `.corrupt`, `.locked`.
    func inspect(_ connection: Connection) throws(StoreError) -> State {
        try connection.transaction(.reading) { () throws(StoreError) in try inspectWithinTransaction(connection) }
    }

    private func inspectWithinTransaction(_ connection: Connection) throws(StoreError) -> State {
        let applicationID = try connection.integer("PRAGMA application_id")
        let version = Int(try connection.integer("PRAGMA user_version"))
        let objects = try connection.integer("SELECT count(*) FROM sqlite_schema")
        if applicationID == 0, version == 0, objects == 0 { return .empty }
        guard applicationID == Self.applicationID else {
            throw .foreignDatabase(path: connection.path, applicationID: applicationID)
        }
        guard version <= migrations.count else {
            throw .newerDatabase(path: connection.path, version: version, known: migrations.count)
        }
        guard version > 0 else {
            throw .corrupt(path: connection.path, reason: "the schema version is \(version)")
        }
        return .version(version)
    }

    /// Applies what is missing in one transaction, so that a crash leaves the old schema or the new one.
    func migrate(_ connection: Connection) throws(StoreError) {
        guard try inspect(connection) != .version(migrations.count) else { return }
        try connection.transaction(.writing) { () throws(StoreError) in
            // Another process may have been faster while this one waited for the lock.
            let done =
                switch try inspectWithinTransaction(connection) {
                case .empty: 0
                case .version(let version): version
                }
            guard done < migrations.count else { return }
            for script in migrations[done...].flatMap(\.scripts) { try connection.execute(script) }
            try connection.execute("PRAGMA application_id = 0x5061776C")
            try connection.setUserVersion(migrations.count)
        }
    }
}

/// One step of the schema. Step n of `Migration.all` takes a database from `user_version` n - 1 to n.
///
/// The list only ever grows: a step that was released is never edited, reordered or removed, because databases out
/// there have run it. What asks for a new step: a table, column, index or view that changes, and also a new word in
/// an enumeration (a status, a metric, a failure kind), so that an older Pawl refuses the file instead of misreading it.
/// With a new step comes a fixture of the version before it (`ResultsStoreTests/DatabaseFixtures.swift`).
struct Migration: Sendable {
    /// Run one after the other; a step is split by what its tables are about.
    var scripts: [StaticString]

    static let all: [Migration] = [version1, version2, version3, version4, version5]
}
