import Records

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
