extension Migration {
    /// Runs that another process may carry on. `docs/database.md` describes each column.
    static let version1UnfinishedRuns: StaticString = """
        CREATE TABLE unfinished_runs (
            run INTEGER PRIMARY KEY REFERENCES runs (run) ON DELETE CASCADE,
            plan_digest TEXT NOT NULL,
            kept_at_unix_ns INTEGER NOT NULL,
            boot_id TEXT NOT NULL,
            uptime_seconds REAL NOT NULL,
            seconds_spent REAL NOT NULL
        ) STRICT;
        """
}

extension Migration {
    /// Which runs came from elsewhere, as bundles.
    static let version1Imports: StaticString = """
        CREATE TABLE imported_runs (
            run INTEGER PRIMARY KEY REFERENCES runs (run) ON DELETE CASCADE,
            bundle_digest TEXT NOT NULL,
            imported_at_unix_ns INTEGER NOT NULL,
            trusts_answers INTEGER NOT NULL
        ) STRICT;
        """
}

extension Migration {
    /// Which runs' raw values have aged out, and what was kept in their stead.
    static let version1AgedValues: StaticString = """
        CREATE TABLE aged_runs (
            run INTEGER PRIMARY KEY REFERENCES runs (run) ON DELETE CASCADE,
            aged_at_unix_ns INTEGER NOT NULL,
            is_finished INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE aged_cells (
            cell INTEGER PRIMARY KEY REFERENCES run_cells (cell) ON DELETE CASCADE,
            launches INTEGER NOT NULL,
            timed_values INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE aged_levels (
            cell INTEGER NOT NULL REFERENCES aged_cells (cell) ON DELETE CASCADE,
            metric TEXT NOT NULL,
            mean_logarithm REAL NOT NULL,
            standard_error REAL NOT NULL,
            degrees_of_freedom REAL NOT NULL,
            launches INTEGER NOT NULL,
            PRIMARY KEY (cell, metric)
        ) STRICT, WITHOUT ROWID;
        """
}
