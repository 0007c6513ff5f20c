import Records
import Support

/// Writes where a cell's answers come from. Called within a writing transaction.
struct ProvenanceWriter {
    var connection: Connection
    var runID: String

    func write(_ origin: EvaluationProvenance, of accuracy: AccuracyRecord, cell: Int64) throws(StoreError) {
        let repetition = origin.repetition
        // Eight bytes a sample, big-endian, like the digests that they begin.
        let digests = origin.sampleDigests.flatMap { digest in
            (0..<8).map { UInt8(truncatingIfNeeded: digest >> (56 - 8 * $0)) }
        }
        let insert = try connection.prepare(
            """
            INSERT INTO answers (cell, answer_key, scores_digest, sample_digests, reference_scores_digest,
                baseline_scores_digest, evaluated_at_unix_ns, reused_from_run, repeated_run,
                repeated_evaluated_at_unix_ns, differing_samples, differing_predictions, seal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        let checksum = try checksum(accuracy)
        let evaluatedAt = try StoredTime.value(of: origin.evaluatedAt, run: runID)
        let repeatedAt = try (repetition?.evaluatedAt).map { (date) throws(StoreError) in
            try StoredTime.value(of: date, run: runID)
        }
        let stored: Result<Void, StoreError> = digests.withUnsafeBytes { bytes in
            Result { () throws(StoreError) in
                try insert.run(
                    .integer(cell), .optional(origin.key), .text(origin.scoresDigest), .blob(bytes),
                    .optional(origin.referenceScoresDigest), .optional(origin.baselineScoresDigest), evaluatedAt,
                    .optional(origin.reusedFromRun), .optional(repetition?.run), repeatedAt ?? .null,
                    .optional(repetition?.differingSamples), .optional(repetition?.differingPredictions),
                    .text(checksum))
            }
        }
        try stored.get()
    }

    private func checksum(_ accuracy: AccuracyRecord) throws(StoreError) -> String {
        do {
            return try EvaluationChecksum.of(accuracy)
        } catch {
            throw .invalidRecord(run: runID, reason: "\(error)")
        }
    }
}

/// A checksum over everything that is kept of a cell's answers, so that a damaged or changed row is never reused.
///
/// It guards against bits that rot and hands that edit, not against somebody who means to deceive: who can write the database can
/// compute it too.
enum EvaluationChecksum {
    /// SHA-256 of the record as JSON with sorted keys, which is the same text for the same record.
    ///
    /// - Throws: what the encoder says of a record that cannot be encoded.
    static func of(_ accuracy: AccuracyRecord) throws -> String {
        SHA256.hexadecimal(of: try JSONText.encode(accuracy))
    }
}
