import Foundation
import Records
import Trends

/// The upright axis of a series over time: all levels and bands, and all points but those so far off that they would squeeze
/// the rest; these are drawn as triangles at the edge.
struct TrendValueAxis {
    let scale: AxisScale

    init(_ series: TrendSeries) {
        let values = series.points.map(\.value).filter(\.isFinite).sorted()
        let levels = series.levels.flatMap {
            [$0.low, $0.value, $0.high, $0.line?.first, $0.line?.last].compactMap(\.self)
        }.filter(\.isFinite)
        func share(_ share: Double) -> Double? {
            values.isEmpty ? nil : values[Int((share * Double(values.count - 1)).rounded())]
        }
        let core = [share(0.02), share(0.98)].compactMap(\.self) + levels
        let low = core.min() ?? 0, high = core.max() ?? 1
        let reach = max(high - low, abs(high) * 0.01) * 1.5
        let shown = core + values.filter { $0 >= low - reach && $0 <= high + reach }
        scale = Self.scale(around: shown, series.measure.dimension)
    }

    func scaled(_ value: Double) -> Double { value / scale.factor }

    func isInside(_ value: Double) -> Bool { scaled(value) >= scale.low && scaled(value) <= scale.high }

    /// In units of the axis, and on it.
    func inside(_ value: Double) -> Double { min(max(scaled(value), scale.low), scale.high) }

    var nearTop: Double { at(0.975) }
    var nearBottom: Double { at(0.025) }

    private func at(_ share: Double) -> Double {
        scale.isLogarithmic
            ? scale.low * pow(scale.high / scale.low, share) : scale.low + (scale.high - scale.low) * share
    }

    private static func scale(around values: [Double], _ dimension: Records.Dimension) -> AxisScale {
        let smallest = values.min() ?? 0, largest = values.max() ?? 1
        if [.time, .bytes, .rate].contains(dimension), smallest > 0 {
            return AxisScale(around: values, dimension: dimension)
        }
        let unit = Quantity.unit(for: max(abs(smallest), abs(largest)), dimension)
        let span = max(largest - smallest, max(abs(largest), abs(smallest)) * 0.02, .leastNormalMagnitude)
        var low = smallest - span * 0.15, high = largest + span * 0.15
        if dimension == .proportion { (low, high) = (max(low, -0.02), min(high, 1 + span * 0.1)) }
        return AxisScale(low: low / unit.factor, high: high / unit.factor, unit: unit.symbol, factor: unit.factor)
    }
}
