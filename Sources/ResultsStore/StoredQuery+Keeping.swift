extension StoredQuery {
    /// Runs that started before a time and still have raw values, or were left in the middle; oldest first.
    static let runsWithRawValues: StaticString = """
        SELECT run, id FROM runs
        WHERE started_at_unix_ns < ? AND NOT EXISTS (SELECT 1 FROM aged_runs WHERE aged_runs.run = runs.run AND is_finished)
        ORDER BY started_at_unix_ns, run
        """

    /// Runs that are still being measured; the last run of each suite; the last complete `pawl run` of each suite, which
    /// `--against-run latest` means; every version of every named baseline; and the stored baselines of runs that started at a time
    /// or later.
    static let runsKeptWhole: StaticString = """
        SELECT id FROM runs WHERE status = 'running'
        UNION
        SELECT id FROM runs WHERE NOT EXISTS (
            SELECT 1 FROM runs AS later
            WHERE later.suite_name = runs.suite_name
                AND (later.started_at_unix_ns, later.run) > (runs.started_at_unix_ns, runs.run))
        UNION
        SELECT id FROM runs WHERE kind = 'run' AND status = 'complete' AND NOT EXISTS (
            SELECT 1 FROM runs AS later
            WHERE later.suite_name = runs.suite_name AND later.kind = 'run' AND later.status = 'complete'
                AND (later.started_at_unix_ns, later.run) > (runs.started_at_unix_ns, runs.run))
        UNION
        SELECT run_id FROM baselines
        UNION
        SELECT baseline_run_id FROM stored_baselines JOIN runs USING (run) WHERE runs.started_at_unix_ns >= ?
        """

    /// Whether a cell's evaluation (its own, or the one that it reused) is the newest under its key, and a run from a time on
    /// reused it.
    static let isEvaluationInUse: StaticString = """
        SELECT EXISTS (
            SELECT 1
            FROM answers AS mine
            JOIN run_cells AS cells ON cells.cell = mine.cell
            JOIN runs ON runs.run = cells.run
            JOIN answers AS reuse ON reuse.answer_key = mine.answer_key
                AND reuse.reused_from_run = ifnull(mine.reused_from_run, runs.id)
                AND reuse.evaluated_at_unix_ns = mine.evaluated_at_unix_ns
            JOIN run_cells AS reusing_cells ON reusing_cells.cell = reuse.cell
            JOIN runs AS reusing_runs ON reusing_runs.run = reusing_cells.run
            WHERE mine.cell = ?1 AND reusing_runs.started_at_unix_ns >= ?2
                AND NOT EXISTS (
                    SELECT 1 FROM answers AS newer
                    WHERE newer.answer_key = mine.answer_key AND newer.reused_from_run IS NULL
                        AND newer.evaluated_at_unix_ns > mine.evaluated_at_unix_ns))
        """

    /// Aged cells from a key on whose evaluation was left whole for the runs that reused it.
    static let keptEvaluations: StaticString = """
        SELECT answers.cell, runs.id
        FROM answers
        CROSS JOIN aged_cells ON aged_cells.cell = answers.cell
        CROSS JOIN run_cells AS cells ON cells.cell = answers.cell
        CROSS JOIN runs ON runs.run = cells.run
        WHERE answers.cell > ?1 AND sample_digests <> x''
        ORDER BY answers.cell LIMIT ?2
        """
}
