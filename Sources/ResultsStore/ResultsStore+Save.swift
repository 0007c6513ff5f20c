import Records

extension ResultsStore {
    /// Stores a run whole, in one transaction; a run with the same id is replaced.
    ///
    /// A run may be saved as often as it grows: with status `running` when it starts, and again at the end.
    ///
    /// - Parameters:
    ///   - summaries: One number per metric and cell id, in the metric's base unit (nanoseconds, inferences per
    ///     second, bytes, shares of 1, nats). The metrics of `CellRecord.accuracy` are added where they are missing.
    /// - Throws: `StoreError.invalidRecord` for a record that contradicts itself, `.diskFull`, `.locked`, `.readOnly`,
    ///   `.corrupt`; the database then has what it had before.
    /// - Complexity: O(values), about a million block values a second.
    public func save(_ run: RunRecord, summaries: [Int: [Metric: Double]] = [:]) throws(StoreError) {
        try RecordValidation.check(run, summaries: summaries)
        try withConnection { connection throws(StoreError) in
            let writer = RunWriter(connection: connection, runID: run.id)
            try connection.transaction(.writing) { () throws(StoreError) in
                try writer.write(run, summaries: summaries)
            }
        }
    }
}
