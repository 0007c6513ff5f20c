import Foundation
import Gating
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
    let commits: CommitLinks?

    func suite(_ name: String) throws -> SiteSuite {
        let runs = try store.runs(ofSuite: name, since: since).map { run in
            var run = run
            run.status = RunLock.status(run.status, ofRun: run.id, database: store.path)
            return run
        }
        var suite = SiteSuite(
            name: name, runs: runs.map(SiteRun.init), cells: [], trends: try trends(of: name),
            marks: try TrendMark.baselines(of: name, in: store), countsGates: includesGateRuns)
        let onlyGates = suite.endedRuns.allSatisfy { $0.kind == .gate }
        suite.cells = try store.latestCells(ofSuite: name, since: since, countsGates: includesGateRuns || onlyGates)
            .map(SiteCell.init)
        suite.commits = commits
        suite.environment = try environment(of: suite.endedRuns)
        return suite
    }

    /// The report that a run's page shows; nil when the run is gone.
    func report(_ id: String) throws -> ReportModel? {
        try store.run(id: id).map { run in
            var run = run
            run.status = RunLock.status(run.status, ofRun: run.id, database: store.path)
            var model = ReportModel(
                run: run, summaries: run.summaries, comparedEnvironment: try run.comparedEnvironment(in: store))
            model.commits = commits
            return model
        }
    }

    /// The later of the last two runs against the earlier.
    private func environment(of runs: [SiteRun]) throws -> ComparedEnvironment? {
        guard runs.count > 1, let later = try store.environment(ofRun: runs[0].id),
            let earlier = try store.environment(ofRun: runs[1].id)
        else { return nil }
        return ComparedEnvironment(
            run: runs[1].id, comparison: EnvironmentComparison(earlier: earlier, later: later))
    }

    // MARK: - Series

    /// The history is read once; the analysis looks at one machine at a time, that of the latest run first.
    private func trends(of suite: String) throws -> TrendReport {
        var options = TrendOptions(since: since, until: until, includesGateRuns: includesGateRuns)
        let history = try store.history(
            ofSuite: suite, since: since, metrics: options.metricsToRead, kinds: options.kinds)
        var report = TrendAnalysis(options: options).report(history, suite: suite)
        var seen = Set(report.series.compactMap(\.machine.fingerprint))
        for run in history.runs.reversed() where seen.insert(run.machineFingerprint).inserted {
            options.machine = run.machineFingerprint
            report.series += TrendAnalysis(options: options).report(history, suite: suite).series
        }
        return try report.withAcceptance(by: store.baselines())
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
            failedCellCount: run.failedCellCount, hasEnded: run.status == .complete || run.status == .incomplete)
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
    /// What differs from the environment of the recorded run that this one is compared with; nil where there is none, or it is gone.
    func comparedEnvironment(in store: ResultsStore) throws -> ComparedEnvironment? {
        guard let baseline = storedBaseline, let earlier = try store.environment(ofRun: baseline.run) else {
            return nil
        }
        return ComparedEnvironment(
            run: baseline.run, comparison: EnvironmentComparison(earlier: earlier, later: environment))
    }
}
