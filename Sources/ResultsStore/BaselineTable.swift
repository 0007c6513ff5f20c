import Foundation
import Records

/// Appends one version of a named baseline. Called within a writing transaction.
struct BaselineWriter {
    var connection: Connection

    func write(_ promotion: BaselinePromotion) throws(StoreError) {
        let run = promotion.run
        try connection.prepare(
            """
            INSERT INTO baselines (name, version, action, restored_version, origin, promoted_by, promoted_on,
                promoted_at_unix_ns, reason, accepted_reason, overridden_verdicts, run_id, run_started_at_unix_ns,
                suite_name, suite_file, suite_digest, pawl_version, host_name, machine_fingerprint, git_commit,
                git_is_dirty)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run(
            .text(promotion.name), .integer(promotion.version), .text(promotion.action.rawValue),
            .optional(promotion.restoredVersion),
            try promotion.origin.map { (origin) throws(StoreError) in .text(try json(origin, promotion)) } ?? .null,
            .text(promotion.promotedBy), .text(promotion.promotedOn), try .time(promotion.promotedAt, ofRun: run.id),
            .optional(promotion.reason), .optional(promotion.acceptedReason),
            .text(try json(promotion.overriddenVerdicts, promotion)), .text(run.id),
            try .time(run.startedAt, ofRun: run.id), .text(run.suite.name), .text(run.suite.file),
            .text(run.suite.digest), .text(run.pawlVersion), .text(run.hostName), .text(run.machineFingerprint),
            .optional(run.gitCommit), run.gitIsDirty.map(BoundValue.boolean) ?? .null)
        let key = connection.lastInsertedRow
        try writeVariants(of: promotion, key)
        let insert = try connection.prepare(
            "INSERT INTO baseline_files (baseline, position, role, owner, path, digest, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        for (position, file) in promotion.files.enumerated() {
            try insert.run(
                .integer(key), .integer(position), .text(file.role.rawValue), .text(file.owner), .text(file.path),
                .text(file.digest), .integer(Int64(clamping: file.bytes)))
        }
    }

    private func writeVariants(of promotion: BaselinePromotion, _ key: Int64) throws(StoreError) {
        let insert = try connection.prepare(
            """
            INSERT INTO baseline_variants (baseline, position, model, variant, runtime_label, model_path, model_digest,
                model_bytes, runtime_name, runtime_version, runtime_library_digest, runtime_provider, runtime_options,
                golden_set_digest, device, figures)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        for (position, variant) in promotion.variants.enumerated() {
            try insert.run(
                .integer(key), .integer(position), .text(variant.model), .text(variant.variant),
                .text(variant.runtimeLabel), .text(variant.modelFile.path), .text(variant.modelFile.digest),
                .integer(Int64(clamping: variant.modelFile.bytes)), .text(variant.runtime.name),
                .text(variant.runtime.version), .text(variant.runtime.libraryDigest), .text(variant.runtime.provider),
                .text(try json(variant.runtime.options, promotion)), .text(variant.goldenSetDigest),
                .optional(variant.device), .text(try json(variant.figures, promotion)))
        }
    }

    private func json(_ value: some Encodable, _ promotion: BaselinePromotion) throws(StoreError) -> String {
        do {
            return try JSONText.encode(value)
        } catch {
            throw .invalidRecord(run: promotion.run.id, reason: "\(error)")
        }
    }
}

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
