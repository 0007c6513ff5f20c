extension DatabaseFixtures {
    /// Runs, golden sets, cells and their figures.
    static let version1Cells = #"""
        CREATE TABLE runs (
            run INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            on_inconclusive TEXT NOT NULL,
            suite_name TEXT NOT NULL,
            suite_file TEXT NOT NULL,
            suite_digest TEXT NOT NULL,
            against_suite_name TEXT,
            against_suite_file TEXT,
            against_suite_digest TEXT,
            started_at_unix_ns INTEGER NOT NULL,
            finished_at_unix_ns INTEGER,
            seed TEXT NOT NULL,
            pawl_version TEXT NOT NULL,
            host_name TEXT NOT NULL,
            machine_fingerprint TEXT NOT NULL,
            git_commit TEXT,
            git_is_dirty INTEGER
        ) STRICT;
        CREATE INDEX runs_by_start ON runs (started_at_unix_ns);
        CREATE INDEX runs_by_suite ON runs (suite_name, started_at_unix_ns);

        CREATE TABLE stored_baselines (
            run INTEGER PRIMARY KEY REFERENCES runs (run) ON DELETE CASCADE,
            baseline_run_id TEXT NOT NULL,
            started_at_unix_ns INTEGER NOT NULL,
            suite_name TEXT NOT NULL,
            suite_file TEXT NOT NULL,
            suite_digest TEXT NOT NULL,
            pawl_version TEXT NOT NULL,
            host_name TEXT NOT NULL,
            machine_fingerprint TEXT NOT NULL,
            git_commit TEXT,
            git_is_dirty INTEGER
        ) STRICT;

        CREATE TABLE baseline_history (
            run INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            past_run_id TEXT NOT NULL,
            started_at_unix_ns INTEGER NOT NULL,
            model TEXT NOT NULL,
            variant TEXT NOT NULL,
            metric TEXT NOT NULL,
            mean_logarithm REAL NOT NULL,
            standard_error REAL NOT NULL,
            degrees_of_freedom REAL NOT NULL,
            launches INTEGER NOT NULL,
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE environment_facts (
            run INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            fact_group TEXT NOT NULL,
            fact_key TEXT NOT NULL,
            text_value TEXT,
            number_value REAL,
            unit TEXT,
            unavailable_reason TEXT,
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE warnings (
            run INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            message TEXT NOT NULL,
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE golden_sets (
            golden_set INTEGER PRIMARY KEY,
            digest TEXT NOT NULL,
            id TEXT NOT NULL,
            version TEXT NOT NULL,
            task TEXT NOT NULL,
            class_names TEXT NOT NULL
        ) STRICT;
        CREATE INDEX golden_sets_by_digest ON golden_sets (digest);

        CREATE TABLE golden_samples (
            golden_set INTEGER NOT NULL REFERENCES golden_sets (golden_set) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            label INTEGER,
            right_text TEXT,
            sequence INTEGER,
            PRIMARY KEY (golden_set, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE run_golden_sets (
            run INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            golden_set INTEGER NOT NULL REFERENCES golden_sets (golden_set),
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX run_golden_sets_by_golden_set ON run_golden_sets (golden_set);

        CREATE TABLE subjects (
            subject INTEGER PRIMARY KEY,
            side TEXT NOT NULL,
            model TEXT NOT NULL,
            variant TEXT NOT NULL,
            runtime_label TEXT NOT NULL,
            is_reference INTEGER NOT NULL,
            is_anchor INTEGER NOT NULL,
            model_path TEXT NOT NULL,
            model_digest TEXT NOT NULL,
            model_size_bytes INTEGER NOT NULL,
            runtime_name TEXT NOT NULL,
            runtime_version TEXT NOT NULL,
            runtime_library_digest TEXT NOT NULL,
            runtime_provider TEXT NOT NULL,
            runtime_options TEXT NOT NULL,
            device TEXT,
            golden_set_digest TEXT NOT NULL
        ) STRICT;
        CREATE INDEX subjects_by_name ON subjects (model, variant, runtime_label, side);

        CREATE TABLE run_cells (
            cell INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            subject INTEGER NOT NULL REFERENCES subjects (subject),
            golden_set INTEGER REFERENCES golden_sets (golden_set),
            seconds_spent REAL NOT NULL,
            failure_kind TEXT,
            failure_phase TEXT,
            failure_message TEXT,
            failure_hint TEXT,
            failure_signal TEXT,
            failure_exit_code INTEGER,
            failure_standard_error TEXT,
            UNIQUE (run, position)
        ) STRICT;
        CREATE INDEX run_cells_by_subject ON run_cells (subject, run);
        CREATE INDEX run_cells_by_golden_set ON run_cells (golden_set);

        CREATE TRIGGER subjects_end AFTER DELETE ON run_cells
        WHEN NOT EXISTS (SELECT 1 FROM run_cells WHERE subject = OLD.subject)
        BEGIN
            DELETE FROM subjects WHERE subject = OLD.subject;
        END;
        CREATE TRIGGER subjects_end_with_a_change AFTER UPDATE OF subject ON run_cells
        WHEN NOT EXISTS (SELECT 1 FROM run_cells WHERE subject = OLD.subject)
        BEGIN
            DELETE FROM subjects WHERE subject = OLD.subject;
        END;

        CREATE VIEW cells AS
        SELECT cell, run, position, side, model, variant, runtime_label, is_reference, is_anchor, model_path, model_digest,
            model_size_bytes, runtime_name, runtime_version, runtime_library_digest, runtime_provider, runtime_options,
            device, golden_set_digest, golden_set, seconds_spent, failure_kind, failure_phase, failure_message,
            failure_hint, failure_signal, failure_exit_code, failure_standard_error
        FROM run_cells JOIN subjects USING (subject);

        CREATE TABLE metric_names (
            metric INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE metric_values (
            cell INTEGER NOT NULL REFERENCES run_cells (cell) ON DELETE CASCADE,
            metric INTEGER NOT NULL,
            value REAL,
            PRIMARY KEY (cell, metric)
        ) STRICT, WITHOUT ROWID;

        CREATE VIEW cell_metrics AS
        SELECT metric_values.cell AS cell, metric_names.name AS metric, metric_values.value AS value
        FROM metric_values JOIN metric_names ON metric_names.metric = metric_values.metric;
        """#
}
