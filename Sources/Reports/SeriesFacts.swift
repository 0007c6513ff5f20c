import Records
import Trends

/// What a line of text says of a series.
struct SeriesFacts {
    private let dimension: Dimension
    var count = 0
    var first: Double?
    var latest: Double?
    var lowest: Double?
    var highest: Double?
    /// From the first level to the last: relative for metrics that change by ratios, otherwise a difference; nil without levels.
    var change: Double?

    init(_ series: TrendSeries) {
        dimension = series.measure.dimension
        for value in series.points.lazy.map(\.value) where value.isFinite {
            count += 1
            if first == nil { first = value }
            latest = value
            lowest = min(lowest ?? value, value)
            highest = max(highest ?? value, value)
        }
        guard let first = series.levels.first, let last = series.levels.last else { return }
        let from = first.line?.first ?? first.value, to = last.line?.last ?? last.value
        let isRatio = series.measure.changesByRatio
        change = isRatio ? (from > 0 ? to / from - 1 : nil) : to - from
    }

    var latestText: String { latest.map { Quantity.text($0, dimension) } ?? "–" }
}
