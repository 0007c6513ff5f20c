import Records
import TestSupport
import Testing

@testable import Reports

@Suite("Accuracy against latency", .hangLimit)
struct TradeOffChartTests {
    private static func chart(_ values: [(latency: Double, quality: Double)]) throws -> TradeOffChart {
        try #require(
            TradeOffChart(
                model: "m",
                points: values.enumerated().map { index, value in
                    SampleCharts.point("v\(index)", .neutral, value.latency, value.quality, Double(100 - index))
                }))
    }

    @Test("The Pareto front is what a comparison of all pairs finds", arguments: 0..<40)
    func paretoFront(seed: Int) throws {
        // A fixed sequence with many ties.
        let values = (0..<12).map { index in
            (latency: Double((index * 7 + seed * 13) % 6 + 1), quality: Double((index * 5 + seed * 3) % 4) / 4)
        }
        let chart = try Self.chart(values)
        let expected = chart.points.indices.filter { index in
            !chart.points.contains { other in
                other.medianNanoseconds <= chart.points[index].medianNanoseconds
                    && other.quality >= chart.points[index].quality
                    && (other.medianNanoseconds < chart.points[index].medianNanoseconds
                        || other.quality > chart.points[index].quality)
            }
        }
        #expect(chart.paretoFront.sorted() == expected)
    }

    @Test("Points without usable values are left out, and none at all makes no chart")
    func unusableValues() throws {
        #expect(TradeOffChart(model: "m", points: []) == nil)
        #expect(TradeOffChart(model: "m", points: [SampleCharts.point("a", .neutral, 0, 0.5, 1)]) == nil)
        #expect(TradeOffChart(model: "m", points: [SampleCharts.point("a", .neutral, 1, .nan, 1)]) == nil)
    }

    @Test("Labels neither overlap each other nor leave the plot when there is room")
    func labels() throws {
        let chart = SampleCharts.tradeOff
        let layout = TradeOffChart.Layout(
            points: chart.points, latency: AxisScale(around: [1.2e6, 20e6], dimension: .time),
            quality: AxisScale(low: 93.7, high: 96.3, unit: "%", factor: 0.01), line: [],
            plot: (left: 56, top: 76, right: 404, bottom: 344))
        #expect(layout.labels.count == 4)
        for (index, label) in layout.labels.enumerated() {
            #expect(label.box.left >= 56 && label.box.right <= 420 && label.box.top >= 76 && label.box.bottom <= 344)
            for other in layout.labels.dropFirst(index + 1) { #expect(label.box.overlap(with: other.box) == 0) }
        }
    }

    @Test("No label lies over a point, whatever the points and however long their names", arguments: 0..<24)
    func uncoveredPoints(seed: Int) throws {
        let count = 2 + seed % 5
        let chart = try #require(
            TradeOffChart(
                model: "m",
                points: (0..<count).map { index in
                    let spread = Double((index * 37 + seed * 11) % 23) / 23,
                        height = Double((index * 53 + seed * 7) % 17) / 17
                    return SampleCharts.point(
                        "variant-\(index)" + String(repeating: "-of-a-long-name", count: (index + seed) % 3), .failed,
                        1e6 * (1 + 6 * spread), 0.9 + 0.05 * height, 1e6 * Double(1 + (index * 5 + seed) % 4))
                }))
        let layout = chart.layout(
            AxisScale(around: [0.8e6, 8e6], dimension: .time), AxisScale(low: 88, high: 97, unit: "%", factor: 0.01))
        for label in layout.labels {
            for circle in layout.circles {
                let square = TradeOffChart.Layout.Box(
                    left: circle.x - circle.radius * 0.7, top: circle.y - circle.radius * 0.7,
                    right: circle.x + circle.radius * 0.7, bottom: circle.y + circle.radius * 0.7)
                #expect(label.box.overlap(with: square) < 1, "\(label.lines) over a point")
            }
            #expect(!label.lines.joined().contains("…"))
        }
    }
}
