import Records

/// Reads versions of named baselines back. Called within a transaction.
struct BaselineReader {
    var connection: Connection

    /// Of all names, or of one; by name, then version.
    func read(name: String?) throws(StoreError) -> [BaselinePromotion] {
        let found = try connection.prepare(
            """
            SELECT baseline, name, version, action, restored_version, origin, promoted_by, promoted_on,
                promoted_at_unix_ns, reason, accepted_reason, overridden_verdicts, run_id, run_started_at_unix_ns,
                suite_name, suite_file, suite_digest, pawl_version, host_name, machine_fingerprint, git_commit,
                git_is_dirty
            FROM baselines WHERE ?1 IS NULL OR name = ?1 ORDER BY name, version
            """
        ).rows(.optional(name)) { (row) throws(StoreError) in
            (
                key: row.integer(),
                promotion: BaselinePromotion(
                    name: row.text(), version: try row.int(), action: try row.enumeration(),
                    restoredVersion: try row.optional(Row.readInt),
                    origin: try row.optional { (row) throws(StoreError) in try row.json() }, promotedBy: row.text(),
                    promotedOn: row.text(), promotedAt: StoredTime.date(ofNanoseconds: row.integer()),
                    reason: try row.optional { $0.text() }, acceptedReason: try row.optional { $0.text() },
                    overriddenVerdicts: try row.json(),
                    run: BaselineRun(
                        id: row.text(), startedAt: StoredTime.date(ofNanoseconds: row.integer()),
                        suite: SuiteReference(name: row.text(), file: row.text(), digest: row.text()),
                        pawlVersion: row.text(), hostName: row.text(), machineFingerprint: row.text(),
                        gitCommit: try row.optional { $0.text() }, gitIsDirty: try row.optional { $0.boolean() }),
                    variants: [])
            )
        }
        var promotions: [BaselinePromotion] = []
        for (key, promotion) in found {
            var promotion = promotion
            promotion.variants = try variants(key)
            promotion.files = try files(key)
            promotions.append(promotion)
        }
        return promotions
    }

    private func variants(_ baseline: Int64) throws(StoreError) -> [BaselineVariant] {
        try connection.prepare(
            """
            SELECT model, variant, runtime_label, model_path, model_digest, model_bytes, runtime_name, runtime_version,
                runtime_library_digest, runtime_provider, runtime_options, golden_set_digest, device, figures
            FROM baseline_variants WHERE baseline = ? ORDER BY position
            """
        ).rows(.integer(baseline)) { (row) throws(StoreError) in
            BaselineVariant(
                model: row.text(), variant: row.text(), runtimeLabel: row.text(),
                modelFile: ModelFileRecord(path: row.text(), digest: row.text(), bytes: try row.number()),
                runtime: RuntimeRecord(
                    name: row.text(), version: row.text(), libraryDigest: row.text(), provider: row.text(),
                    options: try row.json()),
                goldenSetDigest: row.text(), device: try row.optional { $0.text() }, figures: try row.json())
        }
    }

    private func files(_ baseline: Int64) throws(StoreError) -> [BaselineFile] {
        try connection.prepare(
            "SELECT role, owner, path, digest, bytes FROM baseline_files WHERE baseline = ? ORDER BY position"
        ).rows(.integer(baseline)) { (row) throws(StoreError) in
            BaselineFile(
                role: try row.enumeration(), owner: row.text(), path: row.text(), digest: row.text(),
                bytes: try row.number())
        }
    }
}
