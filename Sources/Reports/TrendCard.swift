import Charts
import Foundation
import Measures
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
        let latest = facts.latest.map { Quantity.text($0, series.metric.dimension) } ?? "–"
        let noise = series.noise.map { "single runs within ±\(Self.amount($0 * 1.96, series.metric))" }
        let about = [
            "latest \(latest)", CountText.count(facts.count, "run"), noise,
            "on \(HTMLText.name(series.machine.device ?? series.machine.hostName))",
            series.isAnchor ? "anchor: only the machine can change it" : nil,
        ].compactMap { $0 }.joined(separator: " · ")
        let worst = Self.worst(series.changes)
        let picture = chart?.inlineSVG ?? Sparkline.svg(series)
        return """
            <article class="card trend-card \(worst?.verdict.rawValue ?? "none")" aria-labelledby="\(identifier)">
            <div>
            <h3 id="\(identifier)">\(HTMLText.name(TrendText.cell(series))): \(HTMLText.escaped(series.metric.title))</h3>
            <p class="quiet">\(about)</p>
            \(changes)
            \(otherEvents)
            </div>
            \(picture.isEmpty ? "" : "<figure>\n\(picture)</figure>")
            </article>
            """.replacing("\n\n", with: "\n")
    }

    private var changes: String {
        series.changes.reversed().map { change in
            let from = Quantity.text(change.before, series.metric.dimension)
            let to = Quantity.text(change.after, series.metric.dimension)
            let events = change.events.isEmpty ? series.events.filter { $0.position == change.position } : change.events
            let details = [
                "Between \(day(change.earliest - 1)) and \(day(change.latest))\(commits(of: change)).",
                "Found after \(CountText.count(change.delay, "run")) of the new level.",
                events.isEmpty
                    ? nil : "At this place: \(events.map { HTMLText.escaped($0.text) }.joined(separator: "; ")).",
                TrendWords.acceptance(change).map {
                    HTMLText.escaped($0.prefix(1).uppercased() + $0.dropFirst() + ".")
                },
            ].compactMap { $0 }
            return """
                <div>
                <p><span class="badge \(change.verdict.rawValue)">\(TrendText.word(of: change))</span> \
                <strong>\(HTMLText.escaped(TrendText.size(of: change, series.metric)))</strong> on \(day(change.position)): \
                \(HTMLText.escaped("\(from) → \(to), \(interval(of: change))"))</p>
                <p class="quiet">\(details.joined(separator: " "))</p>
                </div>
                """
        }.joined(separator: "\n")
    }

    private func interval(of change: TrendChange) -> String {
        "\(Quantity.limitText(change.confidence, as: .relativeChange)) interval \(TrendText.size(change.low, series.metric)) to "
            + TrendText.size(change.high, series.metric)
    }

    private func commits(of change: TrendChange) -> String {
        guard let first = change.commits.first, let last = change.commits.last else { return "" }
        func short(_ commit: String) -> String { HTMLText.name(String(commit.prefix(12))) }
        return first == last ? ", at commit \(short(first))" : ", commits \(short(first)) to \(short(last))"
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

    private func day(_ position: Int) -> String {
        guard !series.points.isEmpty else { return "–" }
        return TrendText.day(series.points[min(max(position, 0), series.points.count - 1)].startedAt)
    }

    /// Regressions first, the larger first.
    static func worst(_ changes: [TrendChange]) -> TrendChange? {
        let order: [TrendChange.Verdict] = [.regression, .machine, .improvement]
        return changes.max {
            (-(order.firstIndex(of: $0.verdict) ?? 0), abs($0.size)) < (
                -(order.firstIndex(of: $1.verdict) ?? 0), abs($1.size)
            )
        }
    }

    /// A spread without a sign.
    static func amount(_ value: Double, _ metric: Metric) -> String {
        let text = TrendText.size(abs(value), metric)
        return text.hasPrefix("+") ? String(text.dropFirst()) : text
    }
}
