extension DatabaseFixtures {
    /// Named baselines, and which file this is.
    static let version1Baselines = #"""
        CREATE TABLE baselines (
            baseline INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version >= 1),
            action TEXT NOT NULL,
            restored_version INTEGER,
            origin TEXT,
            promoted_by TEXT NOT NULL,
            promoted_on TEXT NOT NULL,
            promoted_at_unix_ns INTEGER NOT NULL,
            reason TEXT,
            accepted_reason TEXT,
            overridden_verdicts TEXT NOT NULL,
            run_id TEXT NOT NULL,
            run_started_at_unix_ns INTEGER NOT NULL,
            suite_name TEXT NOT NULL,
            suite_file TEXT NOT NULL,
            suite_digest TEXT NOT NULL,
            pawl_version TEXT NOT NULL,
            host_name TEXT NOT NULL,
            machine_fingerprint TEXT NOT NULL,
            git_commit TEXT,
            git_is_dirty INTEGER,
            UNIQUE (name, version)
        ) STRICT;
        CREATE TRIGGER baselines_are_not_edited BEFORE UPDATE ON baselines
        BEGIN SELECT RAISE(ABORT, 'a baseline''s version is never edited'); END;
        CREATE TRIGGER baselines_are_not_deleted BEFORE DELETE ON baselines
        BEGIN SELECT RAISE(ABORT, 'a baseline''s version is never deleted'); END;

        CREATE TABLE baseline_variants (
            baseline INTEGER NOT NULL REFERENCES baselines (baseline),
            position INTEGER NOT NULL,
            model TEXT NOT NULL,
            variant TEXT NOT NULL,
            runtime_label TEXT NOT NULL,
            model_path TEXT NOT NULL,
            model_digest TEXT NOT NULL,
            model_bytes INTEGER NOT NULL,
            runtime_name TEXT NOT NULL,
            runtime_version TEXT NOT NULL,
            runtime_library_digest TEXT NOT NULL,
            runtime_provider TEXT NOT NULL,
            runtime_options TEXT NOT NULL,
            golden_set_digest TEXT NOT NULL,
            device TEXT,
            figures TEXT NOT NULL,
            PRIMARY KEY (baseline, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE baseline_files (
            baseline INTEGER NOT NULL REFERENCES baselines (baseline),
            position INTEGER NOT NULL,
            role TEXT NOT NULL,
            owner TEXT NOT NULL,
            path TEXT NOT NULL,
            digest TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            PRIMARY KEY (baseline, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE run_baselines (
            run INTEGER PRIMARY KEY REFERENCES runs (run) ON DELETE CASCADE,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            baseline_run_id TEXT NOT NULL,
            promoted_by TEXT NOT NULL,
            promoted_on TEXT NOT NULL,
            promoted_at_unix_ns INTEGER NOT NULL,
            reason TEXT,
            accepted_reason TEXT,
            overridden_verdicts TEXT NOT NULL,
            fallbacks TEXT NOT NULL
        ) STRICT;

        PRAGMA application_id = 0x5061776C;
        PRAGMA user_version = 1;
        """#
}
