import TaskMetrics
import TestSupport
import Testing

@Suite(.hangLimit) struct JackknifeUnitsTests {
    @Test("Up to the limit every sample is a unit") func samples() {
        let units = JackknifeUnits(samples: 5)
        #expect(units.count == 5 && units.samples == 5)
        #expect((0..<5).map(units.unit) == [0, 1, 2, 3, 4])
        #expect(units.samples(of: 3) == 3..<4)
    }

    @Test(
        "Beyond the limit units are contiguous and differ in size by at most one",
        arguments: [10, 11, 12, 4096, 99_999])
    func groups(samples: Int) {
        let units = JackknifeUnits(samples: samples, limit: 10)
        #expect(units.count == 10)
        let ranges = (0..<10).map(units.samples(of:))
        #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == samples)
        for (range, next) in zip(ranges, ranges.dropFirst()) { #expect(range.upperBound == next.lowerBound) }
        #expect(Set(ranges.map(\.count)).isSubset(of: [samples / 10, samples / 10 + 1]))
        for (unit, range) in ranges.enumerated() {
            #expect(units.unit(of: range.lowerBound) == unit && units.unit(of: range.upperBound - 1) == unit)
        }
        #expect(JackknifeUnits(samples: 5000).count == 4096)
    }

    @Test("A sequence is a unit, whatever its number") func sequences() {
        let units = JackknifeUnits(sequences: [-4, -4, 0, 7, 7, 7])
        #expect(units.count == 3 && units.samples == 6)
        #expect((0..<6).map(units.unit) == [0, 0, 1, 2, 2, 2])
        #expect(units.samples(of: 2) == 3..<6)
        #expect(JackknifeUnits(sequences: [0, 1, 2]) == JackknifeUnits(samples: 3))
    }

    @Test("Beyond the limit neighbouring sequences share a unit, and none is cut") func groupedSequences() {
        let units = JackknifeUnits(sequences: [0, 0, 1, 2, 2, 2, 3, 4, 4], limit: 2)
        #expect(units.count == 2 && units.samples == 9)
        #expect(units.samples(of: 0) == 0..<6 && units.samples(of: 1) == 6..<9)
    }

    @Test("Pseudo-values are G times the value less G - 1 times the value without; undefined ones are the value")
    func pseudoValues() {
        let estimate = MetricEstimate(value: 10, valuesWithout: [9, 12, nil])
        #expect(estimate.pseudoValues == [12, 6, 10])
        // Deviations from the mean 28/3 are 8/3, -10/3 and 2/3: 168/9 over 3 * 2.
        #expect(abs(estimate.variance - 168.0 / 9 / 6) < 1e-12)
    }
}
