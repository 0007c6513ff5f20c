extension Migration {
    /// Runs, their cells and everything measured. `docs/database.md` describes each column.
    static let version1 = Migration(scripts: [
        version1Runs, version1Cells, version1SharedContents, version1AgedValues, version1Imports, version1Baselines,
        version1UnfinishedRuns, version1CellSummary,
    ])

    private static let version1Runs: StaticString = """
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

        CREATE TABLE answers (
            cell INTEGER PRIMARY KEY REFERENCES accuracy_passes (cell) ON DELETE CASCADE,
            answer_key TEXT,
            scores_digest TEXT NOT NULL,
            sample_digests BLOB NOT NULL,
            reference_scores_digest TEXT,
            baseline_scores_digest TEXT,
            evaluated_at_unix_ns INTEGER NOT NULL,
            reused_from_run TEXT,
            repeated_run TEXT,
            repeated_evaluated_at_unix_ns INTEGER,
            differing_samples INTEGER,
            differing_predictions INTEGER,
            seal TEXT NOT NULL
        ) STRICT;
        CREATE INDEX answers_by_key ON answers (answer_key, reused_from_run, evaluated_at_unix_ns)
            WHERE answer_key IS NOT NULL;
        CREATE INDEX answers_with_samples ON answers (cell) WHERE sample_digests <> x'';

        CREATE TABLE operators (
            cell INTEGER NOT NULL REFERENCES run_cells (cell) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            operator_type TEXT NOT NULL,
            provider TEXT NOT NULL,
            is_fallback INTEGER,
            mean_ns REAL,
            PRIMARY KEY (cell, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE pairs (
            pair INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            purpose TEXT NOT NULL,
            baseline_cell INTEGER NOT NULL REFERENCES run_cells (cell) ON DELETE CASCADE,
            candidate_cell INTEGER NOT NULL REFERENCES run_cells (cell) ON DELETE CASCADE,
            launches_planned INTEGER NOT NULL,
            launches_measured INTEGER NOT NULL,
            looks TEXT NOT NULL,
            ending TEXT,
            seconds_spent REAL NOT NULL,
            UNIQUE (run, position)
        ) STRICT;
        CREATE INDEX pairs_by_baseline_cell ON pairs (baseline_cell);
        CREATE INDEX pairs_by_candidate_cell ON pairs (candidate_cell);

        CREATE TABLE launches (
            launch INTEGER PRIMARY KEY,
            cell INTEGER NOT NULL REFERENCES run_cells (cell) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            launch_index INTEGER NOT NULL,
            pair INTEGER REFERENCES pairs (pair) ON DELETE CASCADE,
            load_ns INTEGER NOT NULL,
            first_inference_ns INTEGER NOT NULL,
            warm_up_inferences INTEGER NOT NULL,
            warm_up_ns INTEGER NOT NULL,
            warm_up_became_steady INTEGER NOT NULL,
            floor_memory_bytes INTEGER NOT NULL,
            peak_memory_bytes INTEGER NOT NULL,
            planned_arena_bytes INTEGER,
            device_memory_bytes INTEGER,
            pinned_core INTEGER,
            foreign_cores REAL,
            probe_ns INTEGER,
            pause_seconds REAL,
            was_interleaved INTEGER NOT NULL,
            UNIQUE (cell, position)
        ) STRICT;
        CREATE INDEX launches_by_pair ON launches (pair);

        CREATE TABLE blocks (
            block INTEGER PRIMARY KEY,
            launch INTEGER NOT NULL REFERENCES launches (launch) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            quad INTEGER NOT NULL,
            position_in_quad INTEGER NOT NULL,
            start_ns INTEGER NOT NULL,
            wall_ns INTEGER NOT NULL,
            cpu_ns INTEGER NOT NULL,
            inferences_per_value INTEGER NOT NULL,
            bytes_per_value INTEGER NOT NULL,
            latencies BLOB NOT NULL,
            UNIQUE (launch, position)
        ) STRICT;
        """
}
