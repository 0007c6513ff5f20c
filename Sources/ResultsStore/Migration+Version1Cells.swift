extension Migration {
    /// Cells and their figures. What a cell is a measurement of repeats from night to night and is stored once, as are the names of
    /// metrics; together they would be a quarter of a file of years. The views have the names and columns that people query.
    static let version1Cells: StaticString = """
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
        """
}
