import Foundation
import Gating
import Records
import Trends

/// The first page of a site: every suite with its latest outcome and the course of each cell.
enum SiteIndexPage {
    static func page(_ suites: [SiteSuite], source: String?) -> HTMLPage {
        let cards = suites.map(card).joined(separator: "\n")
        return HTMLPage(
            title: "History – Pawl", source: source,
            main: """
                <header class="title">
                <h1>History</h1>
                <p>\(CountText.count(suites.count, "suite")), \(CountText.count(suites.reduce(0) { $0 + $1.runs.count }, "run"))</p>
                </header>
                <div class="suites">
                \(cards)
                </div>
                """,
            footer: "<p>Courses show \(Metric.latencyP50.title); times are UTC.</p>")
    }

    private static func card(_ suite: SiteSuite) -> String {
        let latest = suite.headline.map { run in
            "<p>\(SiteRunText.badge(run.outcome)) \(SiteRunText.counts(run)) <span class=\"quiet\">· \(SiteRunText.moment(run)) "
                + "on \(HTMLText.name(run.hostName))</span></p>"
                + (suite.unended.map { "\n<p class=\"quiet\">\(SiteRunText.unended($0))</p>" } ?? "")
        }
        let words = HTMLText.escaped(TrendWords.tally(suite.trends))
        let lines = suite.headlineSeries.map { series in
            let latest = SeriesFacts(series).latest.map { Quantity.text($0, series.measure.dimension) } ?? "–"
            let name = HTMLPage.link(HTMLText.name(TrendText.cell(series)), to: SitePath.trend(of: series.cell))
            return "<li><span>\(name)</span> \(Sparkline.svg(series)) <span>\(latest)</span></li>"
        }
        let identifier = SitePath.suite(suite.name).replacing(".html", with: "")
        return """
            <article class="suite" aria-labelledby="\(identifier)">
            <h2 id="\(identifier)">\(HTMLPage.link(HTMLText.name(suite.name), to: SitePath.suite(suite.name)))</h2>
            \(latest ?? "<p class=\"quiet\">no run</p>")
            <p class="quiet">\(CountText.count(suite.runs.count, "run")), \(words) since \(TrendText.day(suite.trends.since))</p>
            \(lines.isEmpty ? "" : "<ul class=\"sparks\">\n\(lines.joined(separator: "\n"))\n</ul>")
            </article>
            """
    }
}

extension SiteSuite {
    /// Of each cell the one series that a line shows: its median latency, or else the first that it has.
    var headlineSeries: [TrendSeries] { headlineIndices.map { trends.series[$0] } }

    /// In order of the cells' names.
    var headlineIndices: [Int] {
        struct Key: Hashable {
            var cell: CellAddress
            var machine: TrendMachine
        }
        var chosen: [Key: Int] = [:]
        for (index, series) in trends.series.enumerated() {
            let key = Key(cell: series.cell, machine: series.machine)
            if chosen[key] == nil || series.metric == .latencyP50 { chosen[key] = index }
        }
        return chosen.values.sorted { order(trends.series[$0]) < order(trends.series[$1]) }
    }

    private func order(_ series: TrendSeries) -> (String, String, String, String) {
        (
            series.cell.model, series.cell.variant, series.cell.runtimeLabel,
            series.machine.device ?? series.machine.hostName
        )
    }
}

/// A run in a line, for lists.
enum SiteRunText {
    static func badge(_ outcome: RunOutcome) -> String {
        "<span class=\"badge \(outcome.rawValue)\">\(outcome.word)</span>"
    }

    /// `2026-01-31 02:15 (nightly)`; an ordinary run's kind is not said.
    static func moment(_ run: SiteRun) -> String {
        "\(ReportTime.minute(run.startedAt))\(run.kind == .run ? "" : " (\(run.kind.rawValue))")"
    }

    /// What a later run is doing, or why it does not count.
    static func unended(_ run: SiteRun) -> String {
        let words = run.outcome == .running ? "since" : "a later run, cut off before its end, of"
        return
            "\(badge(run.outcome == .running ? .running : .interrupted)) \(words) \(moment(run)) on \(HTMLText.name(run.hostName))"
    }

    /// `1 failed, 12 passed; 5 cells`.
    static func counts(_ run: SiteRun) -> String {
        let counts = Verdict.State.bySeverity.compactMap { state in
            run.verdicts[state].flatMap { $0 > 0 ? "\($0) \(state.participle)" : nil }
        }
        let cells =
            CountText.count(run.cellCount, "cell")
            + (run.failedCellCount > 0 ? ", \(run.failedCellCount) not measured whole" : "")
        return counts.isEmpty ? cells : counts.joined(separator: ", ") + "; " + cells
    }
}
