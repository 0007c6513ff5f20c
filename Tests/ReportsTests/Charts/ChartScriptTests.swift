import Foundation
import TestSupport
import Testing

@testable import Reports

@Suite("Chart scripts", .hangLimit)
struct ChartScriptTests {
    static let charts: [(name: String, chart: any Chart)] = [
        ("latency", SampleCharts.latency), ("tradeoff", SampleCharts.tradeOff), ("footprint", SampleCharts.footprint),
        ("confusion", SampleCharts.confusion),
    ]

    @Test("Each chart's script is as recorded", arguments: charts.map(\.name))
    func snapshot(name: String) throws {
        let chart = try #require(Self.charts.first { $0.name == name }).chart
        Snapshot.expect(
            ChartRenderer.script(for: chart, as: .svg, output: "chart.svg").text, matches: "\(name).gnuplot")
    }

    @Test("No name breaks out of a script", arguments: namesToEscape)
    func hostileNames(name: String) throws {
        let charts: [any Chart] = [
            try #require(
                LatencyChart(model: name, rows: [SampleCharts.row(name, .failed, median: 1e6, p99: 2e6, count: 30)])),
            try #require(TradeOffChart(model: name, points: [SampleCharts.point(name, .passed, 1e6, 0.5, 1e6)])),
            try #require(
                FootprintChart(
                    model: name,
                    rows: [.init(name: name, standing: .neutral, modelBytes: 1e6, peakMemoryBytes: 1e7)])),
            try #require(SampleCharts.confusion(name, ["cat", name, "fox"])),
        ]
        let plain: [any Chart] = [
            try #require(
                LatencyChart(model: "m", rows: [SampleCharts.row("v", .failed, median: 1e6, p99: 2e6, count: 30)])),
            try #require(TradeOffChart(model: "m", points: [SampleCharts.point("v", .passed, 1e6, 0.5, 1e6)])),
            try #require(
                FootprintChart(
                    model: "m", rows: [.init(name: "v", standing: .neutral, modelBytes: 1e6, peakMemoryBytes: 1e7)])),
            try #require(SampleCharts.confusion("m", ["cat", "v", "fox"])),
        ]
        for (chart, plain) in zip(charts, plain) {
            let script = ChartRenderer.script(for: chart, as: .svg, output: "chart.svg").text
            let plainScript = ChartRenderer.script(for: plain, as: .svg, output: "chart.svg").text
            // The commands outside quotes are those of a chart with plain names: only label places may differ.
            #expect(Self.skeleton(script) == Self.skeleton(plainScript))
        }
    }

    @Test("A path with quotes stays a path")
    func outputPath() {
        let script = ChartRenderer.script(for: SampleCharts.latency, as: .png, output: "/tmp/it's; exit/x.png").text
        #expect(script.contains("set output \"/tmp/it\\047s; exit/x.png\"\n"))
    }

    /// The first word of each line, and whatever follows the quoted text without numbers; equal lines that follow each other as one, for a
    /// long name takes several labels.
    static func skeleton(_ script: String) -> [String] {
        script.split(separator: "\n").filter { !$0.hasPrefix("set arrow") }.map { line in
            String(line).replacing(#/"[^"]*"/#, with: "''").replacing(#/-?[0-9.]+(e[+-][0-9]+)?/#, with: "0")
        }.reduce(into: []) { lines, line in if lines.last != line { lines.append(line) } }
    }
}

/// Names that people should not give, and some do.
let namesToEscape = [
    "a\"b'\\", "x'; system('touch /tmp/pawned'); '", "`date`", "line\none", "{/=40 big} ^up _down", "@macro $var %s %d",
    "</script><svg onload=alert(1)>", "\u{202E}gnp.exe", "\u{1B}]0;title\u{7}", "]]>", "שלום", "模型", "'",
    "'; system('touch /tmp/pawned'); '", "\"; system(\"touch /tmp/pawned\"); \"", "\\",
    "é".decomposedStringWithCanonicalMapping,
    "a\u{2028}b", "# comment", "e", "", " ",
]
