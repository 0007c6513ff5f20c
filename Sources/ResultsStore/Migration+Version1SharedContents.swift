extension Migration {
    /// What repeats from run to run is stored once: answers that were reused, and findings on what has not changed. A row goes
    /// away with the last that refers to it. The views have the names and columns that people query.
    static let version1SharedContents: StaticString = """
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
        """
}
