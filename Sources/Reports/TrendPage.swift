import Foundation
import Records
import Trends

/// What a suite's history says, as one page: what changed most first, each with its chart; then what stayed as it was.
public enum TrendPage {
    /// - Parameter charts: pictures by the place of their series in `report.series`; a series without one has its sparkline.
    public static func render(_ report: TrendReport, charts: [Int: RenderedChart] = [:]) -> String {
        page(report, charts: charts, title: report.suite, navigation: "", source: nil).html
    }

    /// The charts that `render` has a place for: of every series that changed.
    public static func charts(of report: TrendReport, marks: [TrendMark] = []) -> [Int: TrendChart] {
        charts(of: report, marks: marks) { $0.isNoteworthy }
    }

    static func charts(
        of report: TrendReport, marks: [TrendMark], where isDrawn: (TrendSeries) -> Bool
    ) -> [Int: TrendChart] {
        Dictionary(
            uniqueKeysWithValues: report.series.enumerated().filter { isDrawn($0.element) }
                .compactMap { index, series in TrendChart(series, marks: marks).map { (index, $0) } })
    }

    static func page(
        _ report: TrendReport, charts: [Int: RenderedChart], title: String, navigation: String, source: String?
    ) -> HTMLPage {
        let indices = report.series.indices
        let changed = indices.filter { report.series[$0].isNoteworthy }
        let charted = indices.filter { !report.series[$0].isNoteworthy && charts[$0] != nil }
        let quiet = indices.filter { !report.series[$0].isNoteworthy && charts[$0] == nil }
        func card(_ index: Int) -> String {
            TrendCard(series: report.series[index], chart: charts[index], identifier: "series-\(index + 1)").html
        }
        let sections = [
            header(report, title: title),
            changed.isEmpty
                ? "" : HTMLPage.section("changed", "What changed", changed.map(card).joined(separator: "\n")),
            charted.isEmpty
                ? ""
                : HTMLPage.section("charted", "Without a change of level", charted.map(card).joined(separator: "\n")),
            quiet.isEmpty
                ? ""
                : HTMLPage.section(
                    "quiet", charted.isEmpty ? "Without a change of level" : "Other metrics",
                    SeriesTable(series: quiet.map { report.series[$0] }, link: { _ in nil }).html),
            report.notes.isEmpty
                ? ""
                : HTMLPage.section(
                    "notes", "Notes",
                    "<ul>\n\(report.notes.map { "<li>\(HTMLText.escaped($0))</li>" }.joined(separator: "\n"))\n</ul>"),
        ]
        return HTMLPage(
            title: "\(title): trend – Pawl", source: source, navigation: navigation,
            main: sections.filter { !$0.isEmpty }.joined(separator: "\n"),
            footer:
                "<p>Times are UTC. Bands hold 95 % of single runs; a shade is where a level changed with 95 % confidence.</p>"
        )
    }

    private static func header(_ report: TrendReport, title: String) -> String {
        return """
            <header class="title">
            <h1>\(HTMLText.name(title))</h1>
            <p>\(report.file == nil ? "\(TrendText.day(report.since)) to \(TrendText.day(report.until))" : HTMLText.escaped(TrendWords.scope(report))): \(HTMLText.escaped(TrendWords.tally(report)))</p>
            </header>
            """
    }
}
