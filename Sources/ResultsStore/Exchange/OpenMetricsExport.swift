import Foundation
import Records

/// Runs as OpenMetrics 1.0 text: gauges in base units, and every gate's verdict as a state set.
///
/// Samples of one run carry no time, as scrapers, push gateways and text-file collectors want it. Of several runs each sample has its run's start as
/// its time, so that a time series database can be filled with a history.
///
/// - Source: https://prometheus.io/docs/specs/om/open_metrics_spec/
public enum OpenMetricsExport {
    public static func render(_ runs: [ExportedRun]) -> String {
        let runs = runs.sorted { ($0.run.startedAt, $0.run.id) < ($1.run.startedAt, $1.run.id) }
        let isHistory = runs.count > 1
        var families: [String: OpenMetricsFamily] = [:]
        for exported in runs {
            let time = isHistory ? exported.run.startedAt.timeIntervalSince1970 : nil
            addCells(of: exported, at: time, to: &families)
            addVerdicts(of: exported.run, at: time, to: &families)
        }
        return families.values.sorted { $0.name < $1.name }.map(\.text).joined() + "# EOF\n"
    }

    private static func addCells(
        of exported: ExportedRun, at time: Double?, to families: inout [String: OpenMetricsFamily]
    ) {
        for cell in exported.run.cells {
            let cellLabels = labels(of: cell, exported.run)
            for (metric, value) in exported.values(of: cell) {
                let name = "pawl_" + metric.baseName
                let quantile = metric.quantile.map { [("quantile", $0)] } ?? []
                families[name, default: OpenMetricsFamily(name: name, metric: metric)].add(
                    labels: cellLabels + quantile, value: metric.inBaseUnit(value), time: time)
            }
        }
        let run = exported.run
        families[OpenMetricsFamily.started.name, default: .started].add(
            labels: [("suite", run.suite.name), ("host", run.environment.hostName), ("run", run.id)],
            value: run.startedAt.timeIntervalSince1970, time: time)
    }

    private static func addVerdicts(
        of run: RunRecord, at time: Double?, to families: inout [String: OpenMetricsFamily]
    ) {
        for verdict in run.verdicts {
            let cell = verdict.cell.flatMap { run.cells.indices.contains($0) ? labels(of: run.cells[$0], run) : nil }
            let verdictLabels =
                (cell ?? [("suite", run.suite.name)]) + [
                    ("gate", "\(verdict.gate)"), ("metric", verdict.metric.rawValue),
                    ("against", verdict.against.rawValue),
                ]
            let states = [Verdict.State.passed, .failed, .inconclusive, .notJudged, .error]
            families[OpenMetricsFamily.verdict.name, default: .verdict].add(
                labels: verdictLabels, values: states.map { ($0.rawValue, $0 == verdict.state ? 1 : 0) }, time: time)
        }
    }

    private static func labels(of cell: CellRecord, _ run: RunRecord) -> [(String, String)] {
        [
            ("suite", run.suite.name), ("model", cell.model), ("variant", cell.variant),
            ("runtime", cell.runtime.name), ("runtime_version", cell.runtime.version),
            ("runtime_label", cell.runtimeLabel), ("side", cell.side.rawValue), ("host", run.environment.hostName),
            ("device", cell.device ?? ""),
        ]
    }
}
