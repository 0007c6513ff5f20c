import Records

/// Writes one run's rows. Called within a writing transaction, after `RecordValidation.check`.
struct RunWriter {
    var connection: Connection
    var runID: String

    func write(_ run: RunRecord, summaries: [Int: [Metric: Double]]) throws(StoreError) {
        let previous = try connection.prepare("SELECT run FROM runs WHERE id = ?").rows(.text(run.id)) { $0.integer() }
        try connection.prepare("DELETE FROM runs WHERE id = ?").run(.text(run.id))
        let key = try connection.insert(run, into: .runs, .optional(previous.first), run: runID)
        if let baseline = run.storedBaseline {
            try connection.insert(baseline, into: .storedBaselines, .integer(key), run: runID)
            try connection.insert(baseline.history, into: .baselineHistory, of: key, run: runID)
        }
        if let baseline = run.namedBaseline {
            try connection.insert(baseline, into: .namedBaselines, .integer(key), run: runID)
        }
        try writeEnvironment(run.environment, warnings: run.warnings, run: key)
        let goldenSets = try GoldenSetWriter(connection: connection, runID: runID).write(run.goldenSets, run: key)
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
        let insertion = try Insertion<CellOutcome>(into: .runCells, connection, run: runID)
        let subjects = try SharedRows<CellRecord>(.subjects, key: "subject", connection, run: runID)
        var keys: [Int64] = []
        for cell in cells {
            let key = try insertion.add(
                CellOutcome(cell),
                [
                    .integer(run), .integer(cell.id), .integer(try subjects.key(of: cell)),
                    .optional(goldenSets[cell.goldenSetDigest]),
                ])
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
        if let origin = cell.runtime.origin {
            try connection.prepare("INSERT INTO library_origins (cell, origin) VALUES (?, ?)")
                .run(.integer(key), .text(origin.rawValue))
        }
        if let accuracy = cell.accuracy {
            try AccuracyWriter(connection: connection, runID: runID).write(accuracy, cell: key)
        }
        try connection.insert(cell.operators, into: .operators, of: key, run: runID)
    }

    /// Returns each pair's key.
    private func writePairs(_ pairs: [PairRecord], run: Int64, cells: [Int64]) throws(StoreError) -> [Int64] {
        let insertion = try Insertion<PairRecord>(into: .pairs, connection, run: runID)
        var keys: [Int64] = []
        for pair in pairs {
            keys.append(
                try insertion.add(
                    pair,
                    [
                        .integer(run), .integer(pair.id), .integer(cells[pair.baselineCell]),
                        .integer(cells[pair.candidateCell]),
                    ]))
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
}
