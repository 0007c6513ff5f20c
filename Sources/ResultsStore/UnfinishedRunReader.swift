import Foundation
import Records

/// Reads how far a run had come that has not ended.
struct UnfinishedRunReader {
    var connection: Connection

    func read(run: Int64) throws(StoreError) -> UnfinishedRun? {
        try connection.prepare(
            """
            SELECT plan_digest, kept_at_unix_ns, boot_id, uptime_seconds, seconds_spent
            FROM unfinished_runs WHERE run = ?
            """
        ).rows(.integer(run)) { row in
            UnfinishedRun(
                planDigest: row.text(),
                keptAt: ClockReading(
                    date: StoredTime.date(ofNanoseconds: row.integer()), bootID: row.text(), uptimeSeconds: row.real()),
                secondsSpent: row.real())
        }.first
    }
}
