import Records

/// Which named baseline a run was gated against: a copy, so that the run's reports never change.
struct NamedBaselineTable {
    var connection: Connection

    func write(_ baseline: NamedBaselineRecord, run: Int64, id: String) throws(StoreError) {
        let overridden: String
        let fallbacks: String
        do {
            overridden = try JSONText.encode(baseline.overriddenVerdicts)
            fallbacks = try JSONText.encode(baseline.fallbacks)
        } catch {
            throw .invalidRecord(run: id, reason: "\(error)")
        }
        try connection.prepare(
            """
            INSERT INTO run_baselines (run, name, version, baseline_run_id, promoted_by, promoted_on,
                promoted_at_unix_ns, reason, accepted_reason, overridden_verdicts, fallbacks)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run(
            .integer(run), .text(baseline.name), .integer(baseline.version), .text(baseline.run),
            .text(baseline.promotedBy), .text(baseline.promotedOn), try .time(baseline.promotedAt, ofRun: id),
            .optional(baseline.reason), .optional(baseline.acceptedReason), .text(overridden), .text(fallbacks))
    }

    func read(run: Int64) throws(StoreError) -> NamedBaselineRecord? {
        try connection.prepare(
            """
            SELECT name, version, baseline_run_id, promoted_by, promoted_on, promoted_at_unix_ns, reason,
                accepted_reason, overridden_verdicts, fallbacks
            FROM run_baselines WHERE run = ?
            """
        ).rows(.integer(run)) { (row) throws(StoreError) in
            NamedBaselineRecord(
                name: row.text(), version: try row.int(), run: row.text(), promotedBy: row.text(),
                promotedOn: row.text(), promotedAt: StoredTime.date(ofNanoseconds: row.integer()),
                reason: try row.optional { $0.text() }, acceptedReason: try row.optional { $0.text() },
                overriddenVerdicts: try row.json(), fallbacks: try row.json())
        }.first
    }
}
