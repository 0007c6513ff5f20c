import Foundation
import Records
import Reports
import ResultsStore
import Suites
import Trends

/// From a results database to a trend, as `pawl trend` and what builds on it walk it.
struct TrendRun {
    /// The suite's name.
    let suite: String
    let store: ResultsStore
    var options: TrendOptions
    /// Cells that are reported: `--only`.
    var selection = CellSelection(glob: nil)

    /// - Throws: `UsageError` when no run of the suite, or no run on the machine asked for, is recorded; `StoreError`.
    func report() throws -> TrendReport {
        let history = try store.history(
            ofSuite: suite, since: options.since, metrics: options.metricsToRead, kinds: options.kinds)
        if history.runs.isEmpty { try checkThatTheSuiteIsKnown() }
        if let machine = options.machine { try check(machine, among: history) }
        let selection = selection
        let report = TrendAnalysis(options: options).report(history, suite: suite) { cell in
            selection.contains(model: cell.model, variant: cell.variant)
        }
        return try report.withAcceptance(by: store.baselines())
    }

    private func checkThatTheSuiteIsKnown() throws {
        let names = Set(try store.runs(limit: 10_000).map(\.suite))
        guard !names.contains(suite) else { return }
        throw UsageError(
            message: "\(store.path) holds no run of the suite '\(suite)'",
            hint: names.isEmpty
                ? "'pawl run SUITE' records one"
                : "suites with runs: \(names.sorted().prefix(10).joined(separator: ", "))")
    }

    private func check(_ machine: String, among history: SuiteHistory) throws {
        let isKnown = history.runs.contains {
            $0.hostName == machine || $0.machineFingerprint.hasPrefix(machine)
        }
        guard !isKnown else { return }
        let known = Set(history.runs.map { "\($0.hostName) (\($0.machineFingerprint.prefix(12)))" }).sorted()
        throw UsageError(
            message: "no run of '\(suite)' in this time is of the machine '\(machine)'",
            hint: known.isEmpty
                ? "look further back with --since" : "machines: \(known.prefix(10).joined(separator: ", "))")
    }
}

/// Which changes make a trend fail: `--fail-on`.
enum TrendPolicy: String, CaseIterable {
    case never
    /// New ones only: an old regression must not fail every night for months. Accepted or not: where every night is
    /// promoted, whoever did it could not know yet what the next night's trend makes of it.
    case regression
    /// Every regression of the time looked at that was neither made good nor promoted to a baseline.
    case anyRegression = "any-regression"

    func fails(_ change: TrendChange) -> Bool {
        switch self {
        case .never: false
        case .regression: change.isStandingRegression && change.isNew
        case .anyRegression: change.isStandingRegression && change.acceptedBy == nil
        }
    }

    /// Drifts as changes: a new one once, one that goes on as long as it does.
    func fails(_ drift: TrendDrift, of series: TrendSeries) -> Bool {
        guard drift == series.standingDrift, drift.verdict == .regression else { return false }
        switch self {
        case .never: return false
        case .regression: return drift.isNew
        case .anyRegression: return true
        }
    }

    func failsInJUnit(_ drift: TrendDrift, of series: TrendSeries) -> Bool {
        (self == .never ? .regression : self).fails(drift, of: series)
    }

    /// What JUnit readers see as failures: also without a say in the exit code new regressions are.
    func failsInJUnit(_ change: TrendChange) -> Bool { (self == .never ? .regression : self).fails(change) }

    /// Without a run there is no answer, which is never a pass.
    func outcome(of report: TrendReport) -> ExitCode {
        if self == .never { return .passed }
        let hasFailed = report.series.contains { series in
            series.changes.contains(where: fails) || series.drifts.contains { fails($0, of: series) }
        }
        if hasFailed { return .gateFailed }
        return report.runs == 0 ? .incomplete : .passed
    }
}

extension TrendReport {
    /// The same with every standing regression marked that a promoted run had already: whoever promoted it took it as it was.
    ///
    /// Of a cell, only the latest promotion of this suite counts, whatever the baseline's name. So a rollback to an earlier run
    /// takes back what the promotions since had accepted.
    func withAcceptance(by promotions: [BaselinePromotion]) -> TrendReport {
        var report = self
        for index in report.series.indices {
            let series = report.series[index]
            let ofCell = promotions.filter { $0.run.suite.name == suite && $0.contains(series.cell) }
            guard let latest = ofCell.max(by: { ($0.promotedAt, $0.version) < ($1.promotedAt, $1.version) }) else {
                continue
            }
            for place in series.changes.indices where series.changes[place].isStandingRegression {
                let first = series.points[series.changes[place].position].facts
                if first.run == latest.run.id || first.startedAt <= latest.run.startedAt {
                    report.series[index].changes[place].acceptedBy = latest.label
                }
            }
        }
        return report
    }
}

extension BaselinePromotion {
    fileprivate func contains(_ cell: CellAddress) -> Bool {
        variants.contains {
            $0.model == cell.model && $0.variant == cell.variant && $0.runtimeLabel == cell.runtimeLabel
        }
    }
}

extension TrendMark {
    /// The runs of a suite that were promoted, each with its baseline's name.
    static func baselines(of suite: String, in store: ResultsStore) throws(StoreError) -> [TrendMark] {
        try store.baselines().filter { $0.run.suite.name == suite }.map { promotion in
            TrendMark(date: promotion.run.startedAt, text: "baseline \(promotion.name)@\(promotion.version)")
        }
    }
}
