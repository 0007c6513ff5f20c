import Records

/// Writes the variant that a cell measured: one row, however many runs measure it. Called within a writing transaction.
struct MeasuredVariantWriter {
    var connection: Connection
    var runID: String

    /// The key of the row that says what the cell is, a new one where there is none yet.
    func key(of cell: CellRecord) throws(StoreError) -> Int64 {
        let values = try values(of: cell)
        let equal = try connection.prepare(
            """
            SELECT subject FROM subjects
            WHERE side = ? AND model = ? AND variant = ? AND runtime_label = ? AND is_reference = ? AND is_anchor = ?
                AND model_path = ? AND model_digest = ? AND model_size_bytes = ? AND runtime_name = ?
                AND runtime_version = ? AND runtime_library_digest = ? AND runtime_provider = ? AND runtime_options = ?
                AND device IS ? AND golden_set_digest = ?
            """
        ).rows(values) { $0.integer() }
        if let subject = equal.first { return subject }
        try connection.prepare(
            """
            INSERT INTO subjects (side, model, variant, runtime_label, is_reference, is_anchor, model_path, model_digest,
                model_size_bytes, runtime_name, runtime_version, runtime_library_digest, runtime_provider,
                runtime_options, device, golden_set_digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run(values)
        return connection.lastInsertedRow
    }

    private func values(of cell: CellRecord) throws(StoreError) -> [BoundValue] {
        guard let bytes = Int64(exactly: cell.modelFile.bytes) else {
            throw .invalidRecord(run: runID, reason: "\(cell.modelFile.bytes) is more than a database integer holds")
        }
        let options: String
        do {
            options = try JSONText.encode(cell.runtime.options)
        } catch {
            throw .invalidRecord(run: runID, reason: "\(error)")
        }
        return [
            .text(cell.side.rawValue), .text(cell.model), .text(cell.variant), .text(cell.runtimeLabel),
            .boolean(cell.isReference), .boolean(cell.isAnchor), .text(cell.modelFile.path),
            .text(cell.modelFile.digest), .integer(bytes), .text(cell.runtime.name), .text(cell.runtime.version),
            .text(cell.runtime.libraryDigest), .text(cell.runtime.provider), .text(options), .optional(cell.device),
            .text(cell.goldenSetDigest),
        ]
    }
}
