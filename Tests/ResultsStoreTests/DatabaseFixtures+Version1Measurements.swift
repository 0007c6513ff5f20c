extension DatabaseFixtures {
    /// Everything measured, and what runs share.
    static let version1Measurements = #"""
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

        CREATE TABLE answer_contents (
            content INTEGER PRIMARY KEY,
            digest INTEGER NOT NULL,
            predictions TEXT NOT NULL,
            label_ranks TEXT NOT NULL,
            texts TEXT NOT NULL,
            metrics TEXT NOT NULL,
            comparison TEXT
        ) STRICT;
        CREATE INDEX answer_contents_by_digest ON answer_contents (digest);

        CREATE TABLE content_unit_values (
            content INTEGER NOT NULL REFERENCES answer_contents (content) ON DELETE CASCADE,
            metric TEXT NOT NULL,
            unit_values BLOB NOT NULL,
            PRIMARY KEY (content, metric)
        ) STRICT;

        CREATE TABLE accuracy_passes (
            cell INTEGER PRIMARY KEY REFERENCES run_cells (cell) ON DELETE CASCADE,
            content INTEGER NOT NULL REFERENCES answer_contents (content),
            metrics_against_baseline TEXT NOT NULL,
            comparison_with_baseline TEXT,
            seconds REAL NOT NULL,
            top_k INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX accuracy_passes_by_content ON accuracy_passes (content);

        CREATE TABLE baseline_unit_values (
            cell INTEGER NOT NULL REFERENCES accuracy_passes (cell) ON DELETE CASCADE,
            metric TEXT NOT NULL,
            unit_values BLOB NOT NULL,
            PRIMARY KEY (cell, metric)
        ) STRICT;

        CREATE TRIGGER answer_contents_end AFTER DELETE ON accuracy_passes
        WHEN NOT EXISTS (SELECT 1 FROM accuracy_passes WHERE content = OLD.content)
        BEGIN
            DELETE FROM answer_contents WHERE content = OLD.content;
        END;

        CREATE VIEW accuracy AS
        SELECT cell, predictions, label_ranks, texts, metrics, metrics_against_baseline, comparison,
            comparison_with_baseline, seconds, top_k
        FROM accuracy_passes JOIN answer_contents USING (content);

        CREATE VIEW unit_values AS
        SELECT cell, metric, 0 AS against_baseline, unit_values
        FROM accuracy_passes JOIN content_unit_values USING (content)
        UNION ALL
        SELECT cell, metric, 1, unit_values FROM baseline_unit_values;

        CREATE TABLE findings (
            finding INTEGER PRIMARY KEY,
            digest INTEGER NOT NULL,
            gate INTEGER NOT NULL,
            metric TEXT NOT NULL,
            against TEXT NOT NULL,
            rule TEXT NOT NULL,
            file TEXT NOT NULL,
            line INTEGER NOT NULL,
            column_number INTEGER NOT NULL,
            state TEXT NOT NULL,
            headline TEXT NOT NULL,
            details TEXT NOT NULL,
            evidence TEXT
        ) STRICT;
        CREATE INDEX findings_by_digest ON findings (digest);

        CREATE TABLE judgements (
            run INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            cell INTEGER REFERENCES run_cells (cell) ON DELETE CASCADE,
            finding INTEGER NOT NULL REFERENCES findings (finding),
            seconds_spent REAL NOT NULL,
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX judgements_by_cell ON judgements (cell);
        CREATE INDEX judgements_by_finding ON judgements (finding);

        CREATE TRIGGER findings_end AFTER DELETE ON judgements
        WHEN NOT EXISTS (SELECT 1 FROM judgements WHERE finding = OLD.finding)
        BEGIN
            DELETE FROM findings WHERE finding = OLD.finding;
        END;

        CREATE VIEW verdicts AS
        SELECT run, position, cell, gate, metric, against, rule, file, line, column_number, state, headline, details,
            evidence, seconds_spent
        FROM judgements JOIN findings USING (finding);

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
        """#
}
