import Records

/// Writes a cell's evaluation: the predictions once, however many runs have the same, and beside them what is this run's own.
/// Called within a writing transaction.
struct AccuracyWriter {
    var connection: Connection
    var runID: String

    func write(_ accuracy: AccuracyRecord, cell: Int64) throws(StoreError) {
        let content = try content(of: accuracy)
        try connection.insert(accuracy, into: .accuracyPasses, .integer(cell), .integer(content), run: runID)
        try write(
            accuracy.unitValuesAgainstBaseline, of: cell,
            "INSERT INTO baseline_unit_values (cell, metric, unit_values) VALUES (?, ?, ?)")
        if let trials = StoredTrials(accuracy) {
            try connection.prepare("INSERT INTO input_trials (cell, trials) VALUES (?, ?)")
                .run(.integer(cell), .text(try encoded { try JSONText.encode(trials) }))
        }
        if let origin = accuracy.origin {
            let checksum = try encoded { try EvaluationChecksum.of(accuracy) }
            try connection.insert(origin, into: .provenances, .integer(cell), .text(checksum), run: runID)
        }
    }

    /// The key of the row with the predictions, a new one where there is none yet.
    private func content(of accuracy: AccuracyRecord) throws(StoreError) -> Int64 {
        let contents = try SharedRows<AccuracyRecord>(.evaluationContents, key: "content", connection, run: runID)
        for key in try contents.keys(equalTo: accuracy) where try hasUnitValues(accuracy.unitValues, key) {
            if try hasConfidences(accuracy.confidences, key) { return key }
        }
        let content = try contents.add(accuracy)
        try write(
            accuracy.unitValues, of: content,
            "INSERT INTO content_unit_values (content, metric, unit_values) VALUES (?, ?, ?)")
        if let confidences = accuracy.confidences {
            try connection.prepare("INSERT INTO content_confidences (content, confidences) VALUES (?, ?)")
                .run(.integer(content), DoublePacking.pack(confidences))
        }
        return content
    }

    private func hasUnitValues(_ unitValues: [Metric: [Double]], _ content: Int64) throws(StoreError) -> Bool {
        let count = try connection.prepare("SELECT count(*) FROM content_unit_values WHERE content = ?")
            .rows(.integer(content)) { $0.integer() }.first
        guard count == Int64(unitValues.count) else { return false }
        let find = try connection.prepare(
            "SELECT 1 FROM content_unit_values WHERE content = ? AND metric = ? AND unit_values = ?")
        for (metric, values) in unitValues {
            let found = try find.rows(.integer(content), .text(metric.rawValue), DoublePacking.pack(values)) {
                $0.integer()
            }
            if found.isEmpty { return false }
        }
        return true
    }

    private func hasConfidences(_ confidences: [Double]?, _ content: Int64) throws(StoreError) -> Bool {
        let found = try connection.prepare("SELECT confidences IS ? FROM content_confidences WHERE content = ?")
            .rows(confidences.map(DoublePacking.pack) ?? .null, .integer(content)) { $0.boolean() }.first
        return found ?? (confidences == nil)
    }

    private func write(
        _ unitValues: [Metric: [Double]], of key: Int64, _ statement: StaticString
    ) throws(StoreError) {
        let insert = try connection.prepare(statement)
        for (metric, values) in unitValues {
            try insert.run(.integer(key), .text(metric.rawValue), DoublePacking.pack(values))
        }
    }

    private func encoded(_ encode: () throws -> String) throws(StoreError) -> String {
        do {
            return try encode()
        } catch {
            throw .invalidRecord(run: runID, reason: "\(error)")
        }
    }
}
