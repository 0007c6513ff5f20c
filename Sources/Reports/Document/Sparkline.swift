import Foundation
import Records
import Trends

/// A series as a picture of a line of text's height: the course over time, where levels changed, the last value as a dot.
enum Sparkline {
    private static let width = 130.0, height = 30.0, margin = 3.0
    /// More cannot be told apart at this width.
    private static let pointLimit = 96

    /// Time goes to the right in its true measure; the words say first, last, lowest and highest.
    static func svg(_ series: TrendSeries) -> String {
        let points = series.points.filter { $0.value.isFinite }.map { (date: $0.startedAt, value: $0.value) }
        guard let first = points.first, let last = points.last else { return "" }
        let seconds = max(last.date.timeIntervalSince(first.date), 1)
        let range = shownRange(points.map(\.value))
        func x(_ date: Date) -> Double {
            points.count == 1
                ? width / 2
                : margin + min(max(date.timeIntervalSince(first.date) / seconds, 0), 1) * (width - 2 * margin)
        }
        func y(_ value: Double) -> Double {
            let share = (min(max(value, range.low), range.high) - range.low) / (range.high - range.low)
            return height - margin - share * (height - 2 * margin)
        }
        var path = ""
        for (index, group) in groups(points).enumerated() {
            path += (index == 0 ? "M" : "L") + "\(tenths(x(group.date))) \(tenths(y(group.value)))"
        }
        let changes = series.changes.filter { series.points.indices.contains($0.position) }.map { change in
            let place = tenths(x(series.points[change.position].startedAt))
            return
                "<line class=\"change \(change.verdict.rawValue)\" x1=\"\(place)\" x2=\"\(place)\" y1=\"0\" y2=\"\(tenths(height))\"/>"
        }
        return """
            <svg class="spark" viewBox="0 0 130 30" width="130" height="30" role="img" focusable="false" \
            aria-label="\(HTMLText.escaped(words(series)))">\(changes.joined())<path d="\(path)"/>\
            <circle cx="\(tenths(x(last.date)))" cy="\(tenths(y(last.value)))" r="2.5"/></svg>
            """
    }

    static func words(_ series: TrendSeries) -> String {
        let facts = SeriesFacts(series)
        func text(_ value: Double?) -> String { value.map { Quantity.text($0, series.measure.dimension) } ?? "none" }
        let changes = series.changes.isEmpty ? "" : ", \(Wording.count(series.changes.count, "change")) of level"
        return "\(series.measure.title) over \(Wording.count(facts.count, "run")): first \(text(facts.first)), last "
            + "\(text(facts.latest)), lowest \(text(facts.lowest)), highest \(text(facts.highest))\(changes)"
    }

    /// Neighbouring points as one, by their median.
    private static func groups(_ points: [(date: Date, value: Double)]) -> [(date: Date, value: Double)] {
        guard points.count > pointLimit else { return points }
        return (0..<pointLimit).map { index in
            let range = (index * points.count / pointLimit)..<((index + 1) * points.count / pointLimit)
            let middle = range.lowerBound + range.count / 2
            return (points[middle].date, points[range].map(\.value).sorted()[range.count / 2])
        }
    }

    /// Single outliers do not flatten the rest; what hardly moves looks flat.
    private static func shownRange(_ values: [Double]) -> (low: Double, high: Double) {
        let sorted = values.sorted(), end = Double(sorted.count - 1)
        let low = sorted[Int((0.02 * end).rounded())], high = sorted[Int((0.98 * end).rounded())]
        let least = max(abs(high) * 0.02, .leastNormalMagnitude), middle = (low + high) / 2
        return high - low >= least ? (low, high) : (middle - least / 2, middle + least / 2)
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int(saturating: (value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
