import Records
import Trends

/// Series as rows of a table.
enum SeriesTable {
    private typealias Column = Document.Table.Column

    /// Those without a change: where they stand, and how much they scatter.
    static func quiet(_ series: [TrendSeries]) -> Document.Table {
        Document.Table(
            .series, caption: "Series without a change of level",
            columns: [
                Column("cell", wraps: true), Column("metric"), Column("course", priority: 2),
                Column("points", .right, priority: 3), Column("level", .right), Column("95 % within", .right),
            ],
            rows: series.map { series in
                [
                    Prose(parts: [.name(TrendText.cell(series))]), Prose(series.measure.title),
                    Prose(parts: [.picture(.course(series))]), "\(series.points.count)",
                    Prose(TrendWords.latest(series)),
                    series.finding == .tooShort ? "too short to tell" : Prose(TrendWords.band(series) ?? "–"),
                ]
            }, noun: "series", mostOnTerminal: 8)
    }

    /// What a level and a band do not say: what was taken out before, and two levels.
    static func remarks(_ series: [TrendSeries]) -> [Document.Block] {
        let texts = series.flatMap { series -> [Prose] in
            let season = TrendWords.season(series).map { "\($0); the band is that of what is left" }
            return [season, TrendWords.twoLevels(series)].compactMap(\.self).map { text in
                "\(name: TrendText.cell(series)): \(series.measure.title): \(text)"
            }
        }
        return texts.isEmpty ? [] : [.items(.init(texts, noun: "remarks"))]
    }

    /// Each cell's course, the latest value, how far the level moved since the first one, the noise, and the last change.
    ///
    /// - Parameter link: a page of the site for a series, if there is one.
    static func courses(_ series: [TrendSeries], link: (TrendSeries) -> String?) -> Document.Table {
        let metrics = Set(series.map(\.measure)), machines = Set(series.map(\.machine))
        return Document.Table(
            .series,
            caption:
                "\(metrics.count == 1 ? (metrics.first?.title ?? "") : "each metric") over time; change is from the first level to the last, noise holds 95 % of single runs",
            columns: [
                Column("cell"), Column("course"), Column("latest", .right), Column("change", .right),
                Column("noise", .right), Column("last change of level", .right),
            ],
            rows: series.map { series in
                let facts = SeriesFacts(series)
                let metric: Prose = metrics.count > 1 ? " \(quiet: Prose(series.measure.title))" : ""
                let machine: Prose =
                    machines.count > 1 ? " \(quiet: "\(name: series.machine.device ?? series.machine.hostName)")" : ""
                return [
                    "\("\(name: TrendText.cell(series))", to: link(series))\(metric)\(machine)",
                    Prose(parts: [.picture(.course(series))]), Prose(facts.latestText),
                    Prose(facts.change.map { TrendText.size($0, series.measure) } ?? "–"),
                    Prose(TrendWords.band(series) ?? "–"), lastChange(of: series),
                ]
            }, noun: "series")
    }

    private static func lastChange(of series: TrendSeries) -> Prose {
        guard let last = series.changes.last, series.points.indices.contains(last.position) else {
            return series.finding == .tooShort
                ? "too short to tell" : Prose(TrendWords.courses(series).first ?? "none")
        }
        return
            "\(TrendWords.badge(last)) \(TrendWords.headline(last, series.measure)) \(quiet: Prose(TrendText.moment(last.position, of: series)))"
    }
}
