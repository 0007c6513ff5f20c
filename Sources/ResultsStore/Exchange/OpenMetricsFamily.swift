import Foundation
import Records

/// A metric family of OpenMetrics: what it is, and its samples.
struct OpenMetricsFamily {
    var name: String
    private var type = "gauge"
    private var unit: String?
    private var help: String
    /// By their labels as text; times ascend. A point of a state set has a value for each state.
    private var series: [String: [(values: [(state: String?, value: Double)], time: Double?)]] = [:]

    static let started = Self(
        name: "pawl_run_started_timestamp_seconds", type: "gauge", unit: "seconds", help: "When the run started.")
    static let verdict = Self(name: "pawl_verdict", type: "stateset", unit: nil, help: "What each gate came to.")

    init(name: String, metric: Metric) {
        let title = metric.quantile == nil ? metric.title : "latency"
        self.init(
            name: name, type: "gauge", unit: metric.baseUnit,
            help: title.prefix(1).uppercased() + title.dropFirst()
                + (metric.quantile == nil ? "." : " of one inference."))
    }

    private init(name: String, type: String, unit: String?, help: String) {
        self.name = name
        self.type = type
        self.unit = unit
        self.help = help
    }

    /// Samples of one series come in order of time; a second one of the same time is left out, as the format has no place for it.
    mutating func add(labels: [(String, String)], value: Double, time: Double?) {
        add(labels: labels, values: [(nil, value)], time: time)
    }

    /// A point of a state set: all its states stand together, as the format wants it.
    mutating func add(labels: [(String, String)], values: [(state: String?, value: Double)], time: Double?) {
        let key = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        if let last = series[key]?.last, last.time ?? 0 >= time ?? 0 { return }
        series[key, default: []].append((values, time))
    }

    var text: String {
        var lines = ["# TYPE \(name) \(type)"]
        if let unit { lines.append("# UNIT \(name) \(unit)") }
        lines.append("# HELP \(name) \(Self.escaped(help))")
        for (labels, samples) in series.sorted(by: { $0.key < $1.key }) {
            for sample in samples {
                let time = sample.time.map { " " + Self.timestamp($0) } ?? ""
                for (state, value) in sample.values {
                    let label = state.map { ",\(name)=\"\(Self.escaped($0))\"" } ?? ""
                    lines.append("\(name){\(labels)\(label)} \(value)\(time)")
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A backslash, a quote and a line feed are escaped, and nothing else is.
    static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    /// Without an exponent, to the microsecond.
    private static func timestamp(_ seconds: Double) -> String { String(format: "%.6f", seconds) }
}
