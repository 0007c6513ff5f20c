/// The queries that the indices exist for; a test asks SQLite for the plan of each.
enum StoredQuery {
    static let runByID: StaticString = "SELECT run FROM runs WHERE id = ?"

    static let latestRun: StaticString = "SELECT run FROM runs ORDER BY started_at_unix_ns DESC, run DESC LIMIT 1"

    static let latestRunOfSuite: StaticString =
        "SELECT run FROM runs WHERE suite_name = ? ORDER BY started_at_unix_ns DESC, run DESC LIMIT 1"

    /// Interrupted ones only while they can be resumed.
    static let unfinishedRuns: StaticString = """
        SELECT runs.run FROM runs LEFT JOIN unfinished_runs ON unfinished_runs.run = runs.run
        WHERE suite_name = ? AND kind = 'nightly'
            AND (status = 'running' OR (status = 'interrupted' AND unfinished_runs.run IS NOT NULL))
        ORDER BY started_at_unix_ns DESC, runs.run DESC
        """

    /// Real evaluations of finished runs, of cells that had no failure in any phase; newest first. Those whose
    /// samples have aged out can be neither reused nor compared with others. Answers that came from elsewhere do not count
    /// unless they are trusted: whoever writes a bundle could write any answer under any key.
    static let evaluationsByKey: StaticString = """
        SELECT answers.cell, runs.id, answers.seal
        FROM answers
        CROSS JOIN run_cells AS cells ON cells.cell = answers.cell
        CROSS JOIN runs ON runs.run = cells.run
        WHERE answer_key = ? AND reused_from_run IS NULL AND cells.failure_kind IS NULL AND sample_digests <> x''
            AND runs.status IN ('complete', 'incomplete')
            AND NOT EXISTS (SELECT 1 FROM imported_runs WHERE imported_runs.run = runs.run AND trusts_answers = 0)
        ORDER BY evaluated_at_unix_ns DESC LIMIT 8
        """

    static let differencesByKey: StaticString = """
        SELECT answers.cell, answers.seal
        FROM answers
        CROSS JOIN run_cells AS cells ON cells.cell = answers.cell
        WHERE answer_key = ? AND reused_from_run IS NULL AND differing_samples > 0
            AND NOT EXISTS (SELECT 1 FROM imported_runs WHERE imported_runs.run = cells.run AND trusts_answers = 0)
        """

    static let reusesOfEvaluation: StaticString =
        "SELECT count(*) FROM answers WHERE answer_key = ? AND reused_from_run = ? AND evaluated_at_unix_ns = ?"

    /// The cells of other finished runs that ran the same bytes on the same machine and device, in no order.
    static let earlierMeasurements: StaticString = """
        SELECT cells.cell, runs.run, runs.id, runs.started_at_unix_ns
        FROM subjects
        CROSS JOIN run_cells AS cells ON cells.subject = subjects.subject
        CROSS JOIN runs ON runs.run = cells.run
        WHERE runs.machine_fingerprint = ?1 AND runs.status IN ('complete', 'incomplete') AND runs.id <> ?2
            AND model = ?3 AND variant = ?4 AND side = 'candidate' AND cells.failure_kind IS NULL
            AND model_digest = ?5 AND runtime_name = ?6 AND runtime_version = ?7 AND runtime_library_digest = ?8
            AND runtime_provider = ?9 AND runtime_options = ?10 AND golden_set_digest = ?11 AND device IS ?12
        """

    /// CROSS JOIN fixes the order: what the cell has been, the cells that measured it, then the run and the one value of each. In
    /// no order: sorting the few that are found is cheaper than looking through every run's cells.
    static let history: StaticString = """
        SELECT runs.run, runs.id, runs.kind, runs.started_at_unix_ns, runs.status, metric_values.value, runs.host_name,
            runs.machine_fingerprint, runs.git_commit, runs.git_is_dirty, runs.pawl_version, subjects.runtime_version,
            subjects.model_digest, subjects.device
        FROM metric_names
        CROSS JOIN subjects
        CROSS JOIN run_cells AS cells ON cells.subject = subjects.subject
        CROSS JOIN runs ON runs.run = cells.run
        CROSS JOIN metric_values ON metric_values.cell = cells.cell AND metric_values.metric = metric_names.metric
        WHERE runs.suite_name = ?1 AND runs.started_at_unix_ns >= ?2 AND runs.status <> 'running'
            AND subjects.model = ?3 AND subjects.variant = ?4 AND subjects.runtime_label = ?5
            AND subjects.side = 'candidate' AND metric_names.name = ?6 AND metric_values.value IS NOT NULL
        """

    /// All runs of a suite with the facts that stand in a table of their own.
    static let runsOfSuite: StaticString = """
        SELECT run, id, kind, status, started_at_unix_ns, host_name, machine_fingerprint, git_commit, git_is_dirty,
            pawl_version,
            (SELECT text_value FROM environment_facts AS f
                WHERE f.run = runs.run AND fact_group = 'kernel' AND fact_key = 'release'),
            (SELECT text_value FROM environment_facts AS f
                WHERE f.run = runs.run AND fact_group = 'kernel' AND fact_key = 'distribution'),
            EXISTS (SELECT 1 FROM imported_runs WHERE imported_runs.run = runs.run)
        FROM runs WHERE suite_name = ?1
        """

    /// The cells of a suite's runs from one on, in the order of recording, that can have a place in its history.
    static let cellsOfSuite: StaticString = """
        SELECT cells.cell, cells.run, model, variant, runtime_label, is_anchor, device, runtime_name, runtime_version,
            runtime_library_digest, runtime_provider, runtime_options, model_digest, golden_set_digest
        FROM runs
        CROSS JOIN run_cells AS cells ON cells.run = runs.run
        CROSS JOIN subjects ON subjects.subject = cells.subject
        WHERE runs.suite_name = ?1 AND runs.run >= ?2 AND subjects.side = 'candidate' AND cells.failure_kind IS NULL
        """

    /// The values of these cells whose metric's key stands in a list with blanks around each.
    static let valuesOfSuite: StaticString = """
        SELECT cells.cell, metric_values.metric, metric_values.value
        FROM runs
        CROSS JOIN run_cells AS cells ON cells.run = runs.run
        CROSS JOIN metric_values ON metric_values.cell = cells.cell
        WHERE runs.suite_name = ?1 AND runs.run >= ?2 AND cells.failure_kind IS NULL
            AND instr(?3, ' ' || metric_values.metric || ' ') > 0 AND metric_values.value IS NOT NULL
        """
}
