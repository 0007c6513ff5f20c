import Records

/// Writes verdicts: what a gate found once, however many runs it found the same in. Called within a writing transaction.
final class VerdictWriter {
    private let connection: Connection
    private let runID: String
    private let find: Statement
    private let insertFinding: Statement
    private let insertJudgement: Statement

    init(connection: Connection, runID: String) throws(StoreError) {
        self.connection = connection
        self.runID = runID
        find = try connection.prepare(
            """
            SELECT finding FROM findings
            WHERE digest = ? AND gate = ? AND metric = ? AND against = ? AND rule = ? AND file = ? AND line = ?
                AND column_number = ? AND state = ? AND headline = ? AND details = ? AND evidence IS ?
            """)
        insertFinding = try connection.prepare(
            """
            INSERT INTO findings (digest, gate, metric, against, rule, file, line, column_number, state, headline, details,
                evidence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insertJudgement = try connection.prepare(
            "INSERT INTO judgements (run, position, cell, finding, seconds_spent) VALUES (?, ?, ?, ?, ?)")
    }

    /// - Parameter cell: the key of the verdict's cell.
    func write(_ verdict: Verdict, run: Int64, position: Int, cell: Int64?) throws(StoreError) {
        try insertJudgement.run(
            .integer(run), .integer(position), .optional(cell), .integer(try finding(verdict)),
            .real(verdict.secondsSpent))
    }

    private func finding(_ verdict: Verdict) throws(StoreError) -> Int64 {
        let details = try json(verdict.details)
        let evidence = try verdict.evidence.map(json)
        let digest = ContentDigest.of([
            "\(verdict.gate)", verdict.metric.rawValue, verdict.against.rawValue, verdict.rule, verdict.file,
            "\(verdict.line)", "\(verdict.column)", verdict.state.rawValue, verdict.headline, details, evidence ?? "",
        ])
        let values: [BoundValue] = [
            .integer(digest), .integer(verdict.gate), .text(verdict.metric.rawValue), .text(verdict.against.rawValue),
            .text(verdict.rule), .text(verdict.file), .integer(verdict.line), .integer(verdict.column),
            .text(verdict.state.rawValue), .text(verdict.headline), .text(details), .optional(evidence),
        ]
        if let found = try find.rows(values, reading: { $0.integer() }).first { return found }
        try insertFinding.run(values)
        return connection.lastInsertedRow
    }

    private func json(_ value: some Encodable) throws(StoreError) -> String {
        do {
            return try JSONText.encode(value)
        } catch {
            throw .invalidRecord(run: runID, reason: "\(error)")
        }
    }
}
