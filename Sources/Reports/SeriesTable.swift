import Records
import Trends

/// Series as lines of a table: the course, the latest value, how far the level moved, and the noise.
struct SeriesTable {
    let series: [TrendSeries]
    /// A page of the site for a series, if there is one.
    let link: (TrendSeries) -> String?

    var html: String {
        let metrics = Set(series.map(\.measure)), machines = Set(series.map(\.machine))
        let rows = series.map { series in
            let facts = SeriesFacts(series)
            let name = HTMLText.name(TrendText.cell(series))
            let heading =
                (link(series).map { HTMLPage.link(name, to: $0) } ?? name)
                + (metrics.count > 1 ? " <small>\(HTMLText.escaped(series.measure.title))</small>" : "")
                + (machines.count > 1
                    ? " <small>\(HTMLText.name(series.machine.device ?? series.machine.hostName))</small>" : "")
            return HTMLTable.Row(
                heading: heading,
                cells: [
                    Sparkline.svg(series),
                    facts.latest.map { Quantity.text($0, series.measure.dimension) } ?? "–",
                    facts.change.map { TrendText.size($0, series.measure) } ?? "–",
                    series.noise.map { "±" + TrendCard.amount($0 * 1.96, series.measure) } ?? "–", change(of: series),
                ])
        }
        return HTMLTable(
            caption: (metrics.count == 1 ? (metrics.first?.title ?? "") : "each metric")
                + " over time; change is from the first level to the last, noise holds 95 % of single runs",
            columns: ["cell", "course", "latest", "change", "noise", "last change of level"], className: "cells series",
            groups: [HTMLTable.Group(title: nil, rows: rows)]
        ).html
    }

    private func change(of series: TrendSeries) -> String {
        guard let last = series.changes.last, series.points.indices.contains(last.position) else {
            return series.finding == .tooShort
                ? "too short to tell" : TrendWords.courses(series).first.map(HTMLText.escaped) ?? "none"
        }
        return
            "<span>\(TrendCard.badge(last)) "
            + "\(HTMLText.escaped(TrendWords.headline(last, series.measure)))<small>\(TrendText.moment(last.position, of: series))</small></span>"
    }
}
