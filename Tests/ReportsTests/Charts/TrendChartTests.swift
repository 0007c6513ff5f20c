import Foundation
import Records
import TestSupport
import Testing
import Trends

@testable import Reports

@Suite("Charts over time", .hangLimit)
struct TrendChartTests {
    @Test("The script is as recorded") func snapshot() throws {
        let chart = try #require(
            TrendChart(
                SampleTrends.series(),
                marks: [
                    TrendMark(date: SampleTrends.start.addingTimeInterval(86_400 * 20), text: "baseline release-1.4")
                ])
        )
        Snapshot.expect(
            ChartRenderer.script(for: chart, as: .svg, output: "chart.svg").text, matches: "trend.gnuplot")
        Snapshot.expect(chart.description + "\n", matches: "trend-description.txt")
    }

    @Test(
        "gnuplot draws it, in both formats",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func drawn() throws {
        let chart = try #require(TrendChart(SampleTrends.series()))
        let svg = try ChartRenderer().render(chart, as: .svg)
        #expect(String(decoding: svg, as: UTF8.self).contains("regression +9.4 %"))
        #expect(try !ChartRenderer().render(chart, as: .png).isEmpty)
        if let folder = ProcessInfo.processInfo.environment["PAWL_CHART_FOLDER"] {
            for (name, series) in Self.looks {
                let chart = try #require(
                    TrendChart(
                        series,
                        marks: [
                            TrendMark(
                                date: SampleTrends.start.addingTimeInterval(86_400 * 20), text: "baseline release-1.4")
                        ]))
                try ChartRenderer().write(chart, as: .png, to: "\(folder)/trend-\(name).png")
            }
        }
    }

    static var looks: [(String, TrendSeries)] {
        var long = SampleTrends.series()
        long.points = (0..<1_095).map {
            SampleTrends.point($0, 1e6 * ($0 > 700 ? 1.2 : 1) * (1 + 0.01 * SampleTrends.wave($0)))
        }
        (long.levels, long.changes, long.events) = (
            [
                .init(range: 0..<701, value: 1e6, low: 0.98e6, high: 1.02e6),
                .init(range: 701..<1095, value: 1.2e6, low: 1.18e6, high: 1.22e6),
            ],
            [SampleTrends.change(701, 700, 702, 1, 1.2, 1e6, .regression)], []
        )
        var few = SampleTrends.series(metric: .accuracy)
        few.points = [0.95, 0.951, 0.949].enumerated().map { SampleTrends.point($0.offset, $0.element) }
        (few.levels, few.changes, few.events) = ([], [], [])
        var constant = SampleTrends.series(metric: .modelSize)
        constant.points = (0..<30).map { SampleTrends.point($0, 3_163_737) }
        (constant.levels, constant.changes, constant.events) = (
            [.init(range: 0..<30, value: 3_163_737, low: 3_163_737, high: 3_163_737)], [], []
        )
        var one = few
        one.points = Array(few.points.prefix(1))
        return [("sample", SampleTrends.series()), ("long", long), ("few", few), ("constant", constant), ("one", one)]
    }

    @Test("What is far off is drawn at the edge, not left out") func outliers() throws {
        let series = SampleTrends.series()
        let axis = TrendValueAxis(series)
        let beyond = series.points.filter { !axis.isInside($0.value) }
        #expect(beyond.count == 2)
        let script = ChartRenderer.script(for: try #require(TrendChart(series)), as: .svg, output: "x").text
        #expect(script.contains("pointtype 9"))
    }

    @Test("No more than 1,500 dots, the levels whole") func thinned() {
        #expect(TrendChart.thinned(Array(0..<4_000), to: 1_500).count == 1_500)
        #expect(TrendChart.thinned([1, 2], to: 1_500) == [1, 2])
    }

    @Test("No name, event or mark breaks out of the script", arguments: namesToEscape) func hostile(name: String) throws
    {
        func script(_ name: String) throws -> String {
            var series = SampleTrends.series(name, model: name)
            for place in series.events.indices { series.events[place].text = name }
            let mark = TrendMark(date: SampleTrends.start.addingTimeInterval(86_400 * 20), text: name)
            return ChartRenderer.script(for: try #require(TrendChart(series, marks: [mark])), as: .svg, output: "x")
                .text
        }
        #expect(ChartScriptTests.skeleton(try script(name)) == ChartScriptTests.skeleton(try script("plain")))
    }

    @Test("A series without a number has no chart") func nothing() {
        var series = SampleTrends.series()
        for index in series.points.indices { series.points[index].value = .nan }
        #expect(TrendChart(series) == nil)
    }

    @Test(
        "Ticks are round moments, and the year is named once",
        arguments: [
            (1.0 / 24, "31 Dec 03:00"), (10, "1 Jan 2026"), (60, "5 Jan 2026"), (400, "2026"), (1_095, "2026"),
        ])
    func ticks(days: Double, first: String) {
        let axis = TimeAxis(from: SampleTrends.start, to: SampleTrends.start.addingTimeInterval(days * 86_400))
        #expect((2...7).contains(axis.ticks.count), "\(axis.ticks)")
        #expect(axis.ticks.allSatisfy { axis.position(of: $0.value) >= 0 && axis.position(of: $0.value) <= 1 })
        #expect(axis.ticks.first?.label.hasPrefix(first) == true, "\(axis.ticks.map(\.label))")
    }
}
