import Foundation

extension Quantity {
    /// A metric's value for people: `3.47 ms`, `48.2 µs`, `3.16 MB`, `95.01 %`, `287 /s`, `0.0021 nats`.
    ///
    /// Times and sizes have three significant digits in the largest unit that leaves at least 1 (sizes are decimal:
    /// 1 MB is 1,000,000 bytes), shares two decimals of a percent, nats three significant digits without trailing zeros.
    /// Independent of the locale; ties round to even. What is not finite reads "not a number" or "infinite".
    ///
    /// - Parameters:
    ///   - value: in base units.
    ///   - minimumDecimals: more than the digits above give, where two numbers must not read the same.
    public static func text(_ value: Double, _ dimension: Dimension, minimumDecimals: Int = 0) -> String {
        guard value.isFinite else { return nonFinite(value) }
        switch dimension {
        case .time, .bytes: return scaled(value, dimension, minimumDecimals)
        case .count: return fixed(value, decimals: 0)
        case .rate: return significant(value, digits: 3, minimumDecimals: minimumDecimals) + " /s"
        case .proportion: return fixed(value * 100, decimals: max(2, minimumDecimals)) + " %"
        case .information: return nats(value, minimumDecimals)
        case .coefficient: return fixed(value, decimals: max(4, minimumDecimals))
        case .outputUnits: return bare(value, minimumDecimals)
        case .decibels: return fixed(value, decimals: max(1, minimumDecimals)) + " dB"
        }
    }

    /// A limit as its author meant it, without digits that were never written: `50 ms`, `97 %`, `1.5 GB`.
    public static func limitText(_ value: Double, as scale: Scale) -> String {
        guard value.isFinite else { return nonFinite(value) }
        switch scale {
        case .absolute(.time): return scaledLimit(value, .time)
        case .absolute(.bytes): return scaledLimit(value, .bytes)
        case .absolute(.rate): return shortest(value) + " /s"
        case .absolute(.proportion), .relativeChange: return shortest(value * 100) + " %"
        case .absolute(.information): return shortest(value) + " nats"
        case .absolute(.decibels): return shortest(value) + " dB"
        case .absolute(.count), .absolute(.coefficient), .absolute(.outputUnits), .difference: return shortest(value)
        case .points:
            let points = shortest(value * 100)
            return points + (points == "1" ? " point" : " points")
        case .ratio: return shortest(value)
        }
    }

    /// Candidate over baseline minus 1, with its sign: `+1.2 %`, `-54.3 %`, `+370 %`.
    ///
    /// One decimal; none from 100 %, two below 0.1 %.
    public static func relativeChange(_ change: Double) -> String {
        guard change.isFinite else { return nonFinite(change) }
        let percent = change * 100
        let decimals = abs(percent) >= 99.95 ? 0 : abs(percent) < 0.095 ? 2 : 1
        return signed(percent, decimals: decimals) + " %"
    }

    /// A difference of two shares of 1, with its sign: `-0.10 points` for -0.001.
    public static func points(_ difference: Double) -> String {
        guard difference.isFinite else { return nonFinite(difference) }
        return signed(difference * 100, decimals: 2) + " points"
    }

    /// A difference of two bare numbers, with its sign: `-0.0012`.
    public static func difference(_ difference: Double) -> String {
        guard difference.isFinite else { return nonFinite(difference) }
        return signed(difference, decimals: 4)
    }

    /// Candidate over baseline: `0.368`.
    public static func ratio(_ ratio: Double) -> String {
        ratio.isFinite ? significant(ratio, digits: 3) : nonFinite(ratio)
    }

    /// A length of time as people say it: `84 ms`, `0.84 s`, `94 s`, `12 min 5 s`, `2 h 5 min`.
    public static func duration(seconds: Double) -> String {
        guard seconds.isFinite else { return nonFinite(seconds) }
        if seconds > 0, seconds < 0.001 { return "less than 1 ms" }
        if seconds > 0, seconds < 0.1 { return fixed(seconds * 1000, decimals: 0) + " ms" }
        if seconds < 10 { return significant(seconds, digits: 2) + " s" }
        if seconds < 119.5 { return fixed(seconds, decimals: 0) + " s" }
        let whole = Int(saturating: min(seconds.rounded(), 1e12))
        if whole < 7200 { return "\(whole / 60) min \(whole % 60) s" }
        return whole < 172_800
            ? "\(whole / 3600) h \(whole % 3600 / 60) min" : "\(whole / 86_400) d \(whole % 86_400 / 3600) h"
    }

