import Reports
import TestSupport
import Testing

@Suite("The chart of SQNR along a network", .hangLimit)
struct DivergenceChartTests {
    private func chart(_ points: [DivergenceChart.Point]) throws -> DivergenceChart {
        try #require(DivergenceChart(title: "m/int8: SQNR by layer", points: points))
    }

    private func points(_ count: Int, cause: Int) -> [DivergenceChart.Point] {
        (0..<count).map { index in
            DivergenceChart.Point(
                node: "layer\(index)", accumulated: index == 3 ? nil : 200 - Double(index),
                own: index == cause ? 0.3 : 42,
                isCause: index == cause)
        }
    }

    @Test(
        "draws every value, and names the cause",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func drawn() throws {
        let chart = try chart(points(300, cause: 7))
        #expect(chart.description.contains("layer7: 0.3 dB of its own, a cause"))
        // Each value has two places, but for one that cannot be compared.
        #expect(chart.hotspots.count == 599)
        let drawn = try #require(try ChartRenderer().render([.init(name: "explain", model: "m", chart: chart)]).first)
        #expect(drawn.svg.contains("cause: layer7") && !drawn.png.isEmpty)
    }

    @Test(
        "is none without a value, and stands values that are nowhere",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func nothing() throws {
        #expect(
            DivergenceChart(
                title: "t", points: [.init(node: "a", accumulated: nil, own: nil, isCause: true)]) == nil)
        let broken = try chart([
            .init(node: "<b>&\"'", accumulated: -1e9, own: nil, isCause: true),
            .init(node: "", accumulated: 1e9, own: -200, isCause: false),
        ])
        let drawn = try #require(try ChartRenderer().render([.init(name: "x", model: "m", chart: broken)]).first)
        #expect(!drawn.svg.contains("<b>"))
    }

    @Test(
        "counts causes that there is no room for",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func many() throws {
        let all = (0..<40).map {
            DivergenceChart.Point(node: "layer\($0)", accumulated: 3, own: 3, isCause: true)
        }
        let drawn = try #require(
            try ChartRenderer().render([.init(name: "x", model: "m", chart: try chart(all))]).first)
        #expect(drawn.svg.contains("and 34 more"))
    }
}
