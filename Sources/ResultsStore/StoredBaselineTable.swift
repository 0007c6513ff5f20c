import Records

extension Table<StoredBaselineRecord> {
    /// Which earlier run served as a run's baseline, without the history behind its verdicts.
    static var storedBaselines: Self {
        Table(
            name: "stored_baselines", keys: ["run"],
            columns: [
                .text("baseline_run_id", \.run), .time("started_at_unix_ns", \.startedAt),
                .text("suite_name", \.suite.name), .text("suite_file", \.suite.file),
                .text("suite_digest", \.suite.digest), .text("pawl_version", \.pawlVersion),
                .text("host_name", \.hostName), .text("machine_fingerprint", \.machineFingerprint),
                .optional("git_commit", \.gitCommit), .optional("git_is_dirty", \.gitIsDirty),
            ]
        ) { (row) throws(StoreError) in
            StoredBaselineRecord(
                run: row.text(), startedAt: row.time(),
                suite: SuiteReference(name: row.text(), file: row.text(), digest: row.text()), pawlVersion: row.text(),
                hostName: row.text(), machineFingerprint: row.text(), gitCommit: row.optionalText(),
                gitIsDirty: try row.optional { $0.boolean() })
        }
    }
}

extension Table<EarlierLevel> {
    static var baselineHistory: Self {
        Table(
            name: "baseline_history", keys: ["run", "position"],
            columns: [
                .text("past_run_id", \.run), .time("started_at_unix_ns", \.startedAt), .text("model", \.model),
                .text("variant", \.variant), .word("metric", \.metric), .real("mean_logarithm", \.mean),
                .real("standard_error", \.standardError), .real("degrees_of_freedom", \.degreesOfFreedom),
                .integer("launches", \.launches),
            ]
        ) { (row) throws(StoreError) in
            EarlierLevel(
                run: row.text(), startedAt: row.time(), model: row.text(),
                variant: row.text(), metric: try row.enumeration(), mean: row.real(), standardError: row.real(),
                degreesOfFreedom: row.real(), launches: try row.int())
        }
    }
}
