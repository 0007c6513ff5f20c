import Records

/// Writes what cells came to. Called within a writing transaction.
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
