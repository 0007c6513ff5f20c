import Foundation
import Records
import Trends

/// One series with its chart, and every change of its level in words.
struct TrendCard {
    let series: TrendSeries
    let chart: RenderedChart?
    /// Unique within the page.
    let identifier: String

    var html: String {
        let facts = SeriesFacts(series)
        let latest = facts.latest.map { Quantity.text($0, series.measure.dimension) } ?? "–"
        let what = TrendText.point(of: series)
        let noise = series.noise.map { "single \(what)s within ±\(Self.amount($0 * 1.96, series.measure))" }
        let about = [
            "latest \(latest)", CountText.count(facts.count, what),
            series.finding == .tooShort ? "too short to tell" : noise,
            series.stated == nil ? "on \(HTMLText.name(series.machine.device ?? series.machine.hostName))" : nil,
            series.isAnchor ? "anchor: only the machine can change it" : nil,
        ].compactMap { $0 }.joined(separator: " · ")
        let tone = Self.worst(series.changes)?.verdict ?? series.standingDrift?.verdict
        let picture = chart?.inlineSVG ?? Sparkline.svg(series)
        return """
            <article class="card trend-card \(tone?.rawValue ?? "none")" aria-labelledby="\(identifier)">
            <div>
            <h3 id="\(identifier)">\(HTMLText.name(TrendText.cell(series))): \(HTMLText.escaped(series.measure.title))</h3>
            <p class="quiet">\(about)</p>
            \(changes)
            \(otherEvents)
            </div>
            \(picture.isEmpty ? "" : "<figure>\n\(picture)</figure>")
            </article>
            """.replacing("\n\n", with: "\n")
    }

    private var changes: String {
        let courses = TrendWords.courses(series).map { text in
            let tone = series.wanders ? "open" : series.standingDrift?.verdict == .regression ? "regression" : "open"
            return """
                <div>
                <p><span class="badge \(tone)">\(TrendWords.courseWord(series).lowercased())</span> \(HTMLText.escaped(text))</p>
                </div>
                """
        }
        let season = TrendWords.season(series).map { ["<p class=\"quiet\">\(HTMLText.escaped($0))</p>"] } ?? []
        let steps = series.changes.reversed().map { change in
            """
            <div>
            <p>\(Self.badge(change)) <strong>\(HTMLText.escaped(TrendWords.headline(change, series.measure)))</strong>\
            \(HTMLText.escaped(String(TrendWords.size(change, of: series).dropFirst(TrendWords.headline(change, series.measure).count))))</p>
            <p class="quiet">\(HTMLText.escaped(TrendWords.details(change, of: series).joined(separator: "; ")))</p>
            </div>
            """
        }
        return (season + courses + steps).joined(separator: "\n")
    }

    static func badge(_ change: TrendChange) -> String {
        let tone =
            change.certainty == .probable || change.verdict == .regression && change.isRecovered
            ? "open" : change.verdict.rawValue
        return "<span class=\"badge \(tone)\">\(TrendText.word(of: change))</span>"
    }

    /// What happened without a change of level there.
    private var otherEvents: String {
        let places = Set(series.changes.map(\.position))
        let events = series.events.filter {
            !places.contains($0.position) && series.points.indices.contains($0.position)
        }
        guard !events.isEmpty else { return "" }
        let items = events.map { "<li>\(day($0.position)): \(HTMLText.escaped($0.text))</li>" }.joined(separator: "\n")
        return
            "<details><summary>\(CountText.count(events.count, "event")) without a change of level</summary>\n<ul>\n\(items)\n</ul></details>"
    }

    private func day(_ position: Int) -> String { HTMLText.escaped(TrendText.moment(position, of: series)) }

    /// Regressions first, the larger first.
    static func worst(_ changes: [TrendChange]) -> TrendChange? {
        let order: [TrendChange.Verdict] = [.regression, .machine, .change, .improvement]
        return changes.max {
            (-(order.firstIndex(of: $0.verdict) ?? 0), abs($0.size)) < (
                -(order.firstIndex(of: $1.verdict) ?? 0), abs($1.size)
            )
        }
    }

    /// A spread without a sign.
    static func amount(_ value: Double, _ metric: TrendMeasure) -> String {
        let text = TrendText.size(abs(value), metric)
        return text.hasPrefix("+") ? String(text.dropFirst()) : text
    }
}
