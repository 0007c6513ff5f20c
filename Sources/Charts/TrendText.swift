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

    package static func word(of change: TrendChange) -> String {
        switch change.verdict {
        case .regression: "worse"
        case .improvement: "better"
        case .machine: "machine"
        }
    }

    static func colour(of change: TrendChange) -> String {
        switch change.verdict {
        case .regression: ChartStanding.failed.colour
        case .improvement: ChartStanding.passed.colour
        case .machine: ChartStanding.undecided.colour
        }
    }

    /// Relative for what changes by ratios, otherwise a difference.
    package static func size(_ value: Double, _ metric: Metric) -> String {
        switch metric.dimension {
        case .time, .rate, .bytes: Quantity.relativeChange(value)
        case .proportion: Quantity.points(value)
        case .count: (value > 0 ? "+" : "") + Quantity.text(value, .count)
        default: (value > 0 ? "+" : "") + Quantity.text(value, metric.dimension)
        }
    }

    package static func size(of change: TrendChange, _ metric: Metric) -> String { size(change.size, metric) }

    /// `+3.1 % (95 % interval +2.4 % to +3.8 %)`.
    package static func sizeWithInterval(of change: TrendChange, _ metric: Metric) -> String {
        let confidence = Quantity.limitText(change.confidence, as: .relativeChange)
        return
            "\(size(of: change, metric)) (\(confidence) interval \(size(change.low, metric)) to \(size(change.high, metric)))"
    }

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
                + "\(text(change.after)), \(sizeWithInterval(of: change, series.metric))"
        }
        sentences += series.events.filter { series.points.indices.contains($0.position) }.map {
            "\(day(series.points[$0.position].startedAt)): \($0.text)"
        }
        sentences += marks.map { "\(day($0.date)): \($0.text)" }
        return sentences.joined(separator: ". ") + "."
    }
}
