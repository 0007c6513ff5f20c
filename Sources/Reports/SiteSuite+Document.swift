import Foundation
import Gating
import Records
import Trends

extension SiteSuite {
    /// The first page of a site: every suite with its latest outcome and the course of each cell.
    static func index(of suites: [SiteSuite]) -> Document {
        let runs = suites.reduce(0) { $0 + $1.runs.count }
        return Document(
            header: Document.Header(
                title: "History", summary: "\(Wording.count(suites.count, "suite")), \(Wording.count(runs, "run"))"),
            blocks: [.group(.suites, suites.map { .card($0.card) })],
            footer: ["Courses show \(Metric.latencyP50.title); times are UTC."])
    }

    private var card: Document.Card {
        let latest = headline.map { run -> Prose in
            "\(run.outcome.badge) \(run.counts) \(quiet: "· \(run.moment) on \(name: run.hostName)")"
        }
        let later = unended.map { run in [Document.Block.paragraph("\(quiet: run.unendedWords)")] } ?? []
        let courses = Document.Table(
            .sparks, caption: "The course of each cell",
            columns: [.init("cell", wraps: true), .init("course"), .init("latest", .right)],
            rows: headlineSeries.map { series in
                [
                    "\("\(name: TrendText.cell(series))", to: SitePath.trend(of: series.cell))",
                    Prose(parts: [.picture(.course(series))]), Prose(SeriesFacts(series).latestText),
                ]
            }, noun: "cells", hasHeader: false)
        return Document.Card(
            SitePath.suite(name).replacing(".html", with: ""), title: "\("\(name: name)", to: SitePath.suite(name))",
            blocks: [
                .paragraph(latest ?? "\(quiet: "no run")")
            ] + later + [
                .paragraph(
                    "\(quiet: "\(Wording.count(runs.count, "run")), \(TrendWords.tally(trends)) since \(TrendText.day(trends.since))")"
                )
            ] + (headlineSeries.isEmpty ? [] : [.table(courses)]))
    }

    /// A suite's page: what changed, cells, devices, what to choose, runs, and what differs between the last two environments.
    ///
    /// - Parameters:
    ///   - runPages: runs whose page is there.
    ///   - charts: the trade-off chart of each model that has one.
    func document(runPages: Set<String>, charts: [String: RenderedChart]) -> Document {
        let known = Set(trends.series.map(\.cell))
        let matrix = DeviceMatrix(cells: cells).table { known.contains($0) ? SitePath.trend(of: $0) : nil }
        let notes: [Document.Block] =
            trends.notes.isEmpty ? [] : [.items(.init(trends.notes.map { Prose($0) }, noun: "notes"))]
        let choices = TradeOffTable.tables(of: cells).map { choice($0, chart: charts[$0.model]) }
        let parts: [Document.Section?] = [
            changedMost,
            headlineSeries.isEmpty
                ? nil
                : .init(
                    "cells", "Cells over time",
                    [.table(SeriesTable.courses(headlineSeries) { SitePath.trend(of: $0.cell) })] + notes),
            cells.isEmpty ? nil : .init("devices", "Models, runtimes and devices", [.table(matrix)]),
            choices.isEmpty ? nil : .init("choices", "Which variant to choose", choices),
            .init("runs", "Runs", [.table(table(runPages))]),
            environment.flatMap { compared -> Document.Section? in
                let ended = endedRuns
                guard ended.count > 1 else { return nil }
                let days = [1, 0].map { ReportTime.minute(ended[$0].startedAt) }
                return .init(
                    "environment", "What differs between the environments of the last two complete runs",
                    [compared.comparison.block(earlier: days[0], later: days[1])])
            },
        ]
        return Document(
            header: header(runPages), blocks: parts.compactMap { $0.map { .section($0) } },
            footer: ["Since \(TrendText.day(trends.since)); times are UTC."])
    }

