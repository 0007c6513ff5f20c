import Records
import Support

extension Table<AccuracyRecord> {
    /// What repeats from run to run: `read` leaves the rest as it is without an evaluation.
    static var evaluationContents: Self {
        Table(
            name: "answer_contents", keys: ["digest"],
            columns: [
                .json("predictions") { $0.predictions }, .json("label_ranks") { $0.labelRanks },
                .json("texts") { $0.texts }, .json("metrics") { $0.metrics }, .json("comparison") { $0.comparison },
            ]
        ) { (row) throws(StoreError) in
            AccuracyRecord(
                predictions: try row.json(), labelRanks: try row.json(), texts: try row.json(),
                metrics: try row.json(), seconds: 0, comparison: try row.optionalJSON())
        }
    }

    /// What is one run's own.
    static var accuracyPasses: Self {
        Table(
            name: "accuracy_passes", keys: ["cell", "content"],
            columns: [
                .json("metrics_against_baseline") { $0.metricsAgainstBaseline },
                .json("comparison_with_baseline") { $0.comparisonWithBaseline }, .real("seconds", \.seconds),
                .integer("top_k", \.topK),
            ]
        ) { (row) throws(StoreError) in
            let metrics: [Metric: Double] = try row.json()
            let comparison: OutputComparison? = try row.optionalJSON()
            return AccuracyRecord(
                metrics: [:], seconds: row.real(), topK: try row.int(), metricsAgainstBaseline: metrics,
                comparisonWithBaseline: comparison)
        }
    }
}

extension Table<EvaluationProvenance> {
    /// The seal is `EvaluationChecksum` of the whole record.
    static var provenances: Self {
        Table(
            name: "answers", keys: ["cell", "seal"],
            columns: [
                .optional("answer_key", \.key), .text("scores_digest", \.scoresDigest),
                Column(name: "sample_digests") { origin, _ in .bytes(packed(origin.sampleDigests)) },
                .optional("reference_scores_digest", \.referenceScoresDigest),
                .optional("baseline_scores_digest", \.baselineScoresDigest),
                .time("evaluated_at_unix_ns", \.evaluatedAt), .optional("reused_from_run", \.reusedFromRun),
                .optional("repeated_run", \.repetition?.run),
                .time("repeated_evaluated_at_unix_ns", \.repetition?.evaluatedAt),
                .optional("differing_samples", \.repetition?.differingSamples),
                .optional("differing_predictions", \.repetition?.differingPredictions),
            ]
        ) { (row) throws(StoreError) in
            let key = row.optionalText()
            let scoresDigest = row.text()
            let digests = try row.blob { (bytes) throws(StoreError) in unpacked(bytes) }
            guard let digests else { throw row.unreadable("digests of samples that are not 8 bytes each") }
            return EvaluationProvenance(
                key: key, scoresDigest: scoresDigest, sampleDigests: digests,
                referenceScoresDigest: row.optionalText(), baselineScoresDigest: row.optionalText(),
                evaluatedAt: row.time(), reusedFromRun: row.optionalText(), repetition: try repetition(&row))
        }
    }

    private static func repetition(_ row: inout Row) throws(StoreError) -> RepeatedEvaluation? {
        let run = row.optionalText()
        let evaluatedAt = row.time(), samples = try row.int(), predictions = try row.int()
        return run.map {
            RepeatedEvaluation(
                run: $0, evaluatedAt: evaluatedAt, differingSamples: samples, differingPredictions: predictions)
        }
    }

    /// Eight bytes a sample, big-endian, like the digests that they begin.
    private static func packed(_ digests: [UInt64]) -> [UInt8] {
        digests.flatMap { digest in withUnsafeBytes(of: digest.bigEndian) { Array($0) } }
    }

    /// Nil when the bytes are not whole digests.
    private static func unpacked(_ bytes: UnsafeRawBufferPointer) -> [UInt64]? {
        guard bytes.count.isMultiple(of: 8) else { return nil }
        return stride(from: 0, to: bytes.count, by: 8).map { start in
            bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}

/// A checksum over everything that is kept of a cell's predictions, so that a damaged or changed row is never reused.
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
