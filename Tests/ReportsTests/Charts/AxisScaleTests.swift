import Foundation
import Records
import TestSupport
import Testing

@testable import Reports

@Suite("Axes", .hangLimit)
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

    /// Every pair of magnitudes that a double has, and their neighbours in the last digit.
    @Test("Any finite values make an axis that can be drawn, with a few short labels")
    func anyValues() {
        let magnitudes = stride(from: -323, through: 308, by: 21).map { pow(10.0, Double($0)) }
        let values = [0, .leastNonzeroMagnitude, .greatestFiniteMagnitude] + magnitudes + magnitudes.map { $0.nextUp }
        for (low, high) in values.flatMap({ low in values.map { (min(low, $0), max(low, $0)) } }) {
            let scales =
                [Dimension.time, .outputUnits].map { AxisScale(around: [low, high], dimension: $0) }
                + [AxisScale(low: -high, high: low, unit: "", factor: 1)]
            for scale in scales {
                #expect(scale.low.isFinite && scale.high.isFinite && scale.low < scale.high, "\(low), \(high)")
                #expect(scale.ticks.count <= 40 && scale.ticks.allSatisfy { $0.label.count <= 20 }, "\(low), \(high)")
                let ends = [scale.position(of: scale.low), scale.position(of: scale.high)]
                #expect(ends.allSatisfy { $0.isFinite }, "\(low), \(high)")
            }
        }
    }

    @Test("One value, or many equal ones, still make an axis around them")
    func equalValues() {
        let scale = AxisScale(around: [5e6, 5e6], dimension: .time)
        #expect(scale.low < 5 && scale.high > 5)
        #expect(scale.position(of: scale.low) == 0 && scale.position(of: scale.high) == 1)
    }
}
