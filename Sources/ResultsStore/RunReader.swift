import Records

/// Reads one run back whole. Called within a reading transaction, so that a writer cannot come between two queries.
struct RunReader {
    var connection: Connection

    func read(_ key: Int64, withLaunches: Bool = true) throws(StoreError) -> RunRecord? {
        guard var run = try header(key) else { return nil }
        run.storedBaseline = try connection.select(from: .storedBaselines, of: key).first
        run.storedBaseline?.history = try connection.select(from: .baselineHistory, of: key)
        run.rawValuesAgedOutAt = try connection.prepare("SELECT aged_at_unix_ns FROM aged_runs WHERE run = ?")
            .rows(.integer(key)) { $0.time() }.first
        run.namedBaseline = try connection.select(from: .namedBaselines, of: key).first
        run.warnings = try connection.prepare("SELECT message FROM warnings WHERE run = ? ORDER BY position")
            .rows(.integer(key)) { $0.text() }
        let sets = GoldenSetReader(connection: connection)
        for set in try connection.prepare("SELECT golden_set FROM run_golden_sets WHERE run = ? ORDER BY position")
            .rows(.integer(key), reading: { $0.integer() })
        {
            if let set = try sets.read(set) { run.goldenSets.append(set) }
        }
        run.cells = try CellReader(connection: connection).read(run: key, withLaunches: withLaunches)
        run.pairs = try pairs(key)
        run.verdicts = try verdicts(key)
        return run
    }

    /// The environment of one run alone.
    func environment(_ key: Int64) throws(StoreError) -> EnvironmentRecord? {
        try header(key)?.environment
    }

    private func header(_ key: Int64) throws(StoreError) -> RunRecord? {
        var run: RunRecord? = try connection.select(from: .runs, of: key).first
        if run != nil { run?.environment.facts = try connection.select(from: .environmentFacts, of: key) }
        return run
    }

    private func pairs(_ key: Int64) throws(StoreError) -> [PairRecord] {
        let table = Table<PairRecord>.pairs
        return try connection.prepare(
            selecting: "pairs.position, baseline.position, candidate.position", from: table,
            """
            JOIN run_cells AS baseline ON baseline.cell = pairs.baseline_cell
            JOIN run_cells AS candidate ON candidate.cell = pairs.candidate_cell
            WHERE pairs.run = ? ORDER BY pairs.position
            """
        ).rows(.integer(key)) { (row) throws(StoreError) in
            let id = try row.int(), baseline = try row.int(), candidate = try row.int()
            var pair = try table.read(&row)
            (pair.id, pair.baselineCell, pair.candidateCell) = (id, baseline, candidate)
            return pair
        }
    }

    func verdicts(_ key: Int64) throws(StoreError) -> [Verdict] {
        let table = Table<Verdict>.findings
        return try connection.prepare(
            composed: """
                SELECT cells.position, verdicts.seconds_spent, \(table.selected(from: "verdicts"))
                FROM verdicts LEFT JOIN run_cells AS cells ON cells.cell = verdicts.cell
                WHERE verdicts.run = ? ORDER BY verdicts.position
                """
        ).rows(.integer(key)) { (row) throws(StoreError) in
            let cell: Int? = try row.optionalNumber(), seconds = row.real()
            var verdict = try table.read(&row)
            (verdict.cell, verdict.secondsSpent) = (cell, seconds)
            return verdict
        }
    }
}