    private static func nonFinite(_ value: Double) -> String {
        value.isNaN ? "not a number" : value < 0 ? "-infinite" : "infinite"
    }

    private static func scaled(_ value: Double, _ dimension: Dimension, _ minimumDecimals: Int) -> String {
        // 999.6 ns is "1.00 µs", not "1000 ns": rounding decides the unit.
        let unit = unit(for: value / 0.9995, dimension)
        let number = value / unit.factor
        if dimension == .bytes, unit.factor == 1 { return fixed(number, decimals: 0) + " B" }
        return significant(number, digits: 3, minimumDecimals: minimumDecimals) + " " + unit.symbol
    }

    private static func scaledLimit(_ value: Double, _ dimension: Dimension) -> String {
        let unit = unit(for: value, dimension)
        return shortest(value / unit.factor) + " " + unit.symbol
    }

    /// The largest unit of which there is at least one, else the smallest; `factor` is its size in base units.
    public static func unit(for value: Double, _ dimension: Dimension) -> (symbol: String, factor: Double) {
        let units: [(symbol: String, factor: Double)] =
            switch dimension {
            case .time: [("ns", 1), ("\u{B5}s", 1e3), ("ms", 1e6), ("s", 1e9)]
            case .bytes: [("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12)]
            case .rate: [("/s", 1)]
            case .proportion: [("%", 0.01)]
            case .information: [("nats", 1)]
            case .count, .coefficient, .outputUnits: [("", 1)]
            case .decibels: [("dB", 1)]
            }
        return units.last { abs(value) >= $0.factor } ?? units[0]
    }

    private static func nats(_ value: Double, _ minimumDecimals: Int) -> String {
        bare(value, minimumDecimals) + " nats"
    }

    private static func bare(_ value: Double, _ minimumDecimals: Int) -> String {
        guard value != 0 else { return "0" }
        guard abs(value) >= 1e-6 else { return String(format: "%.1e", value) }
        return withoutTrailingZeros(significant(value, digits: 3, minimumDecimals: minimumDecimals))
    }

    /// A bare number with at least `digits` significant digits and no exponent; digits before the point stay.
    public static func significant(_ value: Double, digits: Int, minimumDecimals: Int = 0) -> String {
        guard value.isFinite else { return nonFinite(value) }
        guard value != 0 else { return "0" }
        // Rounding comes first: 9.996 is "10.0", one decimal less than 9.99.
        let scientific = String(format: "%.*e", digits - 1, value)
        let exponent = scientific.split(separator: "e").last.flatMap { Int($0) } ?? 0
        return fixed(value, decimals: min(max(digits - 1 - exponent, minimumDecimals), 12))
    }

    /// Up to nine decimals, as few as say the same.
    private static func shortest(_ value: Double) -> String { withoutTrailingZeros(fixed(value, decimals: 9)) }

    private static func withoutTrailingZeros(_ number: String) -> String {
        guard number.contains(".") else { return number }
        var number = number[...]
        while number.last == "0" { number.removeLast() }
        if number.last == "." { number.removeLast() }
        return String(number)
    }

    private static func signed(_ value: Double, decimals: Int) -> String {
        let text = fixed(value, decimals: decimals)
        let isZero = !text.contains { ("1"..."9").contains($0) }
        return value > 0 && !isZero ? "+" + text : text
    }

    /// `String(format:)` without a locale is the C locale; a negative zero loses its sign.
    private static func fixed(_ value: Double, decimals: Int) -> String {
        // Beyond that no decimal is known, and three hundred digits help nobody.
        guard value.magnitude < 1e15 else { return String(format: "%.4g", value) }
        let text = String(format: "%.*f", decimals, value)
        let isZero = !text.contains { ("1"..."9").contains($0) }
        return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
    }
}
