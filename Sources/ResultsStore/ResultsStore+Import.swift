import Foundation
import Records

extension ResultsStore {
    /// Adds a run that was measured elsewhere, in one transaction. A run that is there is never changed: equal content, and the
    /// bundle that it came from before, change nothing; other content under its id is a conflict. The one exception is the row that
    /// announced this very run when it began to be measured: the whole run takes its place.
    ///
    /// - Parameters:
    ///   - summaries: by cell id, in base units, as the other database had them.
    ///   - origin: kept beside the run.
    /// - Throws: as `save` does; the database then has what it had before.
    public func add(
        _ run: RunRecord, summaries: [Int: [Metric: Double]], from origin: ImportRecord
    ) throws(StoreError) -> ImportOutcome {
        try RecordValidation.check(run, summaries: summaries)
        let importedAt = try BoundValue.time(origin.importedAt, ofRun: run.id)
        return try withConnection { connection throws(StoreError) in
            try connection.transaction(.writing) { () throws(StoreError) in
                let keys = try connection.prepare(StoredQuery.runByID).rows(.text(run.id)) { $0.integer() }
                if let key = keys.first {
                    if try Self.isAnnouncement(of: run, key, connection) {
                        // The end of a run that began in this database and could not be saved there.
                        try RunWriter(connection: connection, runID: run.id).write(run, summaries: summaries)
                        return .added
                    }
                    let known = try Self.origin(ofRun: key, connection)
                    if known?.bundleDigest == origin.bundleDigest { return .unchanged }
                    return try Self.isEqual(run, summaries, toRun: key, connection) ? .unchanged : .conflict
                }
                try RunWriter(connection: connection, runID: run.id).write(run, summaries: summaries)
                try connection.prepare(
                    """
                    INSERT INTO imported_runs (run, bundle_digest, imported_at_unix_ns, trusts_answers)
                    SELECT run, ?, ?, ? FROM runs WHERE id = ?
                    """
                ).run(.text(origin.bundleDigest), importedAt, .boolean(origin.trustsEvaluations), .text(run.id))
                return .added
            }
        }
    }

    /// Where a run came from; nil for one that was measured into this database, or is not there.
    public func origin(ofRun id: String) throws(StoreError) -> ImportRecord? {
        try withConnection { connection throws(StoreError) in
            let keys = try connection.prepare(StoredQuery.runByID).rows(.text(id)) { $0.integer() }
            guard let key = keys.first else { return nil }
            return try Self.origin(ofRun: key, connection)
        }
    }

    private static func origin(ofRun key: Int64, _ connection: Connection) throws(StoreError) -> ImportRecord? {
        try connection.prepare(
            "SELECT bundle_digest, imported_at_unix_ns, trusts_answers FROM imported_runs WHERE run = ?"
        ).rows(.integer(key)) { row in
            ImportRecord(
                bundleDigest: row.text(), importedAt: row.time(),
                trustsEvaluations: row.boolean())
        }.first
    }

    /// Whether the database has the beginning of the very run: the row that says that it is being measured.
    private static func isAnnouncement(
        of run: RunRecord, _ key: Int64, _ connection: Connection
    ) throws(StoreError) -> Bool {
        guard run.status != .running, let stored = try RunReader(connection: connection).read(key) else { return false }
        return stored.status == .running && stored.seed == run.seed && stored.suite == run.suite
            && stored.environment.hostName == run.environment.hostName && stored.pawlVersion == run.pawlVersion
            && abs(stored.startedAt.timeIntervalSince(run.startedAt)) < 1e-3
    }

    /// By their JSON: NaN is not equal to itself, and its text is.
    private static func isEqual(
        _ run: RunRecord, _ summaries: [Int: [Metric: Double]], toRun key: Int64, _ connection: Connection
    ) throws(StoreError) -> Bool {
        guard let stored = try RunReader(connection: connection).read(key) else { return false }
        let storedSummaries = try SummaryReader(connection: connection).summaries(ofRun: key)
        do {
            // What is stored of a summary includes the quality metrics.
            let given = run.cells.map { cell in
                (summaries[cell.id] ?? [:]).merging(cell.accuracy?.metrics ?? [:]) { summary, _ in summary }
            }
            return try JSONText.encode(stored) == JSONText.encode(run)
                && JSONText.encode(stored.cells.map { storedSummaries[$0.id] ?? [:] }) == JSONText.encode(given)
        } catch {
            throw .invalidRecord(run: run.id, reason: "\(error)")
        }
    }
}
