import Records

/// Writes the figures of cells. Called within a writing transaction.
struct MetricWriter {
    var connection: Connection

    /// A figure that is recorded already stays as it is.
    func write(_ metrics: [Metric: Double], cell: Int64) throws(StoreError) {
        let insertName = try connection.prepare("INSERT OR IGNORE INTO metric_names (name) VALUES (?)")
        let insertValue = try connection.prepare(
            """
            INSERT OR IGNORE INTO metric_values (cell, metric, value)
            SELECT ?, metric, ? FROM metric_names WHERE name = ?
            """)
        for (metric, value) in metrics {
            try insertName.run(.text(metric.rawValue))
            try insertValue.run(.integer(cell), .real(value), .text(metric.rawValue))
        }
    }
}

/// Reads the figures of a run's cells, as it was stored. Called within a reading transaction.
struct SummaryReader {
    var connection: Connection

    /// By cell id.
    func summaries(ofRun key: Int64) throws(StoreError) -> [Int: [Metric: Double]] {
        let rows = try connection.prepare(
            """
            SELECT cells.position, metric, value FROM cells JOIN cell_metrics USING (cell) WHERE cells.run = ?
            """
        ).rows(.integer(key)) { (row) throws(StoreError) in
            (cell: try row.int(), metric: try row.enumeration() as Metric, value: row.realOrNaN())
        }
        return rows.reduce(into: [:]) { $0[$1.cell, default: [:]][$1.metric] = $1.value }
    }
}
