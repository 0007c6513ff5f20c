import Records

/// Appends versions of named baselines, and reads them back. Called within a transaction.
struct BaselineTable {
    var connection: Connection

    func write(_ promotion: BaselinePromotion) throws(StoreError) {
        let run = promotion.run.id
        try connection.insert(promotion, into: .baselines, run: run)
        let key = connection.lastInsertedRow
        try connection.insert(promotion.variants, into: .baselineVariants, of: key, run: run)
        try connection.insert(promotion.files, into: .baselineFiles, of: key, run: run)
    }

    /// Of all names, or of one; by name, then version.
    func read(name: String?) throws(StoreError) -> [BaselinePromotion] {
        let table = Table<BaselinePromotion>.baselines
        let found = try connection.prepare(
            selecting: "baseline", from: table, "WHERE ?1 IS NULL OR name = ?1 ORDER BY name, version"
        ).rows(.optional(name)) { (row) throws(StoreError) in (key: row.integer(), promotion: try table.read(&row)) }
        var promotions: [BaselinePromotion] = []
        for (key, promotion) in found {
            var promotion = promotion
            promotion.variants = try connection.select(from: .baselineVariants, of: key)
            promotion.files = try connection.select(from: .baselineFiles, of: key)
            promotions.append(promotion)
        }
        return promotions
    }
}

extension Table<BaselinePromotion> {
    static var baselines: Self {
        Table(
            name: "baselines", keys: [],
            columns: [
                .text("name", \.name), .integer("version", \.version), .word("action", \.action),
                .optional("restored_version", \.restoredVersion), .json("origin") { $0.origin },
                .text("promoted_by", \.promotedBy), .text("promoted_on", \.promotedOn),
                .time("promoted_at_unix_ns", \.promotedAt), .optional("reason", \.reason),
                .optional("accepted_reason", \.acceptedReason), .json("overridden_verdicts", \.overriddenVerdicts),
                .text("run_id", \.run.id), .time("run_started_at_unix_ns", \.run.startedAt),
                .text("suite_name", \.run.suite.name), .text("suite_file", \.run.suite.file),
                .text("suite_digest", \.run.suite.digest), .text("pawl_version", \.run.pawlVersion),
                .text("host_name", \.run.hostName), .text("machine_fingerprint", \.run.machineFingerprint),
                .optional("git_commit", \.run.gitCommit), .optional("git_is_dirty", \.run.gitIsDirty),
            ]
        ) { (row) throws(StoreError) in
            BaselinePromotion(
                name: row.text(), version: try row.int(), action: try row.enumeration(),
                restoredVersion: try row.optionalNumber(),
                origin: try row.optionalJSON(), promotedBy: row.text(),
                promotedOn: row.text(), promotedAt: row.time(),
                reason: row.optionalText(), acceptedReason: row.optionalText(),
                overriddenVerdicts: try row.json(),
                run: BaselineRun(
                    id: row.text(), startedAt: row.time(),
                    suite: SuiteReference(name: row.text(), file: row.text(), digest: row.text()),
                    pawlVersion: row.text(), hostName: row.text(), machineFingerprint: row.text(),
                    gitCommit: row.optionalText(), gitIsDirty: try row.optional { $0.boolean() }),
                variants: [])
        }
    }
}

extension Table<BaselineVariant> {
    static var baselineVariants: Self {
        Table(
            name: "baseline_variants", keys: ["baseline", "position"],
            columns: [
                .text("model", \.model), .text("variant", \.variant), .text("runtime_label", \.runtimeLabel),
                .text("model_path", \.modelFile.path), .text("model_digest", \.modelFile.digest),
                .unsigned("model_bytes", \.modelFile.bytes), .text("runtime_name", \.runtime.name),
                .text("runtime_version", \.runtime.version), .text("runtime_library_digest", \.runtime.libraryDigest),
                .text("runtime_provider", \.runtime.provider), .json("runtime_options", \.runtime.options),
                .text("golden_set_digest", \.goldenSetDigest), .optional("device", \.device),
                .json("figures", \.figures),
            ]
        ) { (row) throws(StoreError) in
            BaselineVariant(
                model: row.text(), variant: row.text(), runtimeLabel: row.text(),
                modelFile: ModelFileRecord(path: row.text(), digest: row.text(), bytes: try row.number()),
                runtime: RuntimeRecord(
                    name: row.text(), version: row.text(), libraryDigest: row.text(), provider: row.text(),
                    options: try row.json()),
                goldenSetDigest: row.text(), device: row.optionalText(), figures: try row.json())
        }
    }
}

extension Table<BaselineFile> {
    static var baselineFiles: Self {
        Table(
            name: "baseline_files", keys: ["baseline", "position"],
            columns: [
                .word("role", \.role), .text("owner", \.owner), .text("path", \.path), .text("digest", \.digest),
                .unsigned("bytes", \.bytes),
            ]
        ) { (row) throws(StoreError) in
            BaselineFile(
                role: try row.enumeration(), owner: row.text(), path: row.text(), digest: row.text(),
                bytes: try row.number())
        }
    }
}
