import Foundation
import Records

/// Writes one run's rows. Called within a writing transaction, after `RecordValidation.check`.
struct RunWriter {
    var connection: Connection
    var runID: String

    func write(_ run: RunRecord, summaries: [Int: [Metric: Double]]) throws(StoreError) {
        let previous = try connection.prepare("SELECT run FROM runs WHERE id = ?").rows(.text(run.id)) { $0.integer() }
        try connection.prepare("DELETE FROM runs WHERE id = ?").run(.text(run.id))
        try writeRun(run, key: previous.first)
        let key = connection.lastInsertedRow
        if let baseline = run.storedBaseline {
            try connection.insert(baseline, into: .storedBaselines, .integer(key), run: runID)
            try connection.insert(baseline.history, into: .baselineHistory, of: key, run: runID)
        }
        if let baseline = run.namedBaseline {
            try connection.insert(baseline, into: .namedBaselines, .integer(key), run: runID)
        }
        try writeEnvironment(run.environment, warnings: run.warnings, run: key)
        let goldenSets = try GoldenSetWriter(connection: connection).write(run.goldenSets, run: key)
        let cells = try writeCells(run.cells, run: key, goldenSets: goldenSets, summaries: summaries)
        let pairs = try writePairs(run.pairs, run: key, cells: cells)
        let verdicts = try VerdictWriter(connection: connection, runID: runID)
        for (position, verdict) in run.verdicts.enumerated() {
            try verdicts.write(verdict, run: key, position: position, cell: verdict.cell.map { cells[$0] })
        }
        let launches = try LaunchWriter(connection: connection, runID: runID)
        for (cell, cellKey) in zip(run.cells, cells) {
            try launches.write(cell.launches, cell: cellKey, pairs: pairs)
        }
        try writeAged(run, key: key, cells: cells)
    }

    private func writeRun(_ run: RunRecord, key: Int64?) throws(StoreError) {
        try connection.prepare(
            """
            INSERT INTO runs (run, id, kind, status, on_inconclusive, suite_name, suite_file, suite_digest,
                against_suite_name, against_suite_file, against_suite_digest, started_at_unix_ns, finished_at_unix_ns, seed, pawl_version,
                host_name, machine_fingerprint, git_commit, git_is_dirty)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run(
            .optional(key), .text(run.id), .text(run.kind.rawValue), .text(run.status.rawValue),
            .text(run.onInconclusive.rawValue), .text(run.suite.name), .text(run.suite.file), .text(run.suite.digest),
            .optional(run.against?.name), .optional(run.against?.file), .optional(run.against?.digest),
            try .time(run.startedAt, ofRun: runID),
            try run.finishedAt.map { (date) throws(StoreError) in try BoundValue.time(date, ofRun: runID) } ?? .null,
            .text(String(run.seed)), .text(run.pawlVersion), .text(run.environment.hostName),
            .text(run.environment.machineFingerprint), .optional(run.environment.gitCommit),
            run.environment.gitIsDirty.map(BoundValue.boolean) ?? .null)
    }

    private func writeEnvironment(_ environment: EnvironmentRecord, warnings: [String], run: Int64) throws(StoreError) {
        try connection.insert(environment.facts, into: .environmentFacts, of: run, run: runID)
        let insertWarning = try connection.prepare("INSERT INTO warnings (run, position, message) VALUES (?, ?, ?)")
        for (position, message) in warnings.enumerated() {
            try insertWarning.run(.integer(run), .integer(position), .text(message))
        }
    }

    /// Returns each cell's key.
    private func writeCells(
        _ cells: [CellRecord], run: Int64, goldenSets: [String: Int64], summaries: [Int: [Metric: Double]]
    ) throws(StoreError) -> [Int64] {
        let insert = try connection.prepare(
            """
            INSERT INTO run_cells (run, position, subject, golden_set, seconds_spent, failure_kind, failure_phase,
                failure_message, failure_hint, failure_signal, failure_exit_code, failure_standard_error)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        let subjects = MeasuredVariantWriter(connection: connection, runID: runID)
        var keys: [Int64] = []
        for cell in cells {
            let failure = cell.failure
            try insert.run(
                .integer(run), .integer(cell.id), .integer(try subjects.key(of: cell)),
                .optional(goldenSets[cell.goldenSetDigest]), .real(cell.secondsSpent),
                .optional(failure?.kind.rawValue), .optional(failure?.phase), .optional(failure?.message),
                .optional(failure?.hint), .optional(failure?.signal), .optional(failure?.exitCode.map(Int.init)),
                try (failure?.standardErrorTail).map(json) ?? .null)
            let key = connection.lastInsertedRow
            keys.append(key)
            try writeResults(of: cell, key: key, summary: summaries[cell.id] ?? [:])
        }
        return keys
    }

    private func writeResults(of cell: CellRecord, key: Int64, summary: [Metric: Double]) throws(StoreError) {
        let metrics = summary.merging(cell.aged?.metrics ?? [:]) { summary, _ in summary }
            .merging(cell.accuracy?.metrics ?? [:]) { summary, _ in summary }
        try MetricWriter(connection: connection).write(metrics, cell: key)
        let insertConversion = try connection.prepare(
            "INSERT INTO conversions (cell, tensor, conversion) VALUES (?, ?, ?)")
        for (tensor, conversion) in cell.conversions ?? [:] {
            try insertConversion.run(.integer(key), .text(tensor), .text(conversion))
        }
        if let accuracy = cell.accuracy {
            try AccuracyWriter(connection: connection, runID: runID).write(accuracy, cell: key)
        }
        try connection.insert(cell.operators, into: .operators, of: key, run: runID)
    }

    /// Returns each pair's key.
    private func writePairs(_ pairs: [PairRecord], run: Int64, cells: [Int64]) throws(StoreError) -> [Int64] {
        let insert = try connection.prepare(
            """
            INSERT INTO pairs (run, position, purpose, baseline_cell, candidate_cell, launches_planned,
                launches_measured, looks, ending, seconds_spent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        var keys: [Int64] = []
        for pair in pairs {
            try insert.run(
                .integer(run), .integer(pair.id), .text(pair.purpose.rawValue), .integer(cells[pair.baselineCell]),
                .integer(cells[pair.candidateCell]), .integer(pair.launchesPlanned), .integer(pair.launchesMeasured),
                try json(pair.looks), .optional(pair.ending?.rawValue), .real(pair.secondsSpent))
            keys.append(connection.lastInsertedRow)
        }
        return keys
    }

    private func writeAged(_ run: RunRecord, key: Int64, cells: [Int64]) throws(StoreError) {
        guard let agedAt = run.rawValuesAgedOutAt else { return }
        let writer = RetainedSummaryWriter(connection: connection)
        try writer.begin(run: key, at: .time(agedAt, ofRun: runID))
        for (cell, cellKey) in zip(run.cells, cells) {
            if let aged = cell.aged { try writer.write(aged, cell: cellKey) }
        }
        if run.cells.allSatisfy({ $0.aged != nil }) { try writer.finish(run: key) }
    }

    private func json(_ value: some Encodable) throws(StoreError) -> BoundValue {
        do {
            return .text(try JSONText.encode(value))
        } catch {
            throw .invalidRecord(run: runID, reason: "\(error)")
        }
    }
}
