import Records

/// Writes what stands in for raw values that have aged out. Called within a writing transaction.
struct RetainedSummaryWriter {
    var connection: Connection

    /// From here on the run says that values are missing; it is not finished before all of its cells are done.
    func begin(run: Int64, at time: BoundValue) throws(StoreError) {
        try connection.prepare("INSERT OR IGNORE INTO aged_runs (run, aged_at_unix_ns, is_finished) VALUES (?, ?, 0)")
            .run(.integer(run), time)
    }

    func finish(run: Int64) throws(StoreError) {
        try connection.prepare("UPDATE aged_runs SET is_finished = 1 WHERE run = ?").run(.integer(run))
    }

    func write(_ aged: RetainedSummary, cell: Int64) throws(StoreError) {
        try connection.prepare("INSERT INTO aged_cells (cell, launches, timed_values) VALUES (?, ?, ?)")
            .run(.integer(cell), .integer(aged.launches), .integer(aged.timedValues))
        let insert = try connection.prepare(
            """
            INSERT INTO aged_levels (cell, metric, mean_logarithm, standard_error, degrees_of_freedom, launches)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        for (metric, level) in aged.levels {
            try insert.run(
                .integer(cell), .text(metric.rawValue), .real(level.mean), .real(level.standardError),
                .real(level.degreesOfFreedom), .integer(level.launches))
        }
    }
}

/// Reads what stands in for raw values that have aged out.
struct RetainedSummaryReader {
    var connection: Connection

    /// Nil while the cell has its raw values.
    func read(cell: Int64) throws(StoreError) -> RetainedSummary? {
        var aged = try connection.prepare("SELECT launches, timed_values FROM aged_cells WHERE cell = ?")
            .rows(.integer(cell)) { (row) throws(StoreError) in
                RetainedSummary(launches: try row.int(), timedValues: try row.int())
            }.first
        guard aged != nil else { return nil }
        aged?.metrics = try metrics(cell: cell)
        let levels = try connection.prepare(
            """
            SELECT metric, mean_logarithm, standard_error, degrees_of_freedom, launches
            FROM aged_levels WHERE cell = ?
            """
        ).rows(.integer(cell)) { (row) throws(StoreError) in
            let metric: Metric = try row.enumeration()
            return (
                metric,
                RetainedLevel(
                    mean: row.real(), standardError: row.real(), degreesOfFreedom: row.real(), launches: try row.int())
            )
        }
        aged?.levels = Dictionary(levels) { $1 }
        return aged
    }

    /// What is recorded of a cell, aged or not; a figure that is not a number is left out.
    func metrics(cell: Int64) throws(StoreError) -> [Metric: Double] {
        let rows = try connection.prepare(
            "SELECT metric, value FROM cell_metrics WHERE cell = ? AND value IS NOT NULL"
        ).rows(.integer(cell)) { (row) throws(StoreError) in
            let metric: Metric = try row.enumeration()
            return (metric, row.real())
        }
        return Dictionary(rows) { $1 }
    }
}
