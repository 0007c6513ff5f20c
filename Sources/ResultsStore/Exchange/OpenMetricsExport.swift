import Foundation
import Records

/// Runs as OpenMetrics 1.0 text: gauges in base units, and every gate's verdict as a state set.
///
/// Samples of one run carry no time, as scrapers, push gateways and text-file collectors want it. Of several runs each sample has its run's start as
/// its time, so that a time series database can be filled with a history.
///
/// - Source: https://prometheus.io/docs/specs/om/open_metrics_spec/
public enum OpenMetricsExport {
    public static func render(_ runs: [ExportedRun]) -> String {
        let runs = runs.sorted { ($0.run.startedAt, $0.run.id) < ($1.run.startedAt, $1.run.id) }
        let isHistory = runs.count > 1
        var families: [String: OpenMetricsFamily] = [:]
        for exported in runs {
            let time = isHistory ? exported.run.startedAt.timeIntervalSince1970 : nil
            addCells(of: exported, at: time, to: &families)
            addVerdicts(of: exported.run, at: time, to: &families)
        }
        return families.values.sorted { $0.name < $1.name }.map(\.text).joined() + "# EOF\n"
    }

    private static func addCells(
        of exported: ExportedRun, at time: Double?, to families: inout [String: OpenMetricsFamily]
    ) {
        for cell in exported.run.cells {
            let cellLabels = labels(of: cell, exported.run)
            for (metric, value) in exported.values(of: cell) {
                let name = "pawl_" + metric.baseName
                let quantile = metric.quantile.map { [("quantile", $0)] } ?? []
                families[name, default: OpenMetricsFamily(name: name, metric: metric)].add(
                    labels: cellLabels + quantile, value: metric.inBaseUnit(value), time: time)
            }
        }
        let run = exported.run
        families[OpenMetricsFamily.started.name, default: .started].add(
            labels: [("suite", run.suite.name), ("host", run.environment.hostName), ("run", run.id)],
            value: run.startedAt.timeIntervalSince1970, time: time)
    }

    private static func addVerdicts(
        of run: RunRecord, at time: Double?, to families: inout [String: OpenMetricsFamily]
    ) {
        for verdict in run.verdicts {
            let cell = verdict.cell.flatMap { run.cells.indices.contains($0) ? labels(of: run.cells[$0], run) : nil }
            let verdictLabels =
                (cell ?? [("suite", run.suite.name)]) + [
                    ("gate", "\(verdict.gate)"), ("metric", verdict.metric.rawValue),
                    ("against", verdict.against.rawValue),
                ]
            let states = [Verdict.State.passed, .failed, .inconclusive, .notJudged, .error]
            families[OpenMetricsFamily.verdict.name, default: .verdict].add(
                labels: verdictLabels, values: states.map { ($0.rawValue, $0 == verdict.state ? 1 : 0) }, time: time)
        }
    }

    private static func labels(of cell: CellRecord, _ run: RunRecord) -> [(String, String)] {
        [
            ("suite", run.suite.name), ("model", cell.model), ("variant", cell.variant),
            ("runtime", cell.runtime.name), ("runtime_version", cell.runtime.version),
            ("runtime_label", cell.runtimeLabel), ("side", cell.side.rawValue), ("host", run.environment.hostName),
            ("device", cell.device ?? ""),
        ]
    }
}

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
    static let verdict = Self(name: "pawl_verdict", type: "stateset", unit: nil, help: "The verdict of each gate.")

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

extension Metric {
    /// The column of the database's view `cell_summary`, which says the unit: `latency_p50_ns`. CSV and JSON lines use it too.
    public var columnName: String {
        switch dimension {
        case .time: rawValue + "_ns"
        case .rate: rawValue + "_per_second"
        case .bytes: rawValue + "_bytes"
        case .information: rawValue + "_nats"
        case .decibels: rawValue + "_db"
        case .count, .proportion, .coefficient, .outputUnits: rawValue
        }
    }

    /// The unit of monitoring systems: seconds, bytes, ratios; nil for bare numbers.
    public var baseUnit: String? {
        switch dimension {
        case .time: "seconds"
        case .rate: "per_second"
        case .bytes: "bytes"
        case .proportion: "ratio"
        case .information: "nats"
        case .decibels: "decibels"
        case .count, .coefficient, .outputUnits: nil
        }
    }

    /// A value in `baseUnit`, from Pawl's own units.
    public func inBaseUnit(_ value: Double) -> Double { dimension == .time ? value / 1e9 : value }

    /// The share of inferences that are faster, for quantiles of latency.
    public var quantile: String? {
        switch self {
        case .latencyP50: "0.5"
        case .latencyP90: "0.9"
        case .latencyP99: "0.99"
        default: nil
        }
    }

    /// The name with its base unit, such as `accuracy_ratio`; the quantiles of latency share one.
    public var baseName: String {
        let stem = quantile == nil ? rawValue : "latency"
        return baseUnit.map { "\(stem)_\($0)" } ?? stem
    }
}
