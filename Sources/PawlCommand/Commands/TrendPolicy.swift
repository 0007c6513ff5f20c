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

    /// What JUnit readers see as failures: also without a say in the exit code new regressions are.
    func failsInJUnit(_ change: TrendChange) -> Bool { (self == .never ? .regression : self).fails(change) }

    /// Without a run there is no answer, which is never a pass.
    func outcome(of report: TrendReport) -> ExitCode {
        if self == .never { return .passed }
        if report.series.contains(where: { $0.changes.contains(where: fails) }) { return .gateFailed }
        return report.runs == 0 ? .incomplete : .passed
    }
}
