import Diagnostics
import Foundation
import Gating
import Records
import Support
import Trends

/// Writes a site of pages over a results database: an index, a page a suite, a page a cell over time, and runs.
///
/// A page whose content would be what it is already is left alone, and its charts are not drawn. Pages of ours that nothing leads to
/// any more are removed.
public struct SiteWriter {
    /// Which series have a chart of their own beside a sparkline.
    public enum ChartChoice: String, Sendable, CaseIterable {
        /// The median latency of each cell, and whatever changed.
        case main
        case all
    }

    /// What became of the pages.
    public struct Result: Sendable, Equatable {
        public var index: String
        public var written = 0
        public var unchanged = 0
        public var removed = 0
        /// Such as a missing gnuplot: pages are whole without charts.
        public var warnings: [Diagnostic] = []
    }

    public var folder: String
    public var pawlVersion: String
    public var charts: ChartChoice
    /// The report of a run with its charts; nil when there is no such run. Asked only for pages that are missing or out of date.
    public var report: (_ run: String) throws -> ReportModel?
    var renderer = ChartRenderer()

    public init(
        folder: String, pawlVersion: String, charts: ChartChoice = .main,
        report: @escaping (_ run: String) throws -> ReportModel?
    ) {
        self.folder = folder
        self.pawlVersion = pawlVersion
        self.charts = charts
        self.report = report
    }

    /// - Parameter runPages: so many of each suite's latest runs get a page; older ones keep theirs.
    /// - Throws: `ReportError`, and what `report` throws; what was written before stays, each page whole.
    public func write(_ suites: [SiteSuite], runPages: Int) throws -> Result {
        var result = Result(index: path(SitePath.index))
        var used: Set<String> = [SitePath.index]
        for suite in suites {
            let linked = try writeRuns(of: suite, limit: runPages, &result)
            used.formUnion(linked.map(SitePath.run))
            used.formUnion(try writeTrends(of: suite, runPages: linked, &result))
            try writeSuite(suite, runPages: linked, &result)
            used.insert(SitePath.suite(suite.name))
        }
        // Last: who finds the index finds all it speaks of.
        let index = HTMLPrinter.page(SiteSuite.index(of: suites))
        try put(index, to: SitePath.index, source: digest([index.html]), &result)
        result.removed = remove(except: used)
        return result
    }

    // MARK: - Pages

    /// - Returns: the runs that have a page.
    private func writeRuns(of suite: SiteSuite, limit: Int, _ result: inout Result) throws -> Set<String> {
        var linked: Set<String> = []
        for (place, run) in suite.runs.enumerated() {
            let name = SitePath.run(run.id)
            let source = digest(["run"] + run.facts)
            if existingSource(of: name) == source || (place >= limit && existingSource(of: name) != nil) {
                result.unchanged += 1
                linked.insert(run.id)
                continue
            }
            guard place < limit, var model = try report(run.id) else { continue }
            if place == 0 {
                model.charts = draw(RunCharts.charts(of: model.run, summaries: model.summaries), &result)
            }
            var page = HTMLPrinter.page(model.document())
            page.navigation = HTMLPage.navigation(
                [
                    ("History", SitePath.fromFolder(SitePath.index)),
                    (suite.name, SitePath.fromFolder(SitePath.suite(suite.name))),
                ], current: ReportTime.minute(run.startedAt))
            page.source = source
            try save(page, to: name, &result)
            linked.insert(run.id)
        }
        return linked
    }

