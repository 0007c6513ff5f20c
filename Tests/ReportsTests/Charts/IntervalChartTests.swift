import Foundation
import Reports
import TestSupport
import Testing

@Suite("Interval chart", .hangLimit)
struct IntervalChartTests {
    static func chart(_ rows: [IntervalChart.Row], panels: Int = 2) -> IntervalChart? {
        IntervalChart(
            title: "a group: failed gates", explanation: "Dot and line.", unit: "%",
            panels: (0..<panels).map { .init(title: "panel \($0)", low: 0, high: 100) }, rows: rows)
    }

    static let rows = [
        IntervalChart.Row(
            name: "ours", isOurs: true,
            values: [.init(estimate: 0, low: 0, high: 1.2), .init(estimate: 99.5, low: 97, high: 100)]),
        IntervalChart.Row(name: "another's", isOurs: false, values: [.init(estimate: 28, low: 22, high: 35), nil]),
    ]

    @Test("it is drawn in both formats")
    func drawn() throws {
        let chart = try #require(Self.chart(Self.rows))
        for format in ChartRenderer.Format.allCases {
            #expect(try ChartRenderer().render(chart, as: format).count > 1000)
        }
    }

    @Test("its description says every value, also the missing one")
    func described() throws {
        let description = try #require(Self.chart(Self.rows)).description
        #expect(description.contains("ours: panel 0 0 %, panel 1 99.5 %"))
        #expect(description.contains("another's: panel 0 28 %, panel 1 not measured"))
    }

    @Test("rows that do not fit the panels, or are not finite, make no chart")
    func refused() {
        #expect(Self.chart([]) == nil)
        #expect(Self.chart(Self.rows, panels: 1) == nil)
        #expect(
            Self.chart([.init(name: "x", isOurs: true, values: [nil, .init(estimate: .nan, low: 0, high: 1)])]) == nil)
    }
}
