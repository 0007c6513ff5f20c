import Foundation
import Records

extension ResultsStore {
    /// What all cells of a suite came to over time, on all machines.
    ///
    /// Only the candidate's cells count, of runs that ended, without a failure in any phase; of a run that was stopped only what it
    /// measured whole: answers and sizes.
    ///
    /// - Parameters:
    ///   - since: runs that started earlier are left out, unless one of the same machine that was recorded before them lies in the
    ///     time: then it was the clock that was set back.
    ///   - kinds: whose values count; `SuiteHistory.runs` lists the others too.
    /// - Throws: `StoreError.unreadableRecord`, `.corrupt`, `.locked`.
    /// - Complexity: O(cells of the suite's runs and their values), in three queries.
    public func history(
        ofSuite suite: String, since: Date, metrics: Set<Metric>, kinds: Set<RunRecord.Kind> = [.run, .nightly]
    ) throws(StoreError) -> SuiteHistory {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                var reader = HistoryReader(connection: connection, suite: suite, metrics: metrics, kinds: kinds)
                return try reader.read(since: since)
            }
        }
    }
}
