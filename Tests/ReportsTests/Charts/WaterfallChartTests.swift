import Foundation
import Reports
import TestSupport
import Testing

@Suite("Waterfall chart", .hangLimit)
struct WaterfallChartTests {
    static func chart(_ steps: [WaterfallChart.Step], whole: Double = 0.31) -> WaterfallChart? {
        WaterfallChart(
            title: "m/int8: latency by operator", steps: steps,
            whole: .init(name: "in all", change: whole, low: 0.29, high: 0.33, isCertain: true))
    }

    static let steps = [
        WaterfallChart.Step(name: "Conv_7", change: 0.32, low: 0.3, high: 0.34, isCertain: true),
        WaterfallChart.Step(name: "Softmax", change: -0.04, low: -0.05, high: -0.03, isCertain: true),
        WaterfallChart.Step(name: "rest", change: 0.03, isCertain: false),
    ]

    @Test("it is drawn in both formats")
    func drawn() throws {
        let chart = try #require(Self.chart(Self.steps))
        for format in ChartRenderer.Format.allCases {
            #expect(try ChartRenderer().render(chart, as: format).count > 1000)
        }
    }

    @Test("its description says every part, and so does each bar")
    func described() throws {
        let chart = try #require(Self.chart(Self.steps))
        #expect(chart.description == "in all +31.0 %, which is: Conv_7 +32.0 %; Softmax -4.0 %; rest +3.0 %.")
        #expect(chart.hotspots.map(\.text)[0] == "Conv_7: +32.0 % (+30.0 % to +34.0 %)")
        #expect(chart.hotspots.count == 4)
        // The second bar begins where the first one ends, and goes back.
        #expect(chart.hotspots[1].x < chart.hotspots[0].x * 2 && chart.hotspots[1].x > chart.hotspots[0].x)
    }

    @Test("names with what gnuplot reads as commands are only names")
    func hostileNames() throws {
        let steps = [WaterfallChart.Step(name: "a\"; system('touch x') #\n`id`", change: 0.3, isCertain: true)]
        #expect(try ChartRenderer().render(try #require(Self.chart(steps)), as: .svg).count > 1000)
        #expect(!FileManager.default.fileExists(atPath: "x"))
    }

    @Test("no steps, and what is no number, make no chart; no change at all does")
    func refused() throws {
        #expect(Self.chart([]) == nil)
        #expect(Self.chart([.init(name: "x", change: .nan, isCertain: true)]) == nil)
        let still = try #require(Self.chart([.init(name: "x", change: 0, isCertain: false)], whole: 0))
        #expect(try ChartRenderer().render(still, as: .svg).count > 1000)
    }
}
