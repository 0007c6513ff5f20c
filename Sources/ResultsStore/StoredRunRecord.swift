import Records

/// A run as the database has it, with what its cells came to when it was stored.
public struct StoredRunRecord: Sendable {
    public var run: RunRecord
    /// By cell id, in base units. They stay when raw values have aged out.
    public var summaries: [Int: [Metric: Double]]
}

extension ResultsStore {
    /// How much of a run to read.
    public enum Extent: Sendable {
        case whole
        /// Without launches, which are nearly all of a run's bytes.
        case withoutLaunches
    }

    /// The run with this id and its summaries; nil when there is none.
    ///
    /// - Throws: `StoreError.unreadableRecord`, `.corrupt`, `.locked`.
    public func storedRun(id: String, _ extent: Extent = .whole) throws(StoreError) -> StoredRunRecord? {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                let keys = try connection.prepare(StoredQuery.runByID).rows(.text(id)) { $0.integer() }
                guard let key = keys.first,
                    let run = try RunReader(connection: connection).read(key, withLaunches: extent == .whole)
                else { return nil }
                return StoredRunRecord(
                    run: run, summaries: try SummaryReader(connection: connection).summaries(ofRun: key))
            }
        }
    }
}
