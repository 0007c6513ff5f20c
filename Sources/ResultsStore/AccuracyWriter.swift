import Records

/// Writes what a cell answered: the answers once, however many runs have the same, and beside them what is this run's own.
/// Called within a writing transaction.
struct AccuracyWriter {
    var connection: Connection
    var runID: String

    func write(_ accuracy: AccuracyRecord, cell: Int64) throws(StoreError) {
        try connection.prepare(
            """
            INSERT INTO accuracy_passes (cell, content, metrics_against_baseline, comparison_with_baseline, seconds, top_k)
            VALUES (?, ?, ?, ?, ?, ?)
            """
        ).run(
            .integer(cell), .integer(try content(of: accuracy)), .text(try json(accuracy.metricsAgainstBaseline)),
            .optional(try accuracy.comparisonWithBaseline.map(json)), .real(accuracy.seconds), .integer(accuracy.topK))
        try write(
            accuracy.unitValuesAgainstBaseline, of: cell,
            "INSERT INTO baseline_unit_values (cell, metric, unit_values) VALUES (?, ?, ?)")
        if let trials = accuracy.inputTrials {
            try connection.prepare("INSERT INTO input_trials (cell, trials) VALUES (?, ?)")
                .run(.integer(cell), .text(try json(trials)))
        }
        if let origin = accuracy.origin {
            try ProvenanceWriter(connection: connection, runID: runID).write(origin, of: accuracy, cell: cell)
        }
    }

    /// The key of the row with the answers, a new one where there is none yet.
    private func content(of accuracy: AccuracyRecord) throws(StoreError) -> Int64 {
        let texts = [
            try json(accuracy.predictions), try json(accuracy.labelRanks), try json(accuracy.texts),
            try json(accuracy.metrics),
        ]
        let comparison = try accuracy.comparison.map(json)
        let digest = ContentDigest.of(texts + [comparison ?? ""])
        let values: [BoundValue] = [.integer(digest)] + texts.map(BoundValue.text) + [.optional(comparison)]
        let equal = try connection.prepare(
            """
            SELECT content FROM answer_contents
            WHERE digest = ? AND predictions = ? AND label_ranks = ? AND texts = ? AND metrics = ? AND comparison IS ?
            """
        ).rows(values) { $0.integer() }
        for content in equal where try hasUnitValues(accuracy.unitValues, content) { return content }
        try connection.prepare(
            """
            INSERT INTO answer_contents (digest, predictions, label_ranks, texts, metrics, comparison)
            VALUES (?, ?, ?, ?, ?, ?)
            """
        ).run(values)
        let content = connection.lastInsertedRow
        try write(
            accuracy.unitValues, of: content,
            "INSERT INTO content_unit_values (content, metric, unit_values) VALUES (?, ?, ?)")
        return content
    }

    private func hasUnitValues(_ unitValues: [Metric: [Double]], _ content: Int64) throws(StoreError) -> Bool {
        let count = try connection.prepare("SELECT count(*) FROM content_unit_values WHERE content = ?")
            .rows(.integer(content)) { $0.integer() }.first
        guard count == Int64(unitValues.count) else { return false }
        let find = try connection.prepare(
            "SELECT 1 FROM content_unit_values WHERE content = ? AND metric = ? AND unit_values = ?")
        for (metric, values) in unitValues {
            let packed = DoublePacking(values)
            let found = try find.rows(.integer(content), .text(metric.rawValue), .blob(packed.bytes)) { $0.integer() }
            if found.isEmpty { return false }
        }
        return true
    }

    private func write(
        _ unitValues: [Metric: [Double]], of key: Int64, _ statement: StaticString
    ) throws(StoreError) {
        let insert = try connection.prepare(statement)
        for (metric, values) in unitValues {
            let packed = DoublePacking(values)
            try insert.run(.integer(key), .text(metric.rawValue), .blob(packed.bytes))
        }
    }

    private func json(_ value: some Encodable) throws(StoreError) -> String {
        do {
            return try JSONText.encode(value)
        } catch {
            throw .invalidRecord(run: runID, reason: "\(error)")
        }
    }
}
