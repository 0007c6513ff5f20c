import Foundation
import Records

extension ResultsStore {
    /// The runs that started last, latest first.
    public func runs(limit: Int) throws(StoreError) -> [RunSummary] {
        try withConnection { connection throws(StoreError) in
            try connection.prepare(StoredQuery.runs).rows(.integer(max(0, limit)), reading: Self.summary)
        }
    }

    /// The runs of a suite that started since then, latest first.
    ///
    /// - Complexity: O(verdicts and cells of these runs).
    public func runs(ofSuite suite: String, since: Date) throws(StoreError) -> [RunSummary] {
        try withConnection { connection throws(StoreError) in
            try connection.prepare(StoredQuery.runsOfSuiteSince).rows(
                .text(suite), .integer(StoredTime.earliest(since)), reading: Self.summary)
        }
    }

    /// The names of all recorded suites, that of the latest run first.
    public func suiteNames() throws(StoreError) -> [String] {
        try withConnection { connection throws(StoreError) in
            try connection.prepare(StoredQuery.suiteNames).rows { $0.text() }
        }
    }

    /// What is known of the machine of a run; nil when there is no such run.
    public func environment(ofRun id: String) throws(StoreError) -> EnvironmentRecord? {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                guard
                    let key = try connection.prepare(StoredQuery.runByID).rows(.text(id), reading: { $0.integer() })
                        .first
                else { return nil }
                return try RunReader(connection: connection).environment(key)
            }
        }
    }

    /// Every cell that a suite's runs measured since then, on each machine as the latest finished run there left it; those
    /// of the latest run first, in its order.
    ///
    /// - Parameter countsGates: whether runs of `pawl gate` are among them.
    /// - Complexity: O(cells of these runs).
    public func latestCells(ofSuite suite: String, since: Date, countsGates: Bool) throws(StoreError) -> [LatestCell] {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                let found = try connection.prepare(StoredQuery.latestCells).rows(
                    .text(suite), .integer(StoredTime.earliest(since)), .integer(countsGates ? 1 : 0)
                ) { (row) throws(StoreError) -> (key: Int64, cell: LatestCell) in
                    let startedAt = row.time()
                    let run = row.text(), key = row.integer()
                    let address = CellAddress(
                        suite: suite, model: row.text(), variant: row.text(), runtimeLabel: row.text())
                    let isReference = row.boolean()
                    let runtime = "\(row.text()) \(row.text())"
                    return (
                        key,
                        LatestCell(
                            address: address, isReference: isReference, runtime: runtime, machine: row.text(), run: run,
                            startedAt: startedAt, failure: row.optionalText(),
                            verdicts: try Self.verdicts(&row))
                    )
                }
                var cells: [LatestCell] = []
                let values = try connection.prepare("SELECT metric, value FROM cell_metrics WHERE cell = ?")
                for (key, var cell) in found {
                    for (name, value) in try values.rows(.integer(key), reading: { ($0.text(), $0.realOrNaN()) }) {
                        guard let metric = Metric(rawValue: name), value.isFinite else { continue }
                        cell.values[metric] = value
                    }
                    cells.append(cell)
                }
                return cells
            }
        }
    }

    private static func summary(_ row: inout Row) throws(StoreError) -> RunSummary {
        RunSummary(
            id: row.text(), kind: try row.enumeration(), status: try row.enumeration(), suite: row.text(),
            startedAt: row.time(),
            finishedAt: try row.optional { $0.time() },
            hostName: row.text(), gitCommit: row.optionalText(),
            gitIsDirty: try row.optional { $0.boolean() }, onInconclusive: try row.enumeration(),
            cellCount: try row.int(), failedCellCount: try row.int(), verdicts: try verdicts(&row))
    }

    /// From the states of all verdicts, with commas between; NULL where there is none.
    private static func verdicts(_ row: inout Row) throws(StoreError) -> [Verdict.State: Int] {
        let words = row.optionalText() ?? ""
        var verdicts: [Verdict.State: Int] = [:]
        for word in words.split(separator: ",") {
            guard let state = Verdict.State(rawValue: String(word)) else {
                throw row.unreadable("'\(word)' is not a State")
            }
            verdicts[state, default: 0] += 1
        }
        return verdicts
    }
}

extension StoredQuery {
    static let runs: StaticString = """
        SELECT id, kind, status, suite_name, started_at_unix_ns, finished_at_unix_ns, host_name, git_commit, git_is_dirty,
            on_inconclusive,
            (SELECT count(*) FROM run_cells WHERE run_cells.run = runs.run),
            (SELECT count(*) FROM run_cells WHERE run_cells.run = runs.run AND failure_kind IS NOT NULL),
            (SELECT group_concat(state) FROM verdicts WHERE verdicts.run = runs.run)
        FROM runs ORDER BY started_at_unix_ns DESC, run DESC LIMIT ?
        """

    static let runsOfSuiteSince: StaticString = """
        SELECT id, kind, status, suite_name, started_at_unix_ns, finished_at_unix_ns, host_name, git_commit, git_is_dirty,
            on_inconclusive,
            (SELECT count(*) FROM run_cells WHERE run_cells.run = runs.run),
            (SELECT count(*) FROM run_cells WHERE run_cells.run = runs.run AND failure_kind IS NOT NULL),
            (SELECT group_concat(state) FROM verdicts WHERE verdicts.run = runs.run)
        FROM runs WHERE suite_name = ?1 AND started_at_unix_ns >= ?2
        ORDER BY started_at_unix_ns DESC, run DESC
        """

    static let suiteNames: StaticString = """
        SELECT suite_name FROM runs GROUP BY suite_name ORDER BY max(started_at_unix_ns) DESC, suite_name
        """

    /// Of each group the row with the largest start: SQLite takes the other columns from that very row.
    static let latestCells: StaticString = """
        SELECT max(runs.started_at_unix_ns), runs.id, cells.cell, subjects.model, subjects.variant, subjects.runtime_label,
            subjects.is_reference, subjects.runtime_name, subjects.runtime_version,
            coalesce(subjects.device, runs.host_name),
            cells.failure_message,
            (SELECT group_concat(state) FROM verdicts WHERE verdicts.cell = cells.cell)
        FROM runs
        CROSS JOIN run_cells AS cells ON cells.run = runs.run
        CROSS JOIN subjects ON subjects.subject = cells.subject
        WHERE runs.suite_name = ?1 AND runs.started_at_unix_ns >= ?2
            AND runs.status IN ('complete', 'incomplete') AND (?3 OR runs.kind <> 'gate') AND subjects.side = 'candidate'
        GROUP BY subjects.model, subjects.variant, subjects.runtime_label, coalesce(subjects.device, runs.host_name)
        ORDER BY 1 DESC, cells.position
        """
}
