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
