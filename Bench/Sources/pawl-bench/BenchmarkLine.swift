import Foundation

/// One figure of a benchmark, with the goal it is held against.
struct BenchmarkLine: Codable {
    var name: String
    var value: Double
    var unit: String
    /// In words, such as `under 1000`; empty for figures that are only told.
    var goal: String
    var isMet: Bool?

    static func told(_ name: String, _ value: Double, _ unit: String) -> BenchmarkLine {
        BenchmarkLine(name: name, value: value, unit: unit, goal: "", isMet: nil)
    }

    static func atMost(_ limit: Double, _ name: String, _ value: Double, _ unit: String) -> BenchmarkLine {
        BenchmarkLine(name: name, value: value, unit: unit, goal: "at most \(number(limit))", isMet: value <= limit)
    }

    static func atLeast(_ limit: Double, _ name: String, _ value: Double, _ unit: String) -> BenchmarkLine {
        BenchmarkLine(name: name, value: value, unit: unit, goal: "at least \(number(limit))", isMet: value >= limit)
    }

    static func between(_ range: ClosedRange<Double>, _ name: String, _ value: Double, _ unit: String) -> BenchmarkLine
    {
        BenchmarkLine(
            name: name, value: value, unit: unit,
            goal: "\(number(range.lowerBound)) to \(number(range.upperBound))", isMet: range.contains(value))
    }

    var text: String {
        let columns = [name.padding(toLength: 76, withPad: " ", startingAt: 0), Self.number(value), unit]
        let verdict = isMet.map { $0 ? "  (goal \(goal): met)" : "  (goal \(goal): MISSED)" } ?? ""
        return columns.joined(separator: " ") + verdict
    }

    private static func number(_ value: Double) -> String {
        abs(value) >= 1000 ? String(format: "%.0f", value) : String(format: "%.4g", value)
    }
}
