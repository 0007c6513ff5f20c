import Foundation
import Measures

/// A latency axis: where it starts and ends, whether it is logarithmic, and its ticks, in `unit`s.
struct AxisScale: Equatable {
    struct Tick: Equatable {
        var value: Double
        var label: String
    }

    var unit: String
    /// Base units in one `unit`.
    var factor: Double
    var isLogarithmic: Bool
    /// In `unit`s.
    var low: Double
    var high: Double
    var ticks: [Tick]

    /// The axis on which all of `values` (base units, positive, not empty) are seen well: logarithmic when the largest is
    /// over 8 times the smallest; from zero when over twice, so that lengths compare; otherwise close around the values.
    init(around values: some Collection<Double>, dimension: Measures.Dimension) {
        let smallest = values.min() ?? 1, largest = max(values.max() ?? 1, smallest)
        let unit = Quantity.unit(for: smallest * 2, dimension)
        (self.unit, factor) = unit
        let from = smallest / unit.factor, to = largest / unit.factor
        isLogarithmic = from > 0 && to / from > 8
        if isLogarithmic {
            let margin = pow(to / from, 0.06)
            (low, high) = (from / margin, to * margin)
            ticks = Self.logarithmicTicks(low, high)
        } else {
            let startsAtZero = to > 2 * from
            let span = max(startsAtZero ? to : to - from, to * 0.02, .leastNormalMagnitude)
            low = startsAtZero ? 0 : max(0, from - span * 0.08)
            high = to + span * 0.08
            ticks = Self.linearTicks(low, high)
        }
    }

    /// A linear axis given by its ends, in units of `factor`.
    init(low: Double, high: Double, unit: String, factor: Double, tickCount: Int = 5) {
        (self.unit, self.factor, isLogarithmic, self.low, self.high) = (unit, factor, false, low, high)
        ticks = Self.linearTicks(low, high, count: tickCount)
    }

    /// Share of the axis, from 0 at its start to 1 at its end.
    func position(of value: Double) -> Double {
        isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
    }

    /// gnuplot commands for the range and the scale of axis `name` (`x` or `y`); charts write tick labels themselves,
    /// because gnuplot's terminals place them differently.
    func commands(axis name: String) -> String {
        """
        \(isLogarithmic ? "set" : "unset") logscale \(name)
        set \(name)range [\(GnuplotScript.number(low)):\(GnuplotScript.number(high))] noextend
        unset \(name)tics
        """
    }

    /// Multiples of 1, 2 or 5 times a power of ten, about `count` of them.
    static func linearTicks(_ low: Double, _ high: Double, count: Int = 5) -> [Tick] {
        let rough = (high - low) / Double(count)
        guard rough > 0, rough.isFinite else { return [] }
        let power = pow(10, floor(log10(rough)))
        let step = ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10) * power
        let decimals = max(0, -Int(floor(log10(step) + 1e-9)))
        let first = Int((low / step - 1e-9).rounded(.up)), last = Int((high / step + 1e-9).rounded(.down))
        guard first <= last else { return [] }
        return (first...last).map { multiple in
            let value = Double(multiple) * step
            return Tick(value: value, label: multiple == 0 ? "0" : String(format: "%.\(decimals)f", value))
        }
    }

    /// 1, 2, 5 and their powers of ten; only the powers when there are more than three decades.
    static func logarithmicTicks(_ low: Double, _ high: Double) -> [Tick] {
        let steps: [Double] = log10(high / low) > 3 ? [1] : [1, 2, 5]
        let decades = Int(floor(log10(low)))...Int(ceil(log10(high)))
        return decades.flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }
            .filter { $0 >= low * 0.9999 && $0 <= high * 1.0001 }
            .map { Tick(value: $0, label: Quantity.significant($0, digits: 1)) }
    }
}
