import Foundation
import Records

/// Reads what cells answered, and what former runs know of a key. Called within a reading transaction.
struct EvaluationReader {
    var connection: Connection

    func accuracy(ofCell cell: Int64) throws(StoreError) -> AccuracyRecord? {
        let found = try connection.prepare(
            """
            SELECT predictions, label_ranks, texts, metrics, seconds, top_k, metrics_against_baseline, comparison,
                comparison_with_baseline
            FROM accuracy WHERE cell = ?
            """
        ).rows(.integer(cell)) { (row) throws(StoreError) in
            AccuracyRecord(
                predictions: try row.json(), labelRanks: try row.json(), texts: try row.json(),
                metrics: try row.json(), seconds: row.real(), topK: try row.int(),
                metricsAgainstBaseline: try row.json(),
                comparison: try row.optional { (row) throws(StoreError) in try row.json() },
                comparisonWithBaseline: try row.optional { (row) throws(StoreError) in try row.json() })
        }.first
        guard var accuracy = found else { return nil }
        accuracy.unitValues = try unitValues(ofCell: cell, againstBaseline: false)
        accuracy.unitValuesAgainstBaseline = try unitValues(ofCell: cell, againstBaseline: true)
        let trials = try connection.prepare("SELECT trials FROM input_trials WHERE cell = ?").rows(.integer(cell)) {
            (row) throws(StoreError) -> InputTrials in try row.json()
        }
        accuracy.inputTrials = trials.first
        accuracy.origin = try origin(ofCell: cell)
        return accuracy
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

    /// A row that cannot be read, or does not fit its seal, is named and passed over.
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
                    .text(key), .text(latest.run), StoredTime.value(of: latest.origin.evaluatedAt, run: latest.run)
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

    private func origin(ofCell cell: Int64) throws(StoreError) -> EvaluationProvenance? {
        try connection.prepare(
            """
            SELECT answer_key, scores_digest, sample_digests, reference_scores_digest, baseline_scores_digest,
                evaluated_at_unix_ns, reused_from_run, repeated_run, repeated_evaluated_at_unix_ns, differing_samples,
                differing_predictions
            FROM answers WHERE cell = ?
            """
        ).rows(.integer(cell)) { (row) throws(StoreError) in
            let key = try row.optional { $0.text() }
            let scoresDigest = row.text()
            let digests = try row.blob { (bytes) throws(StoreError) in Self.digests(bytes) }
            guard let digests else { throw row.unreadable("digests of samples that are not 8 bytes each") }
            return EvaluationProvenance(
                key: key, scoresDigest: scoresDigest, sampleDigests: digests,
                referenceScoresDigest: try row.optional { $0.text() },
                baselineScoresDigest: try row.optional { $0.text() },
                evaluatedAt: StoredTime.date(ofNanoseconds: row.integer()),
                reusedFromRun: try row.optional { $0.text() }, repetition: try Self.repetition(&row))
        }.first
    }

    private static func repetition(_ row: inout Row) throws(StoreError) -> RepeatedEvaluation? {
        let run = try row.optional { $0.text() }
        let evaluatedAt = StoredTime.date(ofNanoseconds: row.integer())
        let samples = try row.int(), predictions = try row.int()
        return run.map {
            RepeatedEvaluation(
                run: $0, evaluatedAt: evaluatedAt, differingSamples: samples, differingPredictions: predictions)
        }
    }

    /// Nil when the bytes are not whole digests.
    private static func digests(_ bytes: UnsafeRawBufferPointer) -> [UInt64]? {
        guard bytes.count.isMultiple(of: 8) else { return nil }
        return stride(from: 0, to: bytes.count, by: 8).map { start in
            bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
