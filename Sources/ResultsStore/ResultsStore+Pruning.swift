import Foundation
import Records

extension ResultsStore {
    /// What is left of a cell, from its raw values and what is recorded of it.
    public typealias Ageing = @Sendable (_ cell: CellRecord, _ recorded: [Metric: Double]) -> RetainedSummary

    /// What `prune` would do; changes nothing.
    ///
    /// - Complexity: O(blocks of the runs that it would prune).
    public func pruningPlan(before date: Date) throws(StoreError) -> PruningReport {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                try Self.plan(Self.pruner(connection, before: date) { _, _ in .init(launches: 0, timedValues: 0) })
                    .report
            }
        }
    }

    /// Lets the raw values of runs that started before `date` age out: timed values, launches, predictions sample by sample, operator
    /// profiles. Figures, levels, verdicts and what was known of the machine stay.
    ///
    /// Runs that `RetentionPolicy` names are left whole. Many short transactions: other processes read and write between them, and a
    /// killed process leaves each cell either whole or aged.
    ///
    /// - Parameters:
    ///   - now: what aged runs say of when it happened.
    ///   - ageing: computes what is left of a cell.
    ///   - proceed: told what is done so far, of how many cells; false ends in good order.
    /// - Throws: `StoreError.locked` when another process holds the database for longer than the busy timeout, `.diskFull`,
    ///   `.readOnly`, `.corrupt`; what was done until then stays done.
    public func prune(
        before date: Date, now: Date = Date(), ageing: @escaping Ageing,
        proceed: (_ done: PruningReport, _ cells: Int) -> Bool = { _, _ in true }
    ) throws(StoreError) -> PruningReport {
        try withConnection { connection throws(StoreError) in
            var pruner = Self.pruner(connection, before: date, ageing)
            let (runs, plan) = try connection.transaction(.reading) { () throws(StoreError) in
                try Self.plan(pruner)
            }
            var report = plan
            report.runs = 0
            report.cells = 0
            // What others logged takes space that the steps below may need.
            try? Self.shortenLog(connection)
            for run in runs {
                var done = 0
                repeat {
                    guard proceed(report, plan.cells) else {
                        report.isFinished = false
                        return report
                    }
                    let step = pruner.cellsPerTransaction
                    do throws(StoreError) {
                        done = try WriteBackoff().take { () throws(StoreError) in
                            try connection.transaction(.writing) { () throws(StoreError) in
                                try pruner.ageSomeCells(of: run, now: now)
                            }
                        }
                    } catch .diskFull where step > 1 {
                        // Pages that are written stand in the log, too: one cell at a time, brought into the file at once, needs
                        // the least of it.
                        pruner.cellsPerTransaction = 1
                        try Self.shortenLog(connection)
                        done = 1
                        continue
                    }
                    if step == 1 { try Self.shortenLog(connection) }
                    report.cells += done
                } while done == pruner.cellsPerTransaction
                report.runs += 1
            }
            var cell: Int64? = 0
            while let last = cell, proceed(report, plan.cells) {
                cell = try WriteBackoff().take { () throws(StoreError) in
                    try connection.transaction(.writing) { () throws(StoreError) in
                        try pruner.ageSomeKeptEvaluations(after: last)
                    }
                }
            }
            report.isFinished = cell == nil
            return report
        }
    }

    private static func pruner(_ connection: Connection, before date: Date, _ ageing: @escaping Ageing)
        -> RawValuePruner
    {
        let time = StoredTime.nanoseconds(of: date) ?? (date.timeIntervalSinceReferenceDate < 0 ? .min : .max)
        return RawValuePruner(connection: connection, before: time, summarise: ageing)
    }

    private static func plan(
        _ pruner: RawValuePruner
    ) throws(StoreError) -> (runs: [Int64], report: PruningReport) {
        let candidates = try pruner.candidates()
        var report = PruningReport()
        report.runs = candidates.runs.count
        report.keptRuns = candidates.kept
        let sizes = try pruner.connection.prepare(
            """
            SELECT (SELECT count(*) FROM run_cells WHERE run = ?1 AND cell NOT IN (SELECT cell FROM aged_cells)),
                ifnull(sum(length(latencies)), 0)
            FROM run_cells JOIN launches USING (cell) JOIN blocks USING (launch) WHERE run_cells.run = ?1
            """)
        for run in candidates.runs {
            for (cells, bytes) in try sizes.rows(.integer(run), reading: { ($0.integer(), $0.integer()) }) {
                report.cells += Int(cells)
                report.rawBytes += Int(bytes)
            }
        }
        return (candidates.runs, report)
    }
}
