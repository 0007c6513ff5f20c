extension DatabaseFixtures {
    /// The view for people, and runs that are not from here or not ended.
    static let version1Summary = #"""
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
        """#
}
