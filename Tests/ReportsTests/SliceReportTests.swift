import Foundation
import Gating
import Records
import TestSupport
import Testing

@testable import Reports

@Suite("Slices and flips in reports", .hangLimit)
struct SliceReportTests {
    private static func slice(_ value: String, _ state: Verdict.State, needed: Int? = nil) -> SliceEvidence.Slice {
        SliceEvidence.Slice(
            column: "label", value: value, state: state, samples: 25, baselineValue: 0.8, candidateValue: 0.2,
            effect: 0.6, low: 0.21, high: 0.83, neededSamples: needed)
    }

    /// The verdict about fp16's accuracy, of slices.
    private static let verdict = SampleRun.verdicts.firstIndex { $0.cell == 1 && $0.metric == .accuracy } ?? 0

    private static func model(_ name: String = "cat") -> ReportModel {
        var model = SampleRun.report
        model.run.verdicts[verdict].state = .failed
        model.run.verdicts[verdict].evidence?.baselineValue = 0.8
        model.run.verdicts[verdict].evidence?.candidateValue = 0.2
        model.run.verdicts[verdict].evidence?.slices = SliceEvidence(
            columns: ["label"], failed: 1, undecided: 1, passed: 98, leftOut: 2, failAlpha: 0.0001,
            worst: [slice(name, .failed), slice("dog", .inconclusive, needed: 133)])
        return model
    }

    @Test("The page has a table of slices; the cell's own change is not that of a slice")
    func page() {
        let html = Self.model().document().html
        for part in [
            "label=cat", "label=dog", "about 133", "98 that are better than these are left out", "2 too small",
        ] {
            #expect(html.contains(part), "\(part)")
        }
        func falls(_ html: String) -> Int { html.components(separatedBy: "-60.00 points").count - 1 }
        var whole = Self.model()
        whole.run.verdicts[Self.verdict].evidence?.slices = nil
        #expect(falls(whole.document().html) == 1)
        // Those of the table's two rows.
        #expect(falls(html) == 2)
    }

    @Test("JSON has every slice and keeps to the schema", arguments: ["cat", "a\"b<c>\u{202E}"])
    func json(name: String) throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/results.schema.json")
        let root = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
        let results = try JSONSerialization.jsonObject(with: Data(JSONReport.render(Self.model(name)).utf8))
        #expect(SchemaCheck(root: root).violations(in: results) == [])
        #expect(SchemaCheck(root: root).unknownKeys(in: results) == [])
    }

    @Test("Flips are listed by label, by confidence and one by one")
    func flips() {
        var model = SampleRun.report
        model.run.cells[0].accuracy?.confidences = [0.995, 0.6, 0.3]
        model.run.cells[1].accuracy?.predictions = [2, 1, 0]
        model.run.cells[1].accuracy?.confidences = [0.51, 0.52, 0.53]
        let html = model.document().html
        for part in ["a.py", "99.5 %", "51.0 %", "99 % and above", "below 50 %", "became wrong", "-100.00 points"] {
            #expect(html.contains(part), "\(part)")
        }
    }

    @Test("The chart of confusions counts what differs, and is there only where something does")
    func chart() throws {
        #expect(
            !RunCharts.charts(of: SampleRun.run, summaries: SampleRun.model).contains { $0.name.hasPrefix("confusion") }
        )
        var run = SampleRun.run
        run.cells[1].accuracy?.predictions = [2, 1, 2]
        let named = RunCharts.charts(of: run, summaries: SampleRun.model).filter { $0.name.hasPrefix("confusion") }
        #expect(named.map(\.name) == ["confusion-filetype"])
        let chart = try #require(named.first?.chart as? ConfusionDifferenceChart)
        #expect(chart.title == "filetype/fp16: confusions against the reference")
        #expect(chart.description.contains("-1 python predicted as python; +1 python predicted as png"))
        // A square each, worse both times.
        let script = ChartRenderer.script(for: chart, as: .svg, output: "chart.svg").text
        #expect(script.components(separatedBy: "set object rectangle").count == 3)
        #expect(script.components(separatedBy: "#\(ChartStanding.failed.colour)").count == 3)
        #expect(chart.hotspots.count == 2)
    }
}
