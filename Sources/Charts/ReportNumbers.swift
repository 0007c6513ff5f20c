import Foundation
import Measures

/// Words numbers for people, the same in charts and reports: three or four significant digits, SI prefixes, a space
/// before the unit. Independent of the locale.
package enum ReportNumbers {
    /// A value in its dimension's base unit (`Dimension`): `1.58 ms`, `3.16 MB`, `95.01 %`.
    package static func text(_ value: Double, _ dimension: Measures.Dimension) -> String {
        guard value.isFinite else { return "–" }
        switch dimension {
        case .time: return scaled(value, timeUnits)
        case .bytes: return scaled(value, byteUnits)
        case .rate: return significant(value, 3) + " /s"
        case .proportion: return String(format: "%.2f %%", value * 100)
        case .information: return significant(value, 3) + " nats"
        }
    }

    /// Seconds as people say them: `0.84 s`, `94 s`, `12 min 5 s`.
    package static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0 else { return "–" }
        if seconds < 10 { return significant(seconds, 2) + " s" }
        if seconds < 120 { return String(format: "%.0f s", seconds) }
        let whole = Int(min(seconds.rounded(), 1e12))
        return whole < 7200 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// The largest unit in which `value` is at least 1; the smallest one below that.
    package static func unit(for value: Double, _ dimension: Measures.Dimension) -> (name: String, factor: Double) {
        switch dimension {
        case .time: bestUnit(value, timeUnits)
        case .bytes: bestUnit(value, byteUnits)
        case .rate: ("/s", 1)
        case .proportion: ("%", 0.01)
        case .information: ("nats", 1)
        }
    }

    /// At least `digits` significant digits and no exponent: `1.58`, `16.3`, `835`, `12345`.
    package static func significant(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return "–" }
        guard value != 0 else { return "0" }
        // What rounds up to the next power of ten has its digits: 0.9996 is 1.00.
        let magnitude = Int(floor(log10(abs(value) * (1 + 0.5 * pow(10, -Double(digits))))))
        return String(format: "%.\(min(max(0, digits - 1 - magnitude), 12))f", value)
    }

    private static let timeUnits: [(name: String, factor: Double)] = [("ns", 1), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)]
    private static let byteUnits: [(name: String, factor: Double)] = [
        ("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12),
    ]

    private static func scaled(_ value: Double, _ units: [(name: String, factor: Double)]) -> String {
        let unit = bestUnit(value, units)
        return significant(value / unit.factor, unit.factor == 1 && value == value.rounded() ? 1 : 3) + " " + unit.name
    }

    private static func bestUnit(
        _ value: Double, _ units: [(name: String, factor: Double)]
    ) -> (name: String, factor: Double) {
        // 999.6 µs would print as "1000 µs": what rounds up to the next unit belongs to it.
        units.last { abs(value) >= $0.factor * 0.9995 } ?? units[0]
    }
}
