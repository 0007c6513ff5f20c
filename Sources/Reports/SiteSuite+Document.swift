import Foundation
import Gating
import Records
import Trends

extension SiteSuite {
    /// The first page of a site: every suite with its status, what got worse, and the course of each cell; those that need a look first.
    static func index(of suites: [SiteSuite]) -> Document {
        let runs = suites.reduce(0) { $0 + $1.runs.count }
        let ordered = suites.enumerated().sorted { one, other in
            (one.element.situation.rawValue, one.offset) < (other.element.situation.rawValue, other.offset)
        }.map(\.element)
        return Document(
            header: Document.Header(
                title: "History",
                summary: Prose(
                    ([tally(of: suites) + ", " + Wording.count(runs, "run")] + remarks(on: suites))
                        .joined(separator: "; "))),
            blocks: [.group(.suites, ordered.map { .card($0.card) })],
            footer: ["Courses show \(Metric.latencyP50.title); times are UTC."])
    }

    /// `3 suites (1 failed, 1 with a regression, 1 passed)`: each suite counts once, as the first of these that holds of it.
    public static func tally(of suites: [SiteSuite]) -> String {
        let counts = Situation.allCases.compactMap { situation -> String? in
            let count = suites.count { $0.situation == situation }
            return count > 0 ? "\(count) \(situation.words)" : nil
        }
        return Wording.count(suites.count, "suite") + (counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))")
    }

    /// What bounds that tally: it tells of the latest runs that ended, and of courses that are long enough.
    private static func remarks(on suites: [SiteSuite]) -> [String] {
        let cutOff = suites.count { $0.unended.map { $0.outcome != .running } ?? false }
        let isTooShort = !suites.isEmpty && suites.allSatisfy(\.isTooShort)
        return [
            cutOff > 0 ? "a later run of \(suites.count == 1 ? "it" : "\(cutOff)") was cut off" : nil,
            isTooShort ? "too few runs to tell changes over time" : nil,
        ].compactMap { $0 }
    }

    /// How a suite stands by its latest run and its courses; the earlier, the sooner somebody has to look.
    private enum Situation: Int, CaseIterable {
        case failed, worse, unfinished, undecided, running, passed, unjudged, empty

        /// After a count of suites.
        var words: String {
            switch self {
            case .failed: "failed"
            case .worse: "with a regression"
            case .unfinished: "not measured whole"
            case .undecided: "undecided"
            case .running: "still measured"
            case .passed: "passed"
            case .unjudged: "not judged"
            case .empty: "without a run"
            }
        }
    }

    private var situation: Situation {
        let isWorse = !regressions.isEmpty
        return switch headline?.outcome {
        case .failed: .failed
        case .incomplete, .interrupted: isWorse ? .worse : .unfinished
        case .inconclusive: isWorse ? .worse : .undecided
        case .passed: isWorse ? .worse : .passed
        case .measured: isWorse ? .worse : .unjudged
        case .running: isWorse ? .worse : .running
        case nil: .empty
        }
    }

    /// Whether nothing can be said yet of what changed from run to run.
    private var isTooShort: Bool {
        trends.series.allSatisfy { $0.points.count < TrendSeries.fewestPoints && !$0.isNoteworthy }
    }

    /// Series with a regression that holds and that nobody has accepted, the largest first, and those that drift for the worse.
    private var regressions: [TrendSeries] {
        trends.series.filter { series in
            series.changes.contains { $0.isStandingRegression && $0.acceptedBy == nil }
                || series.standingDrift?.verdict == .regression
        }
    }

    private var card: Document.Card {
        let status =
            headline.map { run in [Document.Block.paragraph("\(run.outcome.badge) \(run.counts)")] }
            ?? [.paragraph("\(quiet: "no run")")]
        let latest = headline.map { run -> Document.Block in
            .paragraph("\(quiet: "\(words(of: run)) \(ReportTime.minute(run.startedAt)), \(place(of: run))")")
        }
        let later = unended.map { run in [Document.Block.paragraph("\(quiet: run.unendedWords)")] } ?? []
        let worsened = Set(regressions.map(\.cell))
        let worse = regressions.prefix(3).compactMap { $0.changeItem }
        let courses = Document.Table(
            .sparks, caption: "The course of each cell",
            columns: [.init("cell", wraps: true), .init("course"), .init("latest", .right)],
            rows: (headlineSeries.filter { worsened.contains($0.cell) }
                + headlineSeries.filter { !worsened.contains($0.cell) }).map { series in
                    [
                        "\("\(name: TrendText.cell(series))", to: SitePath.trend(of: series.cell))",
                        Prose(parts: [.picture(.course(series))]), Prose(SeriesFacts(series).latestText),
                    ]
                }, noun: "cells", hasHeader: false)
        return Document.Card(
            SitePath.suite(name).replacing(".html", with: ""), standing: headline?.outcome.badge.standing ?? .quiet,
            title: "\("\(name: name)", to: SitePath.suite(name))",
            blocks: status + (latest.map { [$0] } ?? []) + later
                + (worse.isEmpty ? [] : [.items(.init(worse, noun: "regressions"))])
                + [
                    .paragraph(
                        "\(quiet: "\(Wording.count(runs.count, "run")), \(TrendWords.tally(trends)) since \(TrendText.day(trends.since))")"
                    )
                ] + (headlineSeries.isEmpty ? [] : [.table(courses)]))
    }

    /// `last complete night`, `latest run`.
    private func words(of run: SiteRun) -> String {
        "\(run.hasEnded ? "last complete" : "latest") \(run.kind == .nightly ? "night" : run.kind == .gate ? "gate" : "run")"
    }

    /// On which machine, and of which commit.
    private func place(of run: SiteRun) -> Prose {
        guard let commit = commit(of: run) else { return "on \(name: run.hostName)" }
        return "on \(name: run.hostName), commit \(commit)"
    }

    private func commit(of run: SiteRun) -> Prose? {
        run.gitCommit.map {
            "\(Wording.digits(of: $0, isModified: run.gitIsDirty), to: commits?.address(of: $0))"
        }
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

    /// The verdict of the last run that ended by itself, as large as on its own page.
    private func header(_ runPages: Set<String>) -> Document.Header {
        let title = Prose(parts: [.name(name)])
        guard let run = headline else { return Document.Header(title: title, summary: "no run", kind: "history") }
        return Document.Header(
            badge: run.outcome.badge, title: title, summary: Prose(run.counts),
            facts: [
                "\(words(of: run)) \(link(to: run, runPages))", place(of: run),
            ] + (unended.map { [$0.unendedWords] } ?? []), kind: "history")
    }

    /// The largest changes, with the way to their charts.
    private var changedMost: Document.Section? {
        let changed = trends.series.filter { !$0.changes.isEmpty }
        let items = changed.prefix(12).compactMap { $0.changeItem }
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
                    commit(of: run) ?? "–",
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
    /// The worst change with the way to its chart.
    fileprivate var changeItem: Prose? {
        guard let change = worstChange, points.indices.contains(change.position) else { return nil }
        return
            "\(TrendWords.badge(change)) \(strong: Prose(TrendWords.headline(change, measure))) \(measure.title) of \("\(name: TrendText.cell(self))", to: SitePath.trend(of: cell)) since \(TrendText.moment(change.position, of: self))"
    }

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
