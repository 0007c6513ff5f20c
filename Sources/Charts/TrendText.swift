import Foundation
import Measures
import Records
import Trends

/// What charts and pages over time say of a series, worded once.
package enum TrendText {
    /// `filetype/int8 on ort`.
    package static func cell(_ series: TrendSeries) -> String {
        "\(series.cell.model)/\(series.cell.variant) on \(series.cell.runtimeLabel)"
    }

    /// The one word that console, pages, charts and summaries have for a change.
    package static func word(of change: TrendChange) -> String {
        guard change.certainty == .found else { return "probable" }
        switch change.verdict {
        case .regression: return change.isRecovered ? "recovered" : "regression"
        case .improvement: return "improved"
        case .machine: return "machine"
        }
    }

    static func colour(of change: TrendChange) -> String {
        guard change.certainty == .found else { return ChartStanding.undecided.colour }
        switch change.verdict {
        case .regression: return change.isRecovered ? ChartStanding.undecided.colour : ChartStanding.failed.colour
        case .improvement: return ChartStanding.passed.colour
        case .machine: return ChartStanding.undecided.colour
        }
    }

    /// Relative for what changes by ratios, otherwise a difference.
    package static func size(_ value: Double, _ metric: Metric) -> String {
        if metric.changesByRatio { return Quantity.relativeChange(value) }
        switch metric.dimension {
        case .proportion: return Quantity.points(value)
        case .coefficient: return Quantity.difference(value)
        default: return (value > 0 ? "+" : "") + Quantity.text(value, metric.dimension)
        }
    }

    package static func size(of change: TrendChange, _ metric: Metric) -> String { size(change.size, metric) }

    package static func day(_ date: Date) -> String { TimeAxis.text(date) }

    /// The whole chart for those who do not see it.
    static func description(of series: TrendSeries, marks: [TrendMark]) -> String {
        let values = series.points.map(\.value).filter(\.isFinite)
        let dimension = series.metric.dimension
        func text(_ value: Double?) -> String { value.map { Quantity.text($0, dimension) } ?? "none" }
        let dates = series.points.map(\.startedAt)
        var sentences = [
            "\(series.metric.title.prefix(1).uppercased() + series.metric.title.dropFirst()) of \(series.points.count) "
                + "runs on \(series.machine.device ?? series.machine.hostName) from \(day(dates.min() ?? .distantPast)) to "
                + "\(day(dates.max() ?? .distantPast)): first \(text(values.first)), last \(text(values.last)), lowest "
                + "\(text(values.min())), highest \(text(values.max()))"
        ]
        sentences += series.changes.filter { series.points.indices.contains($0.position) }.map { change in
            "\(day(series.points[change.position].startedAt)): \(word(of: change)), from \(text(change.before)) to "
                + "\(text(change.after)), \(size(of: change, series.metric)) (\(size(change.low, series.metric)) to \(size(change.high, series.metric)))"
        }
        sentences += series.events.filter { series.points.indices.contains($0.position) }.map {
            "\(day(series.points[$0.position].startedAt)): \($0.text)"
        }
        sentences += marks.map { "\(day($0.date)): \($0.text)" }
        return sentences.joined(separator: ". ") + "."
    }
}
