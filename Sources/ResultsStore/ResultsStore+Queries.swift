import Foundation
import Records

extension ResultsStore {
    /// The run with this id, whole; nil when there is none.
    ///
    /// - Throws: `StoreError.unreadableRecord`, `.corrupt`, `.locked`.
    public func run(id: String) throws(StoreError) -> RunRecord? {
        try read { connection throws(StoreError) in
            try connection.prepare(StoredQuery.runByID).rows(.text(id)) { $0.integer() }.first
        }
    }

    /// The run that started last, of all or of one suite, whatever its status; nil when there is none.
    public func latestRun(suite: String? = nil) throws(StoreError) -> RunRecord? {
        try read { connection throws(StoreError) in
            if let suite {
                try connection.prepare(StoredQuery.latestRunOfSuite).rows(.text(suite)) { $0.integer() }.first
            } else {
                try connection.prepare(StoredQuery.latestRun).rows { $0.integer() }.first
            }
        }
    }

    /// One metric of one cell over time, oldest first: the candidate's values of every run that ended (complete,
    /// incomplete or interrupted) and has one.
    ///
    /// - Complexity: O(n log n) for the n runs that measured the cell, each three look-ups in indices.
    public func history(of cell: CellAddress, metric: Metric, since: Date) throws(StoreError) -> [HistoryPoint] {
        return try withConnection { connection throws(StoreError) in
            let found = try connection.prepare(StoredQuery.history).rows(
                .text(cell.suite), .integer(StoredTime.earliest(since)), .text(cell.model), .text(cell.variant),
                .text(cell.runtimeLabel), .text(metric.rawValue)
            ) { (row) throws(StoreError) in
                let key = row.integer()
                var point = HistoryPoint(
                    run: row.text(), kind: try row.enumeration(),
                    startedAt: row.time(), status: try row.enumeration(),
                    value: row.real(), hostName: row.text(), machineFingerprint: row.text(),
                    gitCommit: row.optionalText(), gitIsDirty: try row.optional { $0.boolean() },
                    pawlVersion: row.text(), runtimeVersion: row.text(), modelDigest: row.text())
                point.device = row.optionalText()
                return (key: key, point: point)
            }
            return found.sorted { ($0.point.startedAt, $0.key) < ($1.point.startedAt, $1.key) }.map(\.point)
        }
    }

    /// Earlier evaluations under a cache key.
    ///
    /// Runs that were interrupted or are still being measured do not count, nor do cells with a failure; rows that are not what was
    /// stored are named and passed over.
    ///
    /// - Throws: `StoreError.corrupt`, `.locked` and what else keeps the database from being read.
    /// - Complexity: O(log evaluations) and the size of the newest evaluation.
    public func cachedEvaluations(key: String) throws(StoreError) -> CachedEvaluations {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                try EvaluationReader(connection: connection).history(ofKey: key)
            }
        }
    }

    /// What other runs measured of a cell: the same model and variant by name and bytes, on the same runtime with the same
    /// options, with inputs from the same golden set, on the same machine and device. Only runs that ended by themselves, and cells
    /// without a failure.
    ///
    /// - Parameters:
    ///   - run: the run that the cell is of; left out.
    ///   - limit: so many runs at most, the latest.
    /// - Returns: latest first.
    /// - Complexity: O(n log n) for the n runs that measured the same, and reading those that are asked for.
    public func earlierMeasurements(
        of cell: CellRecord, notIn run: String, machineFingerprint: String, limit: Int
    ) throws(StoreError) -> [EarlierMeasurement] {
        let options: String
        do {
            options = try JSONText.encode(cell.runtime.options)
        } catch {
            throw .invalidRecord(run: run, reason: "\(error)")
        }
        return try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                let found = try connection.prepare(StoredQuery.earlierMeasurements).rows(
                    .text(machineFingerprint), .text(run), .text(cell.model), .text(cell.variant),
                    .text(cell.modelFile.digest), .text(cell.runtime.name), .text(cell.runtime.version),
                    .text(cell.runtime.libraryDigest), .text(cell.runtime.provider), .text(options),
                    .text(cell.goldenSetDigest), .optional(cell.device)
                ) { row in
                    (key: row.integer(), runKey: row.integer(), run: row.text(), startedAt: row.integer())
                }.sorted { ($0.startedAt, $0.runKey) > ($1.startedAt, $1.runKey) }
                let reader = CellReader(connection: connection)
                var past: [EarlierMeasurement] = []
                for row in found.prefix(max(0, limit)) {
                    past.append(
                        EarlierMeasurement(
                            run: row.run, startedAt: StoredTime.date(ofNanoseconds: row.startedAt),
                            launches: try reader.launches(row.key),
                            aged: try RetainedSummaryReader(connection: connection).read(cell: row.key)))
                }
                return past
            }
        }
    }

    private func read(
        _ find: (Connection) throws(StoreError) -> Int64?
    ) throws(StoreError) -> RunRecord? {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                guard let key = try find(connection) else { return nil }
                return try RunReader(connection: connection).read(key)
            }
        }
    }
}

extension ResultsStore {
    /// The figures of all cells of a suite over time, on all machines.
    ///
    /// Only the candidate's cells count, of runs that ended, without a failure in any phase; of a run that was stopped only what it
    /// measured whole: predictions and sizes.
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

extension ResultsStore {
    /// Appends the next version of a named baseline, in one transaction; two at once get different versions.
    ///
    /// - Parameters:
    ///   - run: stored in the same transaction where the database has no run of that id: for a baseline that is imported.
    ///   - make: gives the version its content, from the name's versions so far, ascending; nil leaves all as it is.
    /// - Returns: what was appended; nil when `make` was.
    /// - Throws: `StoreError`; the database is then as it was.
    public func appendBaseline(
        _ name: String, with run: RunRecord? = nil, summaries: [Int: [Metric: Double]] = [:],
        make: ([BaselinePromotion]) throws(StoreError) -> BaselinePromotion?
    ) throws(StoreError) -> BaselinePromotion? {
        if let run { try RecordValidation.check(run, summaries: summaries) }
        return try withConnection { connection throws(StoreError) in
            try connection.transaction(.writing) { () throws(StoreError) in
                let versions = try BaselineTable(connection: connection).read(name: name)
                guard var promotion = try make(versions) else { return nil }
                promotion.name = name
                promotion.version = (versions.last?.version ?? 0) + 1
                if let run {
                    let known = try connection.prepare("SELECT 1 FROM runs WHERE id = ?")
                        .rows(.text(run.id)) { $0.integer() }
                    if known.isEmpty {
                        try RunWriter(connection: connection, runID: run.id).write(run, summaries: summaries)
                    }
                }
                try BaselineTable(connection: connection).write(promotion)
                return promotion
            }
        }
    }

    /// Every version of every named baseline, or of one; by name, then version.
    public func baselines(named name: String? = nil) throws(StoreError) -> [BaselinePromotion] {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                try BaselineTable(connection: connection).read(name: name)
            }
        }
    }
}
