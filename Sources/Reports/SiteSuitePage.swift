import Foundation
import Gating
import Records
import Trends

/// A suite's page: cells, devices, what to choose, runs, and what differs between the last two environments.
struct SiteSuitePage {
    let suite: SiteSuite
    /// Runs whose page is there.
    let runPages: Set<String>
    /// The trade-off chart of each model that has one.
    let charts: [String: RenderedChart]
    let source: String?

    var page: HTMLPage {
        let outcome = suite.headline?.outcome
        let sections = [header, changes, cells, matrix, choices, runs, environment]
        return HTMLPage(
            title: "\(outcome.map { $0.word + ": " } ?? "")\(suite.name): history – Pawl", source: source,
            navigation: HTMLPage.navigation([("History", SitePath.index)], current: suite.name),
            main: sections.filter { !$0.isEmpty }.joined(separator: "\n"),
            footer: "<p>Since \(TrendText.day(suite.trends.since)); times are UTC.</p>")
    }

    /// The verdict of the last run that came to its end, as large as on its own page.
    private var header: String {
        guard let run = suite.headline else {
            return "<header class=\"title\">\n<h1>\(HTMLText.name(suite.name))</h1>\n<p>no run</p>\n</header>"
        }
        return """
            <header class="verdict \(run.outcome.rawValue)">
            <p class="word">\(run.outcome.word)</p>
            <h1>\(HTMLText.name(suite.name))</h1>
            <p class="tally">\(SiteRunText.counts(run))</p>
            <p class="facts">\(run.hasEnded ? "latest complete run" : "latest run") \(link(to: run)) · on \(HTMLText.name(run.hostName))</p>\(later)
            </header>
            """
    }

    private var later: String {
        suite.unended.map { "\n<p class=\"facts\">\(SiteRunText.unended($0))</p>" } ?? ""
    }

    /// The largest changes, with the way to their charts.
    private var changes: String {
        let changed = suite.trends.series.filter { !$0.changes.isEmpty }
        guard !changed.isEmpty else { return "" }
        let items = changed.prefix(12).compactMap { series -> String? in
            guard let change = TrendCard.worst(series.changes), series.points.indices.contains(change.position) else {
                return nil
            }
            let name = HTMLPage.link(HTMLText.name(TrendText.cell(series)), to: SitePath.trend(of: series.cell))
            return "<li>\(TrendCard.badge(change)) "
                + "<strong>\(HTMLText.escaped(TrendWords.headline(change, series.measure)))</strong> "
                + "\(HTMLText.escaped(series.measure.title)) of \(name) on \(TrendText.moment(change.position, of: series))</li>"
        }
        let more =
            changed.count > items.count
            ? "<p class=\"quiet\">and \(changed.count - items.count) more, in the table below</p>" : ""
        return HTMLPage.section(
            "changed", "What changed most", "<ul>\n\(items.joined(separator: "\n"))\n</ul>\n\(more)")
    }

    private var cells: String {
        let series = suite.headlineSeries
        guard !series.isEmpty else { return "" }
        let table = SeriesTable(series: series) { SitePath.trend(of: $0.cell) }.html
        let notes = suite.trends.notes.map { "<li>\(HTMLText.escaped($0))</li>" }.joined(separator: "\n")
        return HTMLPage.section("cells", "Cells over time", table + (notes.isEmpty ? "" : "<ul>\n\(notes)\n</ul>"))
    }

    private var matrix: String {
        guard !suite.cells.isEmpty else { return "" }
        let known = Set(suite.trends.series.map(\.cell))
        let html = DeviceMatrix(cells: suite.cells).html { known.contains($0) ? SitePath.trend(of: $0) : nil }
        return HTMLPage.section("devices", "Models, runtimes and devices", html)
    }

    private var choices: String {
        let tables = TradeOffTable.tables(of: suite.cells)
        guard !tables.isEmpty else { return "" }
        let parts = tables.map { table in
            let chart = charts[table.model].map { "<figure>\n\($0.inlineSVG)</figure>\n" }
            return """
                <div class="choice\(chart == nil ? " bare" : "")">
                <h3>\(HTMLText.name(table.model))</h3>
                \(chart ?? "")\(table.html)</div>
                """
        }
        return HTMLPage.section("choices", "Which variant to choose", parts.joined(separator: "\n"))
    }

    private var runs: String {
        let rows = suite.runs.map { run in
            HTMLTable.Row(
                heading: link(to: run),
                cells: [
                    SiteRunText.badge(run.outcome), SiteRunText.counts(run), commit(of: run),
                    run.finishedAt.map { Quantity.duration(seconds: $0.timeIntervalSince(run.startedAt)) } ?? "–",
                    HTMLText.name(run.hostName),
                ])
        }
        let table = HTMLTable(
            caption: "Runs, the latest first; those without a link have no page of their own here",
            columns: ["run", "outcome", "counts", "commit", "took", "host"], className: "runs",
            groups: [HTMLTable.Group(title: nil, rows: rows)])
        return HTMLPage.section("runs", "Runs", table.html)
    }

    private func link(to run: SiteRun) -> String {
        let text = SiteRunText.moment(run)
        return runPages.contains(run.id) ? HTMLPage.link(text, to: SitePath.run(run.id)) : text
    }

    private func commit(of run: SiteRun) -> String {
        guard let commit = run.gitCommit else { return "–" }
        return "<span>\(HTMLText.name(String(commit.prefix(12))))\(run.gitIsDirty == true ? " (modified)" : "")</span>"
    }

    private var environment: String {
        let runs = suite.endedRuns
        guard let compared = suite.environment, runs.count > 1 else { return "" }
        return HTMLPage.section(
            "environment", "What differs between the environments of the last two complete runs",
            EnvironmentTable.html(
                compared.comparison, earlier: ReportTime.minute(runs[1].startedAt),
                later: ReportTime.minute(runs[0].startedAt)))
    }
}
