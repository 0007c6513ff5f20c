import Foundation
import Records
import TestSupport
import Testing
import Trends

@testable import Reports

@Suite("What charts say with places, colours and words", .hangLimit)
struct ChartMeaningTests {
    private static func cell(_ id: Int, _ variant: String, _ side: CellRecord.Side, isReference: Bool = false)
        -> CellRecord
    {
        var cell = SampleRun.cells[1]
        (cell.id, cell.variant, cell.side, cell.isReference) = (id, variant, side, isReference)
        return cell
    }

    private static var run: RunRecord {
        var run = SampleRun.run
        // As a gate against another checkout records them: all candidates, then all baselines.
        run.cells = [
            cell(0, "fp32", .candidate, isReference: true), cell(1, "int8", .candidate), cell(2, "new", .candidate),
            cell(3, "fp32", .baseline, isReference: true), cell(4, "int8", .baseline), cell(5, "gone", .baseline),
        ]
        run.verdicts = [SampleRun.verdict(0, .latencyP50, .baseline, "rule", 1, .failed, "slower")]
        return run
    }

    @Test("A baseline stands right below its candidate, in every chart and in the table of cells")
    func adjacent() throws {
        let run = Self.run
        let charts = RunCharts.charts(of: run, summaries: SampleRun.model)
        let expected = ["fp32", "fp32", "int8", "int8", "new", "gone"]
        let latency = try #require(charts.lazy.compactMap { $0.chart as? LatencyChart }.first)
        #expect(latency.rows.map(\.name) == expected)
        #expect(latency.rows.map(\.standing) == [.reference, .baseline, .failed, .baseline, .neutral, .baseline])
        let footprint = try #require(charts.lazy.compactMap { $0.chart as? FootprintChart }.first)
        #expect(
            footprint.rows.map(\.name) == expected && footprint.rows.map(\.standing) == latency.rows.map(\.standing))
        let html = ReportModel(run: run, summaries: [:]).document().html
        let names = html.matches(of: #/<th scope="row" role="rowheader"><bdi>(filetype/[^<]*)</bdi>/#).prefix(6).map {
            String($0.output.1)
        }
        #expect(
            names == [
                "filetype/fp32 (reference)", "filetype/fp32 (baseline)", "filetype/int8",
                "filetype/int8 (baseline)",
                "filetype/new", "filetype/gone (baseline)",
            ])
    }

    @Test("A colour means one standing, in all charts of a run", arguments: ChartStanding.allCases)
    func colours(standing: ChartStanding) throws {
        let values = (0..<8).map { 1e6 + Double($0) * 1e4 }
        let charts: [any Chart] = [
            try #require(
                LatencyChart(
                    model: "m",
                    rows: [
                        .init(
                            name: "v", standing: standing, valuesNanoseconds: values, medianNanoseconds: 1e6,
                            p99Nanoseconds: 2e6)
                    ])),
            try #require(TradeOffChart(model: "m", points: [SampleCharts.point("v", standing, 1e6, 0.5, 1e6)])),
            try #require(
                FootprintChart(
                    model: "m", rows: [.init(name: "v", standing: standing, modelBytes: 1e6, peakMemoryBytes: 1e7)])),
            try #require(
                RunCourseChart(
                    model: "m",
                    rows: [
                        .init(
                            name: "v", standing: standing,
                            points: values.enumerated().map {
                                .init(seconds: Double($0.offset), medianNanoseconds: $0.element)
                            })
                    ])),
        ]
        for chart in charts {
            let script = ChartRenderer.script(for: chart, as: .svg, output: "chart.svg").text
            #expect(script.contains(standing.colour), "\(chart.title)")
            for other in ChartStanding.allCases where other.colour != standing.colour {
                #expect(!script.contains(other.colour), "\(chart.title) has the colour of \(other)")
            }
        }
    }

    @Test("A name is never cut: a long one takes several lines, which fit", arguments: [1, 20, 60, 100])
    func longNames(length: Int) {
        let name = String("int8-dynamic_per.channel".cycled(to: length))
        let lines = ChartCanvas.lines(name, size: 14, width: 312)
        #expect(lines.joined() == name)
        #expect(lines.allSatisfy { ChartCanvas.width(of: $0, size: 14) <= 312 })
        // Far longer ones keep both ends.
        let endless = ChartCanvas.lines("start" + String(repeating: "x", count: 5000) + "end", size: 14, width: 312)
        #expect(endless.count <= 4 && endless.joined().hasPrefix("start") && endless.joined().hasSuffix("end"))
        #expect(ChartCanvas.lines("", size: 14, width: 312) == [""])
    }

    @Test("Each point of a course over time says its value, its moment and its commit, at its own place")
    func hotspots() throws {
        let series = SampleTrends.series()
        var chart = try #require(TrendChart(series))
        let last = try #require(series.points.last)
        chart.runPages = [last.facts.run: "../runs/x.html"]
        let spots = chart.hotspots, frame = try #require(chart.frame), lastSpot = try #require(spots.last)
        #expect(spots.count == 109 && spots.filter { $0.link != nil } == [lastSpot])
        let words = lastSpot.text, commit = try #require(last.facts.gitCommit)
        #expect(
            words
                == "\(Quantity.text(last.value, .time)) · \(ReportTime.minute(last.startedAt)) · commit \(commit.prefix(10))"
        )
        #expect(spots.map(\.x) == spots.map(\.x).sorted())
        // Where the axes say that they are.
        for (spot, point) in zip(spots, series.points) {
            let share = (spot.x - frame.left) / (frame.right - frame.left)
            let moment = frame.from + share * (frame.to - frame.from)
            #expect(abs(moment - point.startedAt.timeIntervalSince1970) < 60)
            let height = (frame.bottom - spot.y) / (frame.bottom - frame.top)
            let value = (frame.low + height * (frame.high - frame.low)) * 1e6
            if spot.y > frame.top + 0.5 { #expect(abs(value - point.value) < 1e3) }
        }
    }

    @Test("The last third of a run against its first is told as drift")
    func drift() throws {
        let points = (0..<30).map { index in
            RunCourseChart.Point(
                seconds: Double(index) * 2, medianNanoseconds: index < 10 ? 1e6 : index < 20 ? 1.05e6 : 1.1e6)
        }
        let row = RunCourseChart.Row(name: "v", standing: .passed, points: points.reversed())
        #expect(abs(row.drift - 0.1) < 1e-12)
        let chart = try #require(RunCourseChart(model: "m", rows: [row]))
        #expect(chart.description.contains("v: +10.0 % from the first third to the last"))
        #expect(chart.hotspots.count == 30 && chart.hotspots[0].text == "1.00 ms · v · 0 s into the run")
        #expect(
            RunCourseChart(model: "m", rows: [.init(name: "v", standing: .passed, points: Array(points.prefix(5)))])
                == nil)
    }
}

extension String {
    fileprivate func cycled(to length: Int) -> [Character] {
        (0..<length).map { self[index(startIndex, offsetBy: $0 % count)] }
    }
}
