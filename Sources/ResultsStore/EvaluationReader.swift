import Foundation
import Records

/// Reads the evaluations of cells, and what earlier runs know of a cache key. Called within a reading transaction.
struct EvaluationReader {
    var connection: Connection

    func accuracy(ofCell cell: Int64) throws(StoreError) -> AccuracyRecord? {
        let contents = Table<AccuracyRecord>.evaluationContents, passes = Table<AccuracyRecord>.accuracyPasses
        let found = try connection.prepare(
            composed: """
                SELECT \(contents.selected(from: "accuracy")), \(passes.selected(from: "accuracy"))
                FROM accuracy WHERE cell = ?
                """
        ).rows(.integer(cell)) { (row) throws(StoreError) in
            var accuracy = try contents.read(&row)
            let pass = try passes.read(&row)
            accuracy.metricsAgainstBaseline = pass.metricsAgainstBaseline
            accuracy.comparisonWithBaseline = pass.comparisonWithBaseline
            accuracy.seconds = pass.seconds
            accuracy.topK = pass.topK
            return accuracy
        }.first
        guard var accuracy = found else { return nil }
        accuracy.unitValues = try unitValues(ofCell: cell, againstBaseline: false)
        accuracy.unitValuesAgainstBaseline = try unitValues(ofCell: cell, againstBaseline: true)
        accuracy.confidences = try confidences(ofCell: cell)
        let trials = try connection.prepare("SELECT trials FROM input_trials WHERE cell = ?").rows(.integer(cell)) {
            (row) throws(StoreError) -> StoredTrials in try row.json()
        }
        trials.first?.add(to: &accuracy)
        accuracy.origin = try connection.select(from: .provenances, of: cell).first
        return accuracy
    }

    private func confidences(ofCell cell: Int64) throws(StoreError) -> [Double]? {
        try connection.prepare(
            "SELECT confidences FROM accuracy_passes JOIN content_confidences USING (content) WHERE cell = ?"
        ).rows(.integer(cell)) { (row) throws(StoreError) in
            let values = try row.blob { DoublePacking.unpack($0) }
            guard let values else { throw row.unreadable("confidences that are no whole number of doubles") }
            return values
        }.first
    }

    private func unitValues(ofCell cell: Int64, againstBaseline: Bool) throws(StoreError) -> [Metric: [Double]] {
        let rows = try connection.prepare(
            "SELECT metric, unit_values FROM unit_values WHERE cell = ? AND against_baseline = ?"
        ).rows(.integer(cell), .integer(againstBaseline ? 1 : 0)) { (row) throws(StoreError) in
            let metric: Metric = try row.enumeration()
            let values = try row.blob { DoublePacking.unpack($0) }
            guard let values else { throw row.unreadable("unit values that are no whole number of doubles") }
            return (metric, values)
        }
        return Dictionary(rows) { $1 }
    }

    /// A row that cannot be read, or does not match its checksum, is named and passed over.
    func history(ofKey key: String) throws(StoreError) -> CachedEvaluations {
        var history = CachedEvaluations()
        let rows = try connection.prepare(StoredQuery.evaluationsByKey).rows(.text(key)) { row in
            (cell: row.integer(), run: row.text(), checksum: row.text())
        }
        for row in rows {
            guard let accuracy = try verified(row.cell, checksum: row.checksum), let origin = accuracy.origin else {
                if !history.damagedRuns.contains(row.run) { history.damagedRuns.append(row.run) }
                continue
            }
            history.latest = CachedEvaluations.Evaluation(run: row.run, accuracy: accuracy, origin: origin)
            break
        }
        if let latest = history.latest {
            history.reuses = Int(
                try connection.prepare(StoredQuery.reusesOfEvaluation).rows(
                    .text(key), .text(latest.run), .time(latest.origin.evaluatedAt, ofRun: latest.run)
                ) { $0.integer() }.first ?? 0)
        }
        let differences = try connection.prepare(StoredQuery.differencesByKey).rows(.text(key)) { row in
            (cell: row.integer(), checksum: row.text())
        }
        for row in differences where !history.isKnownToDiffer {
            history.isKnownToDiffer = try verified(row.cell, checksum: row.checksum) != nil
        }
        return history
    }

    /// Nil when the row is not what was stored.
    private func verified(_ cell: Int64, checksum: String) throws(StoreError) -> AccuracyRecord? {
        do {
            let accuracy = try accuracy(ofCell: cell)
            return try accuracy.map(EvaluationChecksum.of) == checksum ? accuracy : nil
        } catch let error as StoreError {
            guard case .unreadableRecord = error else { throw error }
            return nil
        } catch {
            return nil
        }
    }
}
