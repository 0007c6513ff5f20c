import Records

extension Table<NamedBaselineRecord> {
    /// Which named baseline a run was gated against: a copy, so that the run's reports never change.
    static var namedBaselines: Self {
        Table(
            name: "run_baselines", keys: ["run"],
            columns: [
                .text("name", \.name), .integer("version", \.version), .text("baseline_run_id", \.run),
                .text("promoted_by", \.promotedBy), .text("promoted_on", \.promotedOn),
                .time("promoted_at_unix_ns", \.promotedAt), .optional("reason", \.reason),
                .optional("accepted_reason", \.acceptedReason), .json("overridden_verdicts", \.overriddenVerdicts),
                .json("fallbacks", \.fallbacks),
            ]
        ) { (row) throws(StoreError) in
            NamedBaselineRecord(
                name: row.text(), version: try row.int(), run: row.text(), promotedBy: row.text(),
                promotedOn: row.text(), promotedAt: row.time(),
                reason: row.optionalText(), acceptedReason: row.optionalText(),
                overriddenVerdicts: try row.json(), fallbacks: try row.json())
        }
    }
}
