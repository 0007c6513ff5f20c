import Foundation
import Records

/// Lets the raw values of old runs age out, some cells at a time.
///
/// What is left of a cell is written in the transaction that removes what it stands for, so that a killed process leaves each
/// cell either whole or aged, and the next call goes on where this one ended.
struct RawValuePruner {
    /// Another writer gets its turn after some ten milliseconds.
    var cellsPerTransaction = 10
    var connection: Connection
    /// Runs that started earlier age, in nanoseconds since 1970.
    var before: Int64
    var summarise: ResultsStore.Ageing

    /// The runs that have raw values and are not kept whole, oldest first.
    func candidates() throws(StoreError) -> (runs: [Int64], kept: Int) {
        let old = try connection.prepare(StoredQuery.runsWithRawValues).rows(.integer(before)) { row in
            (key: row.integer(), id: row.text())
        }
        let kept = try RetentionPolicy(connection: connection).ids(before: before)
        let runs = old.filter { !kept.contains($0.id) }.map(\.key)
        return (runs, old.count - runs.count)
    }

    /// Called within a writing transaction.
    ///
    /// - Returns: how many cells were done; fewer than `cellsPerTransaction` when the run is finished.
    func ageSomeCells(of run: Int64, now: Date) throws(StoreError) -> Int {
        // It may have been deleted, or begun anew, since it was found.
        let found = try connection.prepare("SELECT id, status FROM runs WHERE run = ? AND started_at_unix_ns < ?")
            .rows(.integer(run), .integer(before)) { (id: $0.text(), status: $0.text()) }.first
        guard let found, found.status != RunRecord.Status.running.rawValue else { return 0 }
        let aged = RetainedSummaryWriter(connection: connection)
        try aged.begin(run: run, at: .time(now, ofRun: found.id))
        let cells = try CellReader(connection: connection)
            .read(run: run, onlyWithRawValues: cellsPerTransaction)
        for (key, cell) in cells { try age(cell, key: key, run: found.id) }
        if cells.count < cellsPerTransaction {
            try ageVerdicts(of: run, id: found.id)
            try connection.prepare("DELETE FROM baseline_history WHERE run = ?").run(.integer(run))
            try aged.finish(run: run)
        }
        return cells.count
    }

    /// Lets evaluations go that former calls left whole, because runs reused them that have aged since. Called within a writing
    /// transaction.
    ///
    /// - Parameter cell: where the call before ended.
    /// - Returns: the last cell that was looked at; nil when there are no more.
    func ageSomeKeptEvaluations(after cell: Int64) throws(StoreError) -> Int64? {
        let kept = try connection.prepare(StoredQuery.keptEvaluations)
            .rows(.integer(cell), .integer(cellsPerTransaction)) { (key: $0.integer(), run: $0.text()) }
        for (key, run) in kept {
            guard let accuracy = try EvaluationReader(connection: connection).accuracy(ofCell: key) else { continue }
            try age(accuracy, key: key, run: run)
        }
        return kept.last?.key
    }

    private func age(_ cell: CellRecord, key: Int64, run: String) throws(StoreError) {
        let recorded = try RetainedSummaryReader(connection: connection).metrics(cell: key)
        let left = summarise(cell, recorded)
        try MetricWriter(connection: connection).write(left.metrics, cell: key)
        try RetainedSummaryWriter(connection: connection).write(left, cell: key)
        try connection.prepare("DELETE FROM launches WHERE cell = ?").run(.integer(key))
        try connection.prepare("DELETE FROM operators WHERE cell = ? AND is_fallback IS NOT 1").run(.integer(key))
        if let accuracy = cell.accuracy { try age(accuracy, key: key, run: run) }
    }

    /// Metrics stay, and how outputs differ tensor by tensor; values of single samples go, unless later runs still use it.
    private func age(_ accuracy: AccuracyRecord, key: Int64, run: String) throws(StoreError) {
        let isInUse =
            try connection.prepare(StoredQuery.isEvaluationInUse)
            .rows(.integer(key), .integer(before)) { $0.boolean() }.first ?? false
        if isInUse, accuracy.origin?.reusedFromRun == nil { return }
        var accuracy = accuracy
        accuracy.predictions = []
        accuracy.labelRanks = []
        accuracy.texts = []
        accuracy.confidences = nil
        accuracy.unitValues = [:]
        accuracy.unitValuesAgainstBaseline = [:]
        accuracy.comparison?.worstSamples = []
        accuracy.comparisonWithBaseline?.worstSamples = []
        accuracy.origin?.sampleDigests = []
        // The key stays where it still says something: how often an evaluation was reused, and that predictions differed.
        if !isInUse, accuracy.origin?.repetition?.isDifferent != true { accuracy.origin?.key = nil }
        try connection.prepare("DELETE FROM accuracy_passes WHERE cell = ?").run(.integer(key))
        try AccuracyWriter(connection: connection, runID: run).write(accuracy, cell: key)
    }

    /// Of a gate that passed the headline and the evidence stay; all others keep every line.
    private func ageVerdicts(of run: Int64, id: String) throws(StoreError) {
        let writer = try VerdictWriter(connection: connection, runID: id)
        let remove = try connection.prepare("DELETE FROM judgements WHERE run = ? AND position = ?")
        let cells = try connection.prepare("SELECT position, cell FROM judgements WHERE run = ? ORDER BY position")
            .rows(.integer(run)) { (row) throws(StoreError) in
                (position: try row.int(), cell: try row.optional { (row) throws(StoreError) in row.integer() })
            }
        for (place, verdict) in zip(cells, try RunReader(connection: connection).verdicts(run))
        where verdict.state == .passed && !verdict.details.isEmpty {
            var verdict = verdict
            verdict.details = []
            try remove.run(.integer(run), .integer(place.position))
            try writer.write(verdict, run: run, position: place.position, cell: place.cell)
        }
    }
}

/// What is to be pruned, or was.
public struct PruningReport: Sendable, Codable, Equatable {
    /// Runs whose raw values age out.
    public var runs = 0
    /// Runs that are old enough and are kept whole all the same.
    public var keptRuns = 0
    public var cells = 0
    /// Of their timed values; what else goes is not counted.
    public var rawBytes = 0
    /// Whether everything was done; false after an interruption.
    public var isFinished = true
    /// Of the database's file, before and after.
    public var bytesBefore = 0
    public var bytesAfter = 0

    public init() {}
}

/// The one place that says which runs keep their raw values regardless of age.
struct RetentionPolicy {
    var connection: Connection

    /// - Parameter time: runs that started earlier are about to age, in nanoseconds since 1970.
    func ids(before time: Int64) throws(StoreError) -> Set<String> {
        Set(try connection.prepare(StoredQuery.runsKeptWhole).rows(.integer(time)) { $0.text() })
    }
}

/// Backs off between many short transactions, so that others can write.
///
/// SQLite knows no queue: who waits for the lock looks again every 100 ms at most, and one that takes it again at once would
/// starve all others. Leaving it free for as long as it was held gives each look an even chance.
struct WriteBackoff {
    private static let longestPause = 0.5, shortestPause = 0.002

    /// Does some work that takes the lock, then leaves it free for as long.
    func take<Result>(_ work: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        let start = Date()
        let result = try work()
        let seconds = min(max(Date().timeIntervalSince(start), Self.shortestPause), Self.longestPause)
        usleep(UInt32(seconds * 1e6))
        return result
    }
}
