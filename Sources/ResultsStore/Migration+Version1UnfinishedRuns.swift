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
