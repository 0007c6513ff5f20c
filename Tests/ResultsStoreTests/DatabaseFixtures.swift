/// Databases as released versions of Pawl left them, one per schema version; never edited.
enum DatabaseFixtures {
    /// Schema and content of version 1: `SampleRun.make()` with its summaries.
    static let version1 = #"""
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

        CREATE VIEW cell_summary AS
        SELECT
            cells.cell AS cell,
            runs.id AS run_id,
            strftime('%Y-%m-%dT%H:%M:%SZ', runs.started_at_unix_ns / 1000000000, 'unixepoch') AS started_at,
            runs.started_at_unix_ns AS started_at_unix_ns,
            runs.status AS run_status,
            runs.suite_name AS suite,
            cells.side AS side,
            cells.model AS model,
            cells.variant AS variant,
            cells.runtime_label AS runtime_label,
            cells.runtime_name AS runtime,
            cells.runtime_version AS runtime_version,
            cells.runtime_provider AS provider,
            runs.host_name AS host_name,
            runs.machine_fingerprint AS machine_fingerprint,
            cells.device AS device,
            runs.git_commit AS git_commit,
            CASE
                WHEN cells.failure_kind IS NOT NULL THEN 'failed'
                WHEN EXISTS (SELECT 1 FROM launches WHERE launches.cell = cells.cell)
                    OR EXISTS (SELECT 1 FROM accuracy_passes WHERE accuracy_passes.cell = cells.cell)
                    OR EXISTS (SELECT 1 FROM aged_cells WHERE aged_cells.cell = cells.cell AND aged_cells.launches > 0)
                    THEN 'measured'
                ELSE 'not_measured'
            END AS status,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'latency_p50')
                AS latency_p50_ns,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'latency_p90')
                AS latency_p90_ns,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'latency_p99')
                AS latency_p99_ns,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'latency_max')
                AS latency_max_ns,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'latency_mean')
                AS latency_mean_ns,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'throughput')
                AS throughput_per_second,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'load_time')
                AS load_time_ns,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'first_inference_time')
                AS first_inference_time_ns,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'peak_memory')
                AS peak_memory_bytes,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'planned_arena')
                AS planned_arena_bytes,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'device_memory')
                AS device_memory_bytes,
            cells.model_size_bytes AS model_size_bytes,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'fallback_operators')
                AS fallback_operators,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'accuracy')
                AS accuracy,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'top_k_accuracy')
                AS top_k_accuracy,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'macro_f1')
                AS macro_f1,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'calibration_error')
                AS calibration_error,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'auc')
                AS auc,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'partial_auc')
                AS partial_auc,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'average_precision')
                AS average_precision,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'exact_match')
                AS exact_match,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'character_error_rate')
                AS character_error_rate,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'word_error_rate')
                AS word_error_rate,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'recall_at_k')
                AS recall_at_k,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'spearman')
                AS spearman,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'mae')
                AS mae,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'rmse')
                AS rmse,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'r2')
                AS r2,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'mean_average_precision')
                AS mean_average_precision,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'mean_average_precision_50')
                AS mean_average_precision_50,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'mean_iou')
                AS mean_iou,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'pixel_accuracy')
                AS pixel_accuracy,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'agreement')
                AS agreement,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'kl_divergence')
                AS kl_divergence_nats,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'cosine_similarity')
                AS cosine_similarity,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'sqnr')
                AS sqnr_db,
            (SELECT value FROM cell_metrics AS m WHERE m.cell = cells.cell AND m.metric = 'max_abs_error')
                AS max_abs_error,
            cells.failure_kind || ' while ' || cells.failure_phase || ': ' || cells.failure_message AS failure
        FROM cells JOIN runs ON runs.run = cells.run;

        CREATE TABLE imported_runs (
            run INTEGER PRIMARY KEY REFERENCES runs (run) ON DELETE CASCADE,
            bundle_digest TEXT NOT NULL,
            imported_at_unix_ns INTEGER NOT NULL,
            trusts_answers INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE unfinished_runs (
            run INTEGER PRIMARY KEY REFERENCES runs (run) ON DELETE CASCADE,
            plan_digest TEXT NOT NULL,
            kept_at_unix_ns INTEGER NOT NULL,
            boot_id TEXT NOT NULL,
            uptime_seconds REAL NOT NULL,
            seconds_spent REAL NOT NULL
        ) STRICT;

        INSERT INTO runs VALUES (1, '7f1c9a52-0000-4000-8000-000000000001', 'gate', 'incomplete', 'skip', 'demo',
            'Suites/demo.yaml', 'aa11', 'demo', '../main/Suites/demo.yaml', 'bb22', 1778307200123456717,
            1778307261373456717, '18446744073709551612', '0.1.0', 'bench-1', 'f00d', '0123abcd', 1);
        INSERT INTO environment_facts VALUES
            (1, 0, 'cpu', 'model', 'Example CPU', NULL, NULL, NULL),
            (1, 1, 'memory', 'total', NULL, 8589934592.0, 'bytes', NULL),
            (1, 2, 'cpu', 'temperature', NULL, NULL, NULL, 'no thermal zone');
        INSERT INTO warnings VALUES
            (1, 0, 'the governor is powersave'),
            (1, 1, 'gnuplot is missing');
        INSERT INTO golden_sets VALUES
            (1, '9999', 'filetypes', '1', 'classification', '["python","rust","text"]');
        INSERT INTO golden_samples VALUES
            (1, 0, 'a.py', 0, 'a', 0),
            (1, 1, 'b.rs', 1, '', 0),
            (1, 2, 'c.md', 2, 'c''d', 1),
            (1, 3, 'd.txt', 2, 'é', 2);
        INSERT INTO run_golden_sets VALUES
            (1, 0, 1);
        INSERT INTO subjects VALUES
            (1, 'candidate', 'filetype', 'fp32', 'ort', 1, 1, '/models/fp32.onnx', 'd0', 1000000, 'onnxruntime', '1.31.1',
                'cafe', 'cpu', '{"graph_optimization":"all","threads":"1"}', NULL, '9999'),
            (2, 'candidate', 'filetype', 'int8', 'ort', 0, 0, '/models/int8.onnx', 'd1', 1000000, 'onnxruntime', '1.31.1',
                'cafe', 'cpu', '{"graph_optimization":"all","threads":"1"}', NULL, '9999'),
            (3, 'baseline', 'filetype', 'int8', 'ort', 0, 0, '/models/gone.onnx', 'd2', 0, 'onnxruntime', '', '', 'cpu',
                '{}', 'board: aarch64, Cortex-A76, Linux 6.6.51', 'unknown to the run');
        INSERT INTO run_cells VALUES
            (1, 1, 0, 1, 1, 12.25, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (2, 1, 1, 2, 1, 12.25, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (3, 1, 2, 3, NULL, 0.0, 'out_of_memory', 'load', 'killed by the kernel', 'use a smaller model', 'SIGKILL', -9,
                '["one","two"]');
        INSERT INTO metric_names VALUES
            (1, 'accuracy'), (2, 'kl_divergence'), (3, 'latency_p50'), (4, 'latency_p99'), (5, 'macro_f1'),
            (6, 'model_size'), (7, 'peak_memory'), (8, 'throughput');
        INSERT INTO metric_values VALUES
            (1, 1, 1.0),
            (1, 2, 9e999),
            (1, 3, 8000000.0),
            (1, 5, 0.1),
            (1, 6, 1000000.0),
            (1, 7, 41000000.0),
            (1, 8, 125.0),
            (2, 1, 0.75),
            (2, 2, 9e999),
            (2, 3, 4000000.0),
            (2, 4, 4010001.0),
            (2, 5, 0.1),
            (2, 7, 41000000.0),
            (2, 8, 250.0);
        INSERT INTO answer_contents VALUES
            (1, -2309778454723692613, '[0,1,2,2]', '[0,0,0,1]', '["a","","c''d","é"]', '{"accuracy":0.3333333333333333,"kl_divergence":"inf","macro_f1":0.1}', NULL),
            (2, 7999360168850451739, '[0,1,2,1]', '[0,0,0,1]', '["a","","c''d","é"]', '{"accuracy":0.3333333333333333,"kl_divergence":"inf","macro_f1":0.1}', '{"tensors":[{"explanation":{"missing":{}},"output":"hidden","samples":0,"shape":[1,8]},{"explanation":{"lastAxis":{"order":[2,1,0],"sqnr":140}},"fidelity":{"cosineSimilarity":0.25,"maximumAbsoluteError":0.5,"sqnr":-1.5},"output":"scores","samples":4,"shape":[1,3]}],"worstSamples":[{"answer":{"score":0.75,"text":"rust"},"maximumAbsoluteError":0.5,"otherAnswer":{"text":"text"},"output":"scores","sample":3,"sqnr":-2}]}');
        INSERT INTO content_unit_values VALUES
            (1, 'calibration_error', X'000000000000E03F000000000000D03F'),
            (1, 'kl_divergence', X'0000000000000000000000000000D03F000000000000F83F000000000000C03F'),
            (2, 'calibration_error', X'000000000000E03F000000000000D03F'),
            (2, 'kl_divergence', X'0000000000000000000000000000D03F000000000000F83F000000000000C03F');
        INSERT INTO accuracy_passes VALUES
            (1, 1, '{"agreement":0.75}', NULL, 1.5, 3),
            (2, 2, '{"agreement":0.75}', '{"tensors":[],"worstSamples":[]}', 1.5, 3);
        INSERT INTO baseline_unit_values VALUES
            (1, 'kl_divergence', X'000000000000E03F'),
            (2, 'kl_divergence', X'000000000000E03F');
        INSERT INTO answers VALUES (1, 'e0', 'c0', X'00000000000000010102030405060708FFFFFFFFFFFFFFFF0000000000000004', NULL,
            'c2', 1777307200500000000, NULL, '7f1c9a52-0000-4000-8000-000000000000', 1776307200000000000, 2, 1,
            '863af2ee6a36a94c2f074eb6d434289ac14af1de8c346fe67b1f0e16a2986f83');
        INSERT INTO answers VALUES (2, 'e1', 'c1', X'', 'c0', NULL, 1777307200500000000,
            '7f1c9a52-0000-4000-8000-000000000000', NULL, NULL, NULL, NULL,
            'f38a9ceb0c60c6cfb76e1ec38c42bd5a1d2faeca6c130238f3d6c6a09d968fd7');
        INSERT INTO operators VALUES
            (1, 0, '/conv/Conv', 'Conv', 'CPU', 0, 812.5),
            (1, 1, '', 'MatMul', 'CPU', NULL, 100.0),
            (2, 0, '/conv/Conv', 'Conv', 'CPU', 0, 812.5),
            (2, 1, '', 'MatMul', 'CPU', NULL, 100.0);
        INSERT INTO pairs VALUES
            (1, 1, 0, 'reference', 1, 2, 2, 1, '[1,2]', 'budget', 2.5);
        INSERT INTO launches VALUES (1, 1, 0, 0, 1, 31000000, 9000000, 12, 40000000, 1, 20000000, 61000000, 4194304,
            1048576, 1,
            0.25, 1000321, 1.5, 1);
        INSERT INTO launches VALUES (2, 1, 1, 1, NULL, 30000000, 8500000, 200, 2000000000, 0, 20000001, 61000001, NULL,
            NULL, NULL, NULL, NULL, NULL, 0);
        INSERT INTO launches VALUES (3, 2, 0, 0, 1, 31000000, 9000000, 12, 40000000, 1, 20000000, 61000000, 4194304,
            1048576, 1,
            0.25, 1000321, 1.5, 1);
        INSERT INTO launches VALUES (4, 2, 1, 1, NULL, 30000000, 8500000, 200, 2000000000, 0, 20000001, 61000001, NULL,
            NULL, NULL, NULL, NULL, NULL, 0);
        INSERT INTO blocks VALUES
            (1, 1, 0, 0, 0, 0, 25000000, 24900000, 1, 4, X'00127A0022607A00C8C77900'),
            (2, 1, 1, 0, 1, 50000000, 25000000, 24900000, 1, 4, X'00127A0022607A00C8C77900'),
            (3, 1, 2, 0, 2, 100000000, 25000000, 24900000, 1, 4, X'00127A0022607A00C8C77900'),
            (4, 1, 3, 0, 3, 150000000, 25000000, 24900000, 1, 4, X'00127A0022607A00C8C77900'),
            (5, 2, 0, 0, 0, 5, 6, 7, 7, 2, X'E803EB03'),
            (6, 2, 1, 0, 1, 8, 9, 10, 1, 2, X''),
            (7, 3, 0, 0, 0, 0, 25000000, 24900000, 1, 4, X'00093D0011303D00E4E33C00'),
            (8, 3, 1, 0, 1, 50000000, 25000000, 24900000, 1, 4, X'00093D0011303D00E4E33C00'),
            (9, 3, 2, 0, 2, 100000000, 25000000, 24900000, 1, 4, X'00093D0011303D00E4E33C00'),
            (10, 3, 3, 0, 3, 150000000, 25000000, 24900000, 1, 4, X'00093D0011303D00E4E33C00'),
            (11, 4, 0, 0, 0, 5, 6, 7, 7, 2, X'E803EB03'),
            (12, 4, 1, 0, 1, 8, 9, 10, 1, 2, X'');
        INSERT INTO findings VALUES
            (1, 3333432547059445053, 0, 'latency_p50', 'reference', 'latency p50 at most +3 % above the reference', 'Suites/demo.yaml', 18, 5, 'failed', '45 % slower', '["interval +44 % to +46 %","flips: d.txt"]', '{"baselineValue":4000000,"candidateValue":5800000,"confidence":0.95,"effect":0.45,"high":"inf","launches":16,"limit":0.03,"low":0.44,"minimalDetectableEffect":0.035}'),
            (2, 2300167365792631073, 3, 'model_size', 'nothing', 'model size at most 1 MB', 'Suites/demo.yaml', 21, 5, 'not_judged', 'no cell matches', '[]', NULL);
        INSERT INTO judgements VALUES
            (1, 0, 2, 1, 2.5),
            (1, 1, NULL, 2, 0.0);

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

    /// The same database once a Pawl of schema version 2 had opened it.
    static let version2 =
        version1 + #"""

            CREATE TABLE conversions (
                cell INTEGER NOT NULL REFERENCES run_cells (cell) ON DELETE CASCADE,
                tensor TEXT NOT NULL,
                conversion TEXT NOT NULL,
                PRIMARY KEY (cell, tensor)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE input_trials (
                cell INTEGER PRIMARY KEY REFERENCES accuracy_passes (cell) ON DELETE CASCADE,
                trials TEXT NOT NULL
            ) STRICT;

            PRAGMA user_version = 2;
            """#
}
