import Foundation
import Records

/// Reads one run back whole. Called within a reading transaction, so that a writer cannot come between two queries.
struct RunReader {
    var connection: Connection

    func read(_ key: Int64, withLaunches: Bool = true) throws(StoreError) -> RunRecord? {
        let environmentFacts = try connection.select(from: .environmentFacts, of: key)
        guard var run = try header(key, facts: environmentFacts) else { return nil }
        run.storedBaseline = try connection.select(from: .storedBaselines, of: key).first
        run.storedBaseline?.history = try connection.select(from: .baselineHistory, of: key)
        run.rawValuesAgedOutAt = try connection.prepare("SELECT aged_at_unix_ns FROM aged_runs WHERE run = ?")
            .rows(.integer(key)) { StoredTime.date(ofNanoseconds: $0.integer()) }.first
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
        try header(key, facts: try connection.select(from: .environmentFacts, of: key))?.environment
    }

    private func header(_ key: Int64, facts: [EnvironmentRecord.Fact]) throws(StoreError) -> RunRecord? {
        try connection.prepare(
            """
            SELECT id, kind, status, on_inconclusive, suite_name, suite_file, suite_digest, against_suite_name, against_suite_file,
                against_suite_digest, started_at_unix_ns, finished_at_unix_ns, seed, pawl_version, host_name,
                machine_fingerprint, git_commit, git_is_dirty
            FROM runs WHERE run = ?
            """
        ).rows(.integer(key)) { (row) throws(StoreError) in
            let id = row.text()
            let kind: RunRecord.Kind = try row.enumeration()
            let status: RunRecord.Status = try row.enumeration()
            let onInconclusive: InconclusivePolicy = try row.enumeration()
            return RunRecord(
                id: id, kind: kind, status: status,
                suite: SuiteReference(name: row.text(), file: row.text(), digest: row.text()),
                against: try Self.suite(
                    try row.optional { $0.text() }, try row.optional { $0.text() }, try row.optional { $0.text() }),
                startedAt: StoredTime.date(ofNanoseconds: row.integer()),
                finishedAt: try row.optional { StoredTime.date(ofNanoseconds: $0.integer()) },
                seed: try Self.seed(row.text(), row), pawlVersion: row.text(),
                environment: EnvironmentRecord(
                    hostName: row.text(), machineFingerprint: row.text(), gitCommit: try row.optional { $0.text() },
                    gitIsDirty: try row.optional { $0.boolean() }, facts: facts),
                onInconclusive: onInconclusive)
        }.first
    }

    private static func suite(_ name: String?, _ file: String?, _ digest: String?) throws(StoreError) -> SuiteReference?
    {
        guard let name, let file, let digest else { return nil }
        return SuiteReference(name: name, file: file, digest: digest)
    }

    private static func seed(_ text: String, _ row: Row) throws(StoreError) -> UInt64 {
        guard let seed = UInt64(text) else { throw row.unreadable("'\(text)' is not a seed") }
        return seed
    }

    private func pairs(_ key: Int64) throws(StoreError) -> [PairRecord] {
        try connection.prepare(
            """
            SELECT pairs.position, purpose, baseline.position, candidate.position, launches_planned, launches_measured,
                looks, ending, pairs.seconds_spent
            FROM pairs
            JOIN run_cells AS baseline ON baseline.cell = pairs.baseline_cell
            JOIN run_cells AS candidate ON candidate.cell = pairs.candidate_cell
            WHERE pairs.run = ? ORDER BY pairs.position
            """
        ).rows(.integer(key)) { (row) throws(StoreError) in
            PairRecord(
                id: try row.int(), purpose: try row.enumeration(), baselineCell: try row.int(),
                candidateCell: try row.int(), launchesPlanned: try row.int(), launchesMeasured: try row.int(),
                looks: try row.json(), ending: try row.optional { (row) throws(StoreError) in try row.enumeration() },
                secondsSpent: row.real())
        }
    }

    func verdicts(_ key: Int64) throws(StoreError) -> [Verdict] {
        try connection.prepare(
            """
            SELECT gate, metric, against, rule, file, line, column_number, cells.position, state, headline, details,
                evidence, verdicts.seconds_spent
            FROM verdicts LEFT JOIN run_cells AS cells ON cells.cell = verdicts.cell
            WHERE verdicts.run = ? ORDER BY verdicts.position
            """
        ).rows(.integer(key)) { (row) throws(StoreError) in
            Verdict(
                gate: try row.int(), metric: try row.enumeration(), against: try row.enumeration(), rule: row.text(),
                file: row.text(), line: try row.int(), column: try row.int(), cell: try row.optional(Row.readInt),
                state: try row.enumeration(), headline: row.text(), details: try row.json(),
                evidence: try row.optional { (row) throws(StoreError) in try row.json() }, secondsSpent: row.real())
        }
    }
}

extension Row {
    static func readInt(_ row: inout Row) throws(StoreError) -> Int { try row.int() }
}
