import Records

/// Writes which earlier run served as a run's baseline, and the history behind its verdicts.
struct StoredBaselineWriter {
    var connection: Connection
    var runID: String

    func write(_ baseline: StoredBaselineRecord, run: Int64) throws(StoreError) {
        try connection.prepare(
            """
            INSERT INTO stored_baselines (run, baseline_run_id, started_at_unix_ns, suite_name, suite_file, suite_digest,
                pawl_version, host_name, machine_fingerprint, git_commit, git_is_dirty)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run(
            .integer(run), .text(baseline.run), try .time(baseline.startedAt, ofRun: runID), .text(baseline.suite.name),
            .text(baseline.suite.file), .text(baseline.suite.digest), .text(baseline.pawlVersion),
            .text(baseline.hostName), .text(baseline.machineFingerprint), .optional(baseline.gitCommit),
            baseline.gitIsDirty.map(BoundValue.boolean) ?? .null)
        let insert = try connection.prepare(
            """
            INSERT INTO baseline_history (run, position, past_run_id, started_at_unix_ns, model, variant, metric,
                mean_logarithm, standard_error, degrees_of_freedom, launches)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        for (position, level) in baseline.history.enumerated() {
            try insert.run(
                .integer(run), .integer(position), .text(level.run), try .time(level.startedAt, ofRun: runID),
                .text(level.model),
                .text(level.variant), .text(level.metric.rawValue), .real(level.mean), .real(level.standardError),
                .real(level.degreesOfFreedom), .integer(level.launches))
        }
    }
}

/// Reads which earlier run served as a run's baseline.
struct StoredBaselineReader {
    var connection: Connection

    func read(run: Int64) throws(StoreError) -> StoredBaselineRecord? {
        var baseline = try connection.prepare(
            """
            SELECT baseline_run_id, started_at_unix_ns, suite_name, suite_file, suite_digest, pawl_version, host_name,
                machine_fingerprint, git_commit, git_is_dirty
            FROM stored_baselines WHERE run = ?
            """
        ).rows(.integer(run)) { (row) throws(StoreError) in
            StoredBaselineRecord(
                run: row.text(), startedAt: StoredTime.date(ofNanoseconds: row.integer()),
                suite: SuiteReference(name: row.text(), file: row.text(), digest: row.text()), pawlVersion: row.text(),
                hostName: row.text(), machineFingerprint: row.text(), gitCommit: try row.optional { $0.text() },
                gitIsDirty: try row.optional { $0.boolean() })
        }.first
        baseline?.history = try history(run)
        return baseline
    }

    private func history(_ run: Int64) throws(StoreError) -> [EarlierLevel] {
        try connection.prepare(
            """
            SELECT past_run_id, started_at_unix_ns, model, variant, metric, mean_logarithm, standard_error,
                degrees_of_freedom, launches
            FROM baseline_history WHERE run = ? ORDER BY position
            """
        ).rows(.integer(run)) { (row) throws(StoreError) in
            EarlierLevel(
                run: row.text(), startedAt: StoredTime.date(ofNanoseconds: row.integer()), model: row.text(),
                variant: row.text(), metric: try row.enumeration(), mean: row.real(), standardError: row.real(),
                degreesOfFreedom: row.real(), launches: try row.int())
        }
    }
}
