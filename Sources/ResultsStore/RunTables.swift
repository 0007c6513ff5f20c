import Records

extension Table<RunRecord> {
    /// What stands in a row of its own, without the facts of the environment. The key is nil for a run that is new.
    static var runs: Self {
        Table(
            name: "runs", keys: ["run"],
            columns: [
                .text("id", \.id), .word("kind", \.kind), .word("status", \.status),
                .word("on_inconclusive", \.onInconclusive), .text("suite_name", \.suite.name),
                .text("suite_file", \.suite.file), .text("suite_digest", \.suite.digest),
                .optional("against_suite_name", \.against?.name), .optional("against_suite_file", \.against?.file),
                .optional("against_suite_digest", \.against?.digest), .time("started_at_unix_ns", \.startedAt),
                .time("finished_at_unix_ns", \.finishedAt), .text("seed") { String($0.seed) },
                .text("pawl_version", \.pawlVersion), .text("host_name", \.environment.hostName),
                .text("machine_fingerprint", \.environment.machineFingerprint),
                .optional("git_commit", \.environment.gitCommit),
                .optional("git_is_dirty", \.environment.gitIsDirty),
            ]
        ) { (row) throws(StoreError) in
            let id = row.text()
            let kind: RunRecord.Kind = try row.enumeration()
            let status: RunRecord.Status = try row.enumeration()
            let onInconclusive: InconclusivePolicy = try row.enumeration()
            return RunRecord(
                id: id, kind: kind, status: status,
                suite: SuiteReference(name: row.text(), file: row.text(), digest: row.text()),
                against: suite(row.optionalText(), row.optionalText(), row.optionalText()),
                startedAt: row.time(), finishedAt: try row.optional { $0.time() }, seed: try seed(row.text(), row),
                pawlVersion: row.text(),
                environment: EnvironmentRecord(
                    hostName: row.text(), machineFingerprint: row.text(), gitCommit: row.optionalText(),
                    gitIsDirty: try row.optional { $0.boolean() }, facts: []),
                onInconclusive: onInconclusive)
        }
    }

    private static func suite(_ name: String?, _ file: String?, _ digest: String?) -> SuiteReference? {
        guard let name, let file, let digest else { return nil }
        return SuiteReference(name: name, file: file, digest: digest)
    }

    private static func seed(_ text: String, _ row: Row) throws(StoreError) -> UInt64 {
        guard let seed = UInt64(text) else { throw row.unreadable("'\(text)' is not a seed") }
        return seed
    }
}

extension Table<PairRecord> {
    /// `read` leaves the id and the cells to who knows where the rows behind the keys stand.
    static var pairs: Self {
        Table(
            name: "pairs", keys: ["run", "position", "baseline_cell", "candidate_cell"],
            columns: [
                .word("purpose", \.purpose), .integer("launches_planned", \.launchesPlanned),
                .integer("launches_measured", \.launchesMeasured), .json("looks") { $0.looks },
                .optional("ending", \.ending?.rawValue), .real("seconds_spent", \.secondsSpent),
            ]
        ) { (row) throws(StoreError) in
            PairRecord(
                id: 0, purpose: try row.enumeration(), baselineCell: 0, candidateCell: 0,
                launchesPlanned: try row.int(), launchesMeasured: try row.int(), looks: try row.json(),
                ending: try row.optionalEnumeration(), secondsSpent: row.real())
        }
    }
}

extension Table<Verdict> {
    /// What a gate found, which repeats from run to run; `judgements` has the cell and the time.
    static var findings: Self {
        Table(
            name: "findings", keys: ["digest"],
            columns: [
                .integer("gate", \.gate), .word("metric", \.metric), .word("against", \.against),
                .text("rule", \.rule), .text("file", \.file), .integer("line", \.line),
                .integer("column_number", \.column), .word("state", \.state), .text("headline", \.headline),
                .json("details") { $0.details }, .json("evidence") { $0.evidence },
            ]
        ) { (row) throws(StoreError) in
            Verdict(
                gate: try row.int(), metric: try row.enumeration(), against: try row.enumeration(), rule: row.text(),
                file: row.text(), line: try row.int(), column: try row.int(), cell: nil,
                state: try row.enumeration(), headline: row.text(), details: try row.json(),
                evidence: try row.optionalJSON())
        }
    }
}
