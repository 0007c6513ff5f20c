import Foundation
import Records

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
    init(around values: some Collection<Double>, dimension: Records.Dimension) {
        let smallest = Self.drawable(values.min() ?? 1)
        let largest = max(Self.drawable(values.max() ?? 1), smallest, 1e-140)
        let unit = Quantity.unit(for: smallest * 2, dimension)
        (self.unit, factor) = unit
        let from = smallest / unit.factor, to = largest / unit.factor
        isLogarithmic = from > 0 && log10(to) - log10(from) > log10(8.0)
        if isLogarithmic {
            let margin = pow(10, (log10(to) - log10(from)) * 0.06)
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
        (self.unit, self.factor, isLogarithmic, self.low) = (unit, factor, false, Self.drawable(low))
        self.high = max(Self.drawable(high), self.low + max(self.low.magnitude * 1e-9, 1e-150))
        ticks = Self.linearTicks(self.low, self.high, count: tickCount)
    }

    /// Share of the axis, from 0 at its start to 1 at its end.
    func position(of value: Double) -> Double {
        isLogarithmic ? (log(value) - log(low)) / (log(high) - log(low)) : (value - low) / (high - low)
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

    /// A value as near as it can be drawn: products and quotients of such values stay within the range of a double.
    private static func drawable(_ value: Double) -> Double {
        guard !value.isNaN else { return 0 }
        return value.magnitude < 1e-150 ? 0 : min(max(value, -1e150), 1e150)
    }

    /// Multiples of 1, 2 or 5 times a power of ten, about `count` of them.
    static func linearTicks(_ low: Double, _ high: Double, count: Int = 5) -> [Tick] {
        let rough = (high - low) / Double(count)
        guard rough > 0, rough.isFinite else { return [] }
        let power = pow(10, floor(log10(rough)))
        let step = ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10) * power
        guard step > 0 else { return [] }
        let decimals = max(0, -Int(saturating: floor(log10(step) + 1e-9)))
        let first = Int(saturating: (low / step - 1e-9).rounded(.up))
        let last = Int(saturating: (high / step + 1e-9).rounded(.down))
        // Of values that differ in their last digits alone neighbouring multiples are the same number.
        guard first <= last, Double(last) - Double(first) <= Double(2 * count + 2) else { return [] }
        return (first...last).map { multiple in
            let value = Double(multiple) * step
            let isPlain = value.magnitude < 1e15 && decimals <= 12
            let label = isPlain ? String(format: "%.\(decimals)f", value) : String(format: "%.4g", value)
            return Tick(value: value, label: multiple == 0 ? "0" : label)
        }
    }

    /// 1, 2, 5 and their powers of ten; only the powers when there are more than three decades.
    static func logarithmicTicks(_ low: Double, _ high: Double) -> [Tick] {
        let decades = log10(high) - log10(low)
        guard decades > 0, decades.isFinite else { return [] }
        let steps: [Double] = decades > 3 ? [1] : [1, 2, 5]
        let first = Int(floor(log10(low))), last = Int(ceil(log10(high)))
        // Not more than some ten labels fit, however far apart the ends are.
        let powers = stride(from: first, through: last, by: max(1, (last - first) / 10)).map { pow(10, Double($0)) }
        let values = powers.flatMap { power in steps.map { $0 * power } }
        return values.filter { $0 >= low * 0.9999 && $0 <= high * 1.0001 }.map { Tick(value: $0, label: label($0)) }
    }

    private static func label(_ value: Double) -> String {
        1e-9...1e15 ~= value ? Quantity.significant(value, digits: 1) : String(format: "%.0e", value)
    }
}
