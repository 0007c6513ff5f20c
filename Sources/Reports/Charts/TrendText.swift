import Foundation
import Records
import Trends

/// What charts and pages over time say of a series, worded once.
package enum TrendText {
    /// `filetype/int8 on ort`.
    package static func cell(_ series: TrendSeries) -> String {
        let cell = series.cell
        let name = cell.variant.isEmpty ? cell.model : "\(cell.model)/\(cell.variant)"
        return cell.runtimeLabel.isEmpty ? name : name + " on \(cell.runtimeLabel)"
    }

    /// What a point is: a run, or a value of somebody's file.
    package static func point(of series: TrendSeries) -> String { series.stated == nil ? "run" : "value" }

    /// When a point was measured, as people write it: a day, or what a file says.
    package static func moment(_ position: Int, of series: TrendSeries) -> String {
        guard !series.points.isEmpty else { return "–" }
        let point = series.points[min(max(position, 0), series.points.count - 1)]
        return series.stated == nil ? day(point.startedAt) : point.facts.run
    }

    /// The one word that console, pages, charts and summaries have for a change.
    package static func word(of change: TrendChange) -> String {
        guard change.certainty == .found else { return "probable" }
        switch change.verdict {
        case .regression: return change.isRecovered ? "recovered" : "regression"
        case .improvement: return "improved"
        case .machine: return "machine"
        case .change: return "changed"
        }
    }

    package static func word(of drift: TrendDrift) -> String { "drift" }

    static func colour(of change: TrendChange) -> String {
        guard change.certainty == .found else { return ChartStanding.undecided.colour }
        switch change.verdict {
        case .regression: return change.isRecovered ? ChartStanding.undecided.colour : ChartStanding.failed.colour
        case .improvement: return ChartStanding.passed.colour
        case .machine: return ChartStanding.undecided.colour
        case .change: return ChartStanding.neutral.colour
        }
    }

    /// Relative for what changes by ratios, otherwise a difference.
    package static func size(_ value: Double, _ metric: TrendMeasure) -> String {
        if metric.changesByRatio { return Quantity.relativeChange(value) }
        switch metric.dimension {
        case .proportion: return Quantity.points(value)
        case .coefficient: return Quantity.difference(value)
        default: return (value > 0 ? "+" : "") + Quantity.text(value, metric.dimension)
        }
    }

    package static func size(of change: TrendChange, _ metric: TrendMeasure) -> String { size(change.size, metric) }

    /// ` (+4.1 % to +5.9 %)`; nothing where both ends read alike.
    static func interval(_ low: String, _ high: String) -> String { low == high ? "" : " (\(low) to \(high))" }

    package static func day(_ date: Date) -> String { TimeAxis.text(date) }

    /// The whole chart for those who do not see it.
    static func description(of series: TrendSeries, marks: [TrendMark]) -> String {
        let values = series.points.map(\.value).filter(\.isFinite)
        let dimension = series.measure.dimension
        func text(_ value: Double?) -> String { value.map { Quantity.text($0, dimension) } ?? "none" }
        let dates = series.points.map(\.startedAt)
        let first = dates.indices.min { dates[$0] < dates[$1] } ?? 0
        let last = dates.indices.max { dates[$0] < dates[$1] } ?? 0
        let place = series.stated == nil ? "runs on \(series.machine.device ?? series.machine.hostName)" : "values"
        var sentences = [
            "\(series.measure.title.prefix(1).uppercased() + series.measure.title.dropFirst()) of \(series.points.count) "
                + "\(place) from \(moment(first, of: series)) to \(moment(last, of: series)): first \(text(values.first)), last \(text(values.last)), lowest "
                + "\(text(values.min())), highest \(text(values.max()))"
        ]
        sentences += series.changes.filter { series.points.indices.contains($0.position) }.map { change in
            "\(moment(change.position, of: series)): \(word(of: change)), from \(text(change.before)) to "
                + "\(text(change.after)), \(size(of: change, series.measure))"
                + interval(size(change.low, series.measure), size(change.high, series.measure))
        }
        sentences += series.drifts.map { drift in
            "\(moment(drift.range.lowerBound, of: series)) to \(moment(drift.range.upperBound - 1, of: series)): drift, from "
                + "\(text(drift.before)) to \(text(drift.after))"
        }
        sentences += series.events.filter { series.points.indices.contains($0.position) }.map {
            "\(moment($0.position, of: series)): \($0.text)"
        }
        sentences += marks.map { "\(day($0.date)): \($0.text)" }
        return sentences.joined(separator: ". ") + "."
    }
}
