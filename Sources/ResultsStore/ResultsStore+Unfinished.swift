import Foundation
import Records

extension ResultsStore {
    /// Stores a run that has not ended, whole, with what another process must know to resume it.
    ///
    /// - Throws: as `save`.
    public func save(
        _ run: RunRecord, summaries: [Int: [Metric: Double]] = [:], unfinished: UnfinishedRun
    ) throws(StoreError) {
        try RecordValidation.check(run, summaries: summaries)
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.writing) { () throws(StoreError) in
                try RunWriter(connection: connection, runID: run.id).write(run, summaries: summaries)
                try UnfinishedRunWriter(connection: connection, runID: run.id).write(unfinished)
            }
        }
    }

    /// Adds to a run that was saved unfinished what has been measured since: new launches of some cells, and where its pairs are now.
    ///
    /// What is there already is not written again: a call takes as long as what it adds. Launches that an earlier call could not
    /// store, because the database was held, are stored with the next of the same cell.
    /// - Parameters:
    ///   - cells: as they stand now, with all their launches; the first of them must be those stored already.
    ///   - pairs: likewise.
    /// - Throws: `StoreError.invalidRecord` when there is no such run, `.locked`, `.diskFull` and the like; nothing is added then.
    public func extend(
        run id: String, cells: [CellRecord], pairs: [PairRecord], unfinished: UnfinishedRun
    ) throws(StoreError) {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.writing) { () throws(StoreError) in
                let writer = UnfinishedRunWriter(connection: connection, runID: id)
                try writer.extend(cells: cells, pairs: pairs)
                try writer.write(unfinished)
            }
        }
    }

    /// The nightly runs of a suite that have not ended, the latest first, whole.
    public func unfinishedRuns(ofSuite suite: String) throws(StoreError) -> [(run: RunRecord, state: UnfinishedRun?)] {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                let keys = try connection.prepare(StoredQuery.unfinishedRuns).rows(.text(suite)) { $0.integer() }
                var found: [(run: RunRecord, state: UnfinishedRun?)] = []
                for key in keys {
                    guard let run = try RunReader(connection: connection).read(key) else { continue }
                    found.append((run, try UnfinishedRunReader(connection: connection).read(run: key)))
                }
                return found
            }
        }
    }
}
