import Comparison
import Foundation
import Gating
import Measures
import Records
import Reports
import ResultsStore
import Trends

/// Reads from the database what the pages of `pawl history` tell.
struct SiteSource {
    let store: ResultsStore
    let since: Date
    let until: Date
    let includesGateRuns: Bool

    func suite(_ name: String) throws -> SiteSuite {
        let runs = try store.runs(ofSuite: name, since: since)
        let cells = try store.latestCells(ofSuite: name, since: since)
        return SiteSuite(
            name: name, runs: runs.map(SiteRun.init), cells: cells.map(SiteCell.init),
            trends: try trends(of: name, cells: cells), environment: try environment(of: runs))
    }

    /// The report that a run's page shows; nil when the run is gone.
    func report(_ id: String) throws -> ReportModel? {
        try store.run(id: id).map { run in
            ReportModel(
                run: run, summaries: run.summaries, comparedEnvironment: try run.comparedEnvironment(in: store))
        }
    }

    /// The later of the last two runs against the earlier.
    private func environment(of runs: [RunSummary]) throws -> ComparedEnvironment? {
        guard runs.count > 1, let later = try store.environment(ofRun: runs[0].id),
            let earlier = try store.environment(ofRun: runs[1].id)
        else { return nil }
        return ComparedEnvironment(
            run: runs[1].id, comparison: EnvironmentComparison(earlier: earlier, later: later))
    }

    // MARK: - Series

    /// A series per cell, metric and machine, without a search for changes of level.
    private func trends(of suite: String, cells: [LatestCell]) throws -> TrendReport {
        var series: [TrendSeries] = []
        var seen: Set<CellAddress> = []
        for cell in cells where seen.insert(cell.address).inserted {
            for metric in [Metric.latencyP50, .peakMemory, .modelSize] {
                series += try self.series(of: cell.address, metric)
            }
            for origin in [Metric.Origin.answers, .contrast] {
                series += try firstSeries(of: cell.address, origin)
            }
        }
        return TrendReport(suite: suite, since: since, until: until, series: series)
    }

    /// The metric that sums up a cell's answers, or how like another's they are: the first that any run has.
    private func firstSeries(of cell: CellAddress, _ origin: Metric.Origin) throws -> [TrendSeries] {
        for metric in Metric.allCases where metric.origin == origin {
            let found = try series(of: cell, metric)
            if !found.isEmpty { return found }
        }
        return []
    }

    private func series(of cell: CellAddress, _ metric: Metric) throws -> [TrendSeries] {
        let points = try store.history(of: cell, metric: metric, since: since).filter {
            includesGateRuns || $0.kind != .gate
        }
        struct Place: Hashable { var fingerprint, device: String? }
        let places = Dictionary(grouping: points) { Place(fingerprint: $0.machineFingerprint, device: $0.device) }
        return places.values.compactMap { points in
            points.last.map { last in
                TrendSeries(
                    cell: cell, metric: metric,
                    machine: TrendMachine(
                        hostName: last.hostName, fingerprint: last.machineFingerprint, device: last.device),
                    points: points)
            }
        }.sorted { ($0.points.last?.startedAt ?? since) > ($1.points.last?.startedAt ?? since) }
    }
}

extension SiteRun {
    init(_ run: RunSummary) {
        self.init(
            id: run.id, kind: run.kind,
            outcome: RunOutcome(
                status: run.status, states: Set(run.verdicts.keys), onInconclusive: run.onInconclusive),
            startedAt: run.startedAt, finishedAt: run.finishedAt, hostName: run.hostName, gitCommit: run.gitCommit,
            gitIsDirty: run.gitIsDirty, verdicts: run.verdicts, cellCount: run.cellCount,
            failedCellCount: run.failedCellCount)
    }
}

extension SiteCell {
    init(_ cell: LatestCell) {
        self.init(
            address: cell.address, isReference: cell.isReference, runtime: cell.runtime, machine: cell.machine,
            run: cell.run, startedAt: cell.startedAt, values: cell.values, verdicts: cell.verdicts,
            failure: cell.failure)
    }
}

extension RunRecord {
    /// What differs from the environment of the recorded run that this one is held against; nil where there is none, or it is gone.
    func comparedEnvironment(in store: ResultsStore) throws -> ComparedEnvironment? {
        guard let baseline = storedBaseline, let earlier = try store.environment(ofRun: baseline.run) else {
            return nil
        }
        return ComparedEnvironment(
            run: baseline.run, comparison: EnvironmentComparison(earlier: earlier, later: environment))
    }
}