    /// - Returns: their paths.
    private func writeTrends(
        of suite: SiteSuite, runPages: Set<String>, _ result: inout Result
    ) throws -> Set<String> {
        var used: Set<String> = []
        var pending: [PendingTrend] = []
        for (cell, series) in Dictionary(grouping: suite.trends.series, by: \.cell) {
            var report = suite.trends
            report.series = series
            // Notes are about the suite, and stand on its page.
            report.notes = []
            report.runs = series.map(\.points.count).max() ?? 0
            let name = SitePath.trend(of: cell)
            used.insert(name)
            let shown = Set(series.flatMap { $0.points.map(\.facts.run) }).intersection(runPages)
            let links = Dictionary(uniqueKeysWithValues: shown.map { ($0, SitePath.fromFolder(SitePath.run($0))) })
            let drawn = report.charts(marks: suite.marks) { series in
                // One point is no course: its row says all of it.
                series.points.count > 1
                    && (charts == .all || series.metric == .latencyP50 || !series.changes.isEmpty)
            }.mapValues { chart in
                var chart = chart
                chart.runPages = links
                return chart
            }
            let bare = page(of: report, cell: cell, charts: [:], commits: suite.commits, source: nil)
            let source = digest(
                [bare.html] + series.map(SeriesDigest.text) + [
                    "\(suite.marks)", "\(drawn.keys.sorted())", "\(shown.sorted())",
                ])
            guard existingSource(of: name) != source else {
                result.unchanged += 1
                continue
            }
            pending.append(
                PendingTrend(
                    name: name, cell: cell, report: report, charts: drawn, commits: suite.commits, source: source))
        }
        pending.sort { $0.name < $1.name }
        var pictures = draw(pending.flatMap(\.named), &result)[...]
        for page in pending {
            let own = pictures.prefix { $0.model == page.name }
            pictures = pictures.dropFirst(own.count)
            let charts = Dictionary(zip(page.charts.keys.sorted(), own), uniquingKeysWith: { first, _ in first })
            try save(
                self.page(
                    of: page.report, cell: page.cell, charts: charts, commits: page.commits,
                    source: final(page.source, isWhole: charts.count == page.charts.count)), to: page.name, &result)
        }
        return used
    }

    private struct PendingTrend {
        var name: String
        var cell: CellAddress
        var report: TrendReport
        var charts: [Int: TrendChart]
        var commits: CommitLinks?
        var source: String

        /// In the order of the series; filed under the page that they are for.
        var named: [RunCharts.Named] {
            charts.sorted { $0.key < $1.key }.map {
                RunCharts.Named(name: "chart-\($0.key + 1)", model: name, chart: $0.value)
            }
        }
    }

    private func page(
        of report: TrendReport, cell: CellAddress, charts: [Int: RenderedChart], commits: CommitLinks?, source: String?
    ) -> HTMLPage {
        let title = "\(cell.model)/\(cell.variant) on \(cell.runtimeLabel)"
        var page = HTMLPrinter.page(report.document(charts: charts, title: title, commits: commits))
        page.navigation = HTMLPage.navigation(
            [
                ("History", SitePath.fromFolder(SitePath.index)),
                (cell.suite, SitePath.fromFolder(SitePath.suite(cell.suite))),
            ], current: title)
        page.source = source
        return page
    }

    private func writeSuite(_ suite: SiteSuite, runPages: Set<String>, _ result: inout Result) throws {
        let name = SitePath.suite(suite.name)
        func page(_ charts: [String: RenderedChart]) -> HTMLPage {
            var page = HTMLPrinter.page(suite.document(runPages: runPages, charts: charts))
            page.navigation = HTMLPage.navigation([("History", SitePath.index)], current: suite.name)
            return page
        }
        let bare = page([:])
        let source = digest([bare.html])
        guard existingSource(of: name) != source else {
            result.unchanged += 1
            return
        }
        let named = TradeOffTable.tables(of: suite.cells).enumerated().compactMap { index, table in
            table.chart.map { RunCharts.Named(name: "tradeoff-\(index + 1)", model: table.model, chart: $0) }
        }
        let charts = Dictionary(draw(named, &result).map { ($0.model, $0) }, uniquingKeysWith: { first, _ in first })
        let final = final(source, isWhole: charts.count == named.count)
        var whole = page(charts)
        whole.source = final
        try save(whole, to: name, &result)
    }

    /// A page that had to do without its charts is made again the next time.
    private func final(_ source: String, isWhole: Bool) -> String {
        isWhole ? source : digest(["without charts", source])
    }

    // MARK: - Charts

    /// None when they cannot be drawn; why is told once.
    private func draw(_ charts: [RunCharts.Named], _ result: inout Result) -> [RenderedChart] {
        guard !charts.isEmpty, result.warnings.isEmpty else { return [] }
        do {
            return try renderer.renderPictures(charts)
        } catch {
            result.warnings = error.diagnostics.map { diagnostic in
                var warning = diagnostic
                warning.severity = .warning
                return warning
            }
            return []
        }
    }
}
