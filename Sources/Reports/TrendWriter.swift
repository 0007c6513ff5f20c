import Diagnostics
import Foundation
import Support
import Trends

/// Writes the reports of a trend into a folder, each file whole or not at all.
public enum TrendWriter {
    /// Writes `trend.html`, `trend.json`, `junit.xml` and `trend.md`.
    ///
    /// - Parameters:
    ///   - charts: pictures for the page, by the place of their series.
    ///   - commits: where commits can be looked at.
    ///   - junitPath: where the JUnit file goes instead, if anywhere.
    ///   - fails, failsDrift: the changes and drifts that a CI system is to see as failures.
    /// - Returns: what was written, labelled, in the order in which people look for it.
    /// - Throws: `ReportError`; what was written before stays.
    package static func write(
        _ report: TrendReport, charts: [Int: RenderedChart] = [:], commits: CommitLinks? = nil,
        to folder: String,
        dialect: JUnitReport.Dialect = .rich, junitPath: String? = nil,
        fails: (TrendChange) -> Bool, failsDrift: (TrendDrift, TrendSeries) -> Bool = { _, _ in false }
    ) throws(ReportError) -> [(label: String, path: String)] {
        func path(_ name: String) -> String {
            ((folder.isEmpty ? "." : folder) as NSString).appendingPathComponent(name)
        }
        let junit = TrendJUnitReport.render(report, dialect: dialect, fails: fails, failsDrift: failsDrift)
        let files = [
            (
                label: "report", path: path("trend.html"),
                text: HTMLPrinter.print(report.document(charts: charts, commits: commits))
            ),
            (label: "summary", path: path("trend.md"), text: MarkdownPrinter.print(report.document(commits: commits))),
            (label: "JUnit", path: junitPath ?? path("junit.xml"), text: junit),
            (label: "JSON", path: path("trend.json"), text: TrendJSONReport.render(report)),
        ]
        do {
            for file in files { try AtomicFile.write(file.text, to: file.path) }
        } catch {
            throw .file(error)
        }
        return files.map { ($0.label, $0.path) }
    }
}
