import Foundation
import Records
import Trends

/// A trend as JUnit XML: a suite per cell, a case per metric, a failure for what the policy counts.
public enum TrendJUnitReport {
    /// - Parameter fails: the changes that a CI system is to see as failures.
    public static func render(
        _ report: TrendReport, dialect: JUnitReport.Dialect = .rich, fails: (TrendChange) -> Bool,
        failsDrift: (TrendDrift, TrendSeries) -> Bool = { _, _ in false }
    ) -> String {
        let latest = report.series.compactMap { $0.points.last?.facts.startedAt }.max() ?? report.until
        let groups = Dictionary(grouping: report.series, by: \.cell).sorted { order($0.key) < order($1.key) }
        let suites = groups.map { cell, series in
            JUnitSuite(
                name: "\(report.suite): trend of \(TrendWords.cell(cell)) on \(cell.runtimeLabel)",
                cases: series.sorted { $0.metric.rawValue < $1.metric.rawValue }.map {
                    item($0, report, fails, failsDrift)
                })
        }
        return JUnitReport.render(
            JUnitDocument(
                name: "\(report.suite): trend", package: report.suite,
                hostName: report.series.first?.machine.hostName ?? "unknown", startedAt: latest,
                properties: [
                    ("pawl.trend.since", ReportTime.standard(report.since)), ("pawl.trend.runs", "\(report.runs)"),
                ],
                suites: JUnitSuite.unique(suites)), dialect: dialect)
    }

    private static func item(
        _ series: TrendSeries, _ report: TrendReport, _ fails: (TrendChange) -> Bool,
        _ failsDrift: (TrendDrift, TrendSeries) -> Bool
    ) -> JUnitCase {
        let failing = series.changes.filter(fails)
        let result: JUnitCase.Result
        if let worst = failing.last {
            let message = "\(series.measure.title) \(TrendWords.size(worst, of: series))"
            let body = failing.map { lines($0, of: series).joined(separator: "\n") }.joined(separator: "\n\n")
            result = .failure(type: "regression", message: message, body: body)
        } else if series.drifts.contains(where: { failsDrift($0, series) }), let text = TrendWords.courses(series).first
        {
            result = .failure(type: "drift", message: "\(series.measure.title) \(text)", body: text)
        } else if series.finding == .tooShort {
            result = .skipped(message: TrendWords.state(series) ?? "too short to tell")
        } else {
            result = .passed
        }
        return JUnitCase(
            classname: JUnitSuite.classname([report.suite, "trend", series.cell.runtimeLabel, series.cell.variant]),
            name: "\(series.cell.model)/\(series.measure.rawValue)", seconds: 0, file: "", line: 0, result: result,
            properties: [
                ("metric", series.measure.rawValue), ("points", "\(series.points.count)"),
                ("level", TrendWords.latest(series)), ("noise", TrendWords.noise(series) ?? "none"),
            ],
            output: TrendWords.courses(series).map { "\(TrendWords.courseWord(series)): \($0)" }
                + series.changes.flatMap { lines($0, of: series) }, errorOutput: [])
    }

    private static func lines(_ change: TrendChange, of series: TrendSeries) -> [String] {
        ["\(TrendWords.word(change)): \(TrendWords.size(change, of: series))"]
            + TrendWords.details(change, of: series).map(\.plain)
    }

    private static func order(_ cell: CellAddress) -> (String, String, String) {
        (cell.model, cell.variant, cell.runtimeLabel)
    }
}
