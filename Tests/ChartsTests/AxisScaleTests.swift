import Measures
import Testing

@testable import Charts

@Suite("Axes")
struct AxisScaleTests {
    @Test("Values more than 8 times apart get a logarithmic axis, others a linear one")
    func logarithm() {
        #expect(AxisScale(around: [1e6, 8.1e6], dimension: .time).isLogarithmic)
        #expect(!AxisScale(around: [1e6, 7.9e6], dimension: .time).isLogarithmic)
    }

    @Test("A linear axis starts at zero when values are more than twice apart, and closely below them otherwise")
    func start() {
        #expect(AxisScale(around: [1e6, 3e6], dimension: .time).low == 0)
        let close = AxisScale(around: [10e6, 11e6], dimension: .time)
        #expect(close.low > 9.5 && close.low < 10)
        #expect(close.high > 11 && close.high < 11.5)
    }

    @Test("The unit suits the smallest value", arguments: [(20.0, "ns"), (20e3, "µs"), (20e6, "ms"), (2e9, "s")])
    func unit(nanoseconds: Double, unit: String) {
        #expect(AxisScale(around: [nanoseconds], dimension: .time).unit == unit)
    }

    @Test("Ticks are round numbers inside the axis")
    func ticks() {
        #expect(AxisScale.linearTicks(0, 1.15).map(\.label) == ["0", "0.5", "1.0"])
        #expect(AxisScale.linearTicks(93.7, 96.3).map(\.label) == ["94", "95", "96"])
        #expect(AxisScale.logarithmicTicks(1.3, 22).map(\.label) == ["2", "5", "10", "20"])
        #expect(AxisScale.logarithmicTicks(0.9, 20_000).map(\.label) == ["1", "10", "100", "1000", "10000"])
        #expect(AxisScale.linearTicks(1, 1).isEmpty)
    }

    @Test("One value, or many equal ones, still make an axis around them")
    func equalValues() {
        let scale = AxisScale(around: [5e6, 5e6], dimension: .time)
        #expect(scale.low < 5 && scale.high > 5)
        #expect(scale.position(of: scale.low) == 0 && scale.position(of: scale.high) == 1)
    }
}
