import Trends

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