    /// The verdict of the last run that came to its end, as large as on its own page.
    private func header(_ runPages: Set<String>) -> Document.Header {
        let title = Prose(parts: [.name(name)])
        guard let run = headline else { return Document.Header(title: title, summary: "no run", kind: "history") }
        return Document.Header(
            badge: run.outcome.badge, title: title, summary: Prose(run.counts),
            facts: [
                "\(run.hasEnded ? "latest complete run" : "latest run") \(link(to: run, runPages))",
                "on \(name: run.hostName)",
            ] + (unended.map { [$0.unendedWords] } ?? []), kind: "history")
    }

    /// The largest changes, with the way to their charts.
    private var changedMost: Document.Section? {
        let changed = trends.series.filter { !$0.changes.isEmpty }
        let items = changed.prefix(12).compactMap { series -> Prose? in
            guard let change = series.worstChange, series.points.indices.contains(change.position) else { return nil }
            return
                "\(TrendWords.badge(change)) \(strong: Prose(TrendWords.headline(change, series.measure))) \(series.measure.title) of \("\(name: TrendText.cell(series))", to: SitePath.trend(of: series.cell)) on \(TrendText.moment(change.position, of: series))"
        }
        guard !items.isEmpty else { return nil }
        let more = changed.count - items.count
        return .init(
            "changed", "What changed most",
            [.items(.init(items, noun: "changes"))]
                + (more > 0 ? [.paragraph("\(quiet: "and \(more) more, in the table below")")] : []))
    }

    private func choice(_ table: TradeOffTable, chart: RenderedChart?) -> Document.Block {
        .section(
            .init(
                "choice-" + SitePath.unique(table.model, of: [table.model]), "\(name: table.model)",
                chart.map { [.group(.choice, [.picture(.chart($0)), .table(table.table)])] } ?? [.table(table.table)]))
    }

    private func table(_ runPages: Set<String>) -> Document.Table {
        Document.Table(
            .runs, caption: "Runs, the latest first; those without a link have no page of their own here",
            columns: ["run", "outcome", "counts", "commit", "took", "host"].map { .init($0) },
            rows: runs.map { run in
                [
                    link(to: run, runPages), "\(run.outcome.badge)", Prose(run.counts),
                    run.gitCommit.map { Wording.digits(of: $0, isModified: run.gitIsDirty) } ?? "–",
                    Prose(
                        run.finishedAt.map { Quantity.duration(seconds: $0.timeIntervalSince(run.startedAt)) } ?? "–"),
                    "\(name: run.hostName)",
                ]
            }, noun: "runs")
    }

    private func link(to run: SiteRun, _ runPages: Set<String>) -> Prose {
        "\(Prose(run.moment), to: runPages.contains(run.id) ? SitePath.run(run.id) : nil)"
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

extension SiteRun {
    /// `2026-01-31 02:15 (nightly)`; an ordinary run's kind is not said.
    var moment: String { "\(ReportTime.minute(startedAt))\(kind == .run ? "" : " (\(kind.rawValue))")" }

    /// What a later run is doing, or why it does not count.
    var unendedWords: Prose {
        let isRunning = outcome == .running
        return
            "\((isRunning ? RunOutcome.running : .interrupted).badge) \(isRunning ? "since" : "a later run, cut off before its end, of") \(moment) on \(name: hostName)"
    }

    /// `1 failed, 12 passed; 5 cells`.
    var counts: String {
        let counts = Verdict.State.bySeverity.compactMap { state in
            verdicts[state].flatMap { $0 > 0 ? "\($0) \(state.participle)" : nil }
        }
        let cells =
            Wording.count(cellCount, "cell") + (failedCellCount > 0 ? ", \(failedCellCount) not measured whole" : "")
        return counts.isEmpty ? cells : counts.joined(separator: ", ") + "; " + cells
    }
}

extension TrendSeries {
    /// Regressions first, the larger first.
    fileprivate var worstChange: TrendChange? {
        let order: [TrendChange.Verdict] = [.regression, .machine, .change, .improvement]
        return changes.max {
            (-(order.firstIndex(of: $0.verdict) ?? 0), abs($0.size)) < (
                -(order.firstIndex(of: $1.verdict) ?? 0), abs($1.size)
            )
        }
    }
}
