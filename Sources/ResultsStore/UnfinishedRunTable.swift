import Foundation
import Records

/// Writes how far a run has come, beside what it has measured since it was written last. Called within a writing transaction.
struct UnfinishedRunWriter {
    var connection: Connection
    var runID: String

    func write(_ state: UnfinishedRun) throws(StoreError) {
        try connection.prepare(
            """
            INSERT OR REPLACE INTO unfinished_runs (run, plan_digest, kept_at_unix_ns, boot_id, uptime_seconds, seconds_spent)
            VALUES (?, ?, ?, ?, ?, ?)
            """
        ).run(
            .integer(try runKey()), .text(state.planDigest), try .time(state.keptAt.date, ofRun: runID),
            .text(state.keptAt.bootID), .real(state.keptAt.uptimeSeconds), .real(state.secondsSpent))
    }

    func extend(cells: [CellRecord], pairs: [PairRecord]) throws(StoreError) {
        let run = try runKey()
        let pairKeys = try connection.prepare("SELECT pair FROM pairs WHERE run = ? ORDER BY position")
            .rows(.integer(run)) { $0.integer() }
        let updatePair = try connection.prepare(
            "UPDATE pairs SET launches_measured = ?, ending = ?, seconds_spent = ? WHERE run = ? AND position = ?")
        for pair in pairs {
            try updatePair.run(
                .integer(pair.launchesMeasured), .optional(pair.ending?.rawValue), .real(pair.secondsSpent),
                .integer(run), .integer(pair.id))
        }
        let launches = try LaunchWriter(connection: connection, runID: runID)
        for cell in cells {
            let key = try update(cell, of: run)
            let stored =
                try connection.prepare("SELECT count(*) FROM launches WHERE cell = ?")
                .rows(.integer(key)) { (row) throws(StoreError) in try row.int() }.first ?? 0
            let new = cell.launches.dropFirst(stored)
            guard new.allSatisfy({ $0.pair.map(pairKeys.indices.contains) ?? true }) else {
                throw .invalidRecord(run: runID, reason: "a launch of cell \(cell.name) names a pair that is not there")
            }
            try launches.write(Array(new), cell: key, pairs: pairKeys, firstPosition: stored)
        }
    }

    /// Returns the cell's key.
    private func update(_ cell: CellRecord, of run: Int64) throws(StoreError) -> Int64 {
        let key = try connection.prepare(
            "SELECT cell FROM cells WHERE run = ? AND position = ? AND model = ? AND variant = ?"
        )
        .rows(.integer(run), .integer(cell.id), .text(cell.model), .text(cell.variant)) { $0.integer() }.first
        guard let key else { throw .invalidRecord(run: runID, reason: "cell \(cell.name) is not there") }
        let subject = try SharedRows<CellRecord>(.subjects, key: "subject", connection, run: runID).key(of: cell)
        let table = Table<CellOutcome>.runCells
        var values: [BoundValue] = [.integer(subject)]
        values += try table.values(of: CellOutcome(cell), run: runID)
        values.append(.integer(key))
        try connection.prepare(composed: table.update(["subject"], key: "cell")).run(values)
        return key
    }

    private func runKey() throws(StoreError) -> Int64 {
        guard
            let key = try connection.prepare(StoredQuery.runByID).rows(.text(runID), reading: { $0.integer() }).first
        else { throw .invalidRecord(run: runID, reason: "it was not announced") }
        return key
    }
}

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
                    date: row.time(), bootID: row.text(), uptimeSeconds: row.real()),
                secondsSpent: row.real())
        }.first
    }
}
