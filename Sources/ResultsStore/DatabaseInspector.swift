import Foundation
import Records

/// Checks a database for what SQLite and Pawl guarantee, without changing it.
public final class DatabaseInspector {
    /// What a cell's raw values give, to be compared with what is recorded of it.
    public typealias Summary = @Sendable (CellRecord) -> [Metric: Double]

    /// How far along an inspection is.
    public enum Step: Sendable, Equatable {
        /// SQLite reads every page.
        case pages
        case run(number: Int, of: Int)
    }

    /// So many findings are listed; a damaged file can have millions.
    public static let findingLimit = 200

    private let connection: Connection

    /// Opens the file for reading only.
    ///
    /// - Throws: `StoreError.cannotOpen`, `.notADatabase`, `.foreignDatabase`, `.newerDatabase`, `.corrupt`.
    public init(path: String, busyTimeoutSeconds: Double = 10) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw .cannotOpen(path: path, reason: "there is no such file")
        }
        connection = try Connection.reading(path, busyTimeoutSeconds: busyTimeoutSeconds)
        let state = try Migrator().inspect(connection)
        guard state == .version(Migration.all.count) else {
            throw .unreadableRecord(
                path: path,
                reason: StoreError.olderSchema)
        }
    }

    /// - Parameters:
    ///   - summary: what raw values give.
    ///   - proceed: told each step; false ends the inspection.
    /// - Returns: what was found, at most `findingLimit`, and how many runs were read; nil after `proceed` said no.
    /// - Throws: `StoreError.locked` and what else keeps the file from being read. Damage is no error, but a finding.
    /// - Complexity: O(size of the file).
    public func inspect(
        summary: @escaping Summary, proceed: (Step) -> Bool = { _ in true }
    ) throws(StoreError) -> (findings: [DatabaseFinding], runs: Int)? {
        guard proceed(.pages) else { return nil }
        var findings = try attempt(nil, "the file") { () throws(StoreError) in try pages() }
        // What SQLite itself cannot follow, Pawl cannot read either.
        guard findings.isEmpty else { return (findings, 0) }
        findings += try attempt(nil, "its schema") { () throws(StoreError) in try schema() }
        findings += try attempt(nil, "its tables") { () throws(StoreError) in
            try ContentInspector(connection: connection).findings(limit: Self.findingLimit)
        }
        let runs = try connection.prepare("SELECT run, id FROM runs ORDER BY started_at_unix_ns, run").rows {
            (key: $0.integer(), id: $0.text())
        }
        for (index, run) in runs.enumerated() where findings.count < Self.findingLimit {
            guard proceed(.run(number: index + 1, of: runs.count)) else { return nil }
            findings += try attempt(run.id, "the run") { () throws(StoreError) in
                // One transaction a run: a writer may replace it in between.
                try connection.transaction(.reading) { () throws(StoreError) in
                    try RunInspector(connection: connection, summary: summary).findings(run: run.key, id: run.id)
                }
            }
        }
        return (Array(findings.prefix(Self.findingLimit)), runs.count)
    }

    /// What cannot be read is a finding; a lock or a failing disk is an error.
    private func attempt(
        _ run: String?, _ what: String, _ look: () throws(StoreError) -> [DatabaseFinding]
    ) throws(StoreError) -> [DatabaseFinding] {
        do {
            return try look()
        } catch {
            switch error {
            case .unreadableRecord(_, let reason), .corrupt(_, let reason):
                return [DatabaseFinding(run: run, "\(what) cannot be read: \(reason)")]
            default: throw error
            }
        }
    }

    /// Tables, triggers and the like that Pawl did not make, or that somebody changed: a trigger may rewrite what is stored.
    private func schema() throws(StoreError) -> [DatabaseFinding] {
        let model = try Connection(path: ":memory:", access: .inMemory, busyTimeoutSeconds: 0)
        try Migrator().migrate(model)
        func objects(_ connection: Connection) throws(StoreError) -> [[String]] {
            try connection.prepare(
                """
                SELECT type, name, ifnull(sql, '') FROM sqlite_schema
                WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name
                """
            ).rows { [$0.text(), $0.text(), $0.text()] }
        }
        let right = Dictionary(
            try objects(model).map { ("\($0[0]) \($0[1])", $0[2]) }, uniquingKeysWith: { first, _ in first })
        let found = Dictionary(
            try objects(connection).map { ("\($0[0]) \($0[1])", $0[2]) }, uniquingKeysWith: { first, _ in first })
        let strangers = found.keys.filter { right[$0] == nil }.sorted()
        let lost = right.keys.filter { found[$0] == nil }.sorted()
        let changed = found.keys.filter { right[$0] != nil && right[$0] != found[$0] }.sorted()
        return strangers.map { DatabaseFinding("its schema has \($0), which Pawl did not make") }
            + lost.map { DatabaseFinding("its schema lacks the \($0)") }
            + changed.map { DatabaseFinding("its schema has another \($0) than Pawl's") }
    }

    private func pages() throws(StoreError) -> [DatabaseFinding] {
        let damage = try connection.prepare("PRAGMA integrity_check(100)").rows { $0.text() }
        let orphans = try connection.prepare(
            "SELECT DISTINCT \"table\", parent FROM pragma_foreign_key_check LIMIT 100"
        )
        .rows { (table: $0.text(), parent: $0.text()) }
        return damage.filter { $0 != "ok" }.map { DatabaseFinding("SQLite finds damage: \($0)") }
            + orphans.map { DatabaseFinding(table: $0.table, "rows refer to rows of \($0.parent) that are not there") }
    }
}

/// Something in a database that is not as it should be.
public struct DatabaseFinding: Sendable, Codable, Equatable {
    /// `RunRecord.id`; nil when it concerns no run, or nobody can say which.
    public var run: String?
    /// The table; nil when it concerns the file as a whole.
    public var table: String?
    public var message: String

    public init(run: String? = nil, table: String? = nil, _ message: String) {
        self.run = run
        self.table = table
        self.message = message
    }
}
