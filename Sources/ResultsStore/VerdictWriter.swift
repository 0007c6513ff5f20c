import Records

/// Writes verdicts: what a gate found once, however many runs it found the same in. Called within a writing transaction.
struct VerdictWriter {
    private let findings: SharedRows<Verdict>
    private let insertJudgement: Statement

    init(connection: Connection, runID: String) throws(StoreError) {
        findings = try SharedRows(.findings, key: "finding", connection, run: runID)
        insertJudgement = try connection.prepare(
            "INSERT INTO judgements (run, position, cell, finding, seconds_spent) VALUES (?, ?, ?, ?, ?)")
    }

    /// - Parameter cell: the key of the verdict's cell.
    func write(_ verdict: Verdict, run: Int64, position: Int, cell: Int64?) throws(StoreError) {
        try insertJudgement.run(
            .integer(run), .integer(position), .optional(cell), .integer(try findings.key(of: verdict)),
            .real(verdict.secondsSpent))
    }
}
