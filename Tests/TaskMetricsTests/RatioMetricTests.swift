import Statistics
import TaskMetrics
import TestSupport
import Testing

@Suite(.hangLimit) struct RatioMetricTests {
    @Test("Pseudo-values of a mean are exactly the samples' own values") func means() {
        var generator = SeededGenerator(seed: 1)
        let values = (0..<500).map { _ in Double.random(in: -1...1, using: &generator) }
        let estimate = MeanMetric.estimate(values, units: JackknifeUnits(samples: 500))
        #expect(estimate.pseudoValues == values)
        #expect(isClose(estimate.value, values.reduce(0, +) / 500))
        let shares = MeanMetric.estimate([true, false, true, true], units: JackknifeUnits(samples: 4))
        #expect(shares == MetricEstimate(value: 0.75, valuesWithout: [2.0 / 3, 1, 2.0 / 3, 2.0 / 3]))
    }

    @Test("The variance of a mean is s² / n") func variance() {
        let estimate = MeanMetric.estimate([1, 2, 3, 4], units: JackknifeUnits(samples: 4))
        #expect(isClose(estimate.variance, 5.0 / 3 / 4))
    }

    @Test("Leaving out is recomputing without", arguments: 0..<5) func slow(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let numerators = (0..<40).map { _ in Double.random(in: 0...9, using: &generator) }
        let denominators = (0..<40).map { _ in Double(Int.random(in: 0...3, using: &generator)) }
        for units in SlowJackknife.unitsToTry(samples: 40, seed: seed) {
            SlowJackknife.check(
                RatioMetric.estimate(numerators: numerators, denominators: denominators, units: units), units
            ) { kept in
                kept.reduce(0) { $0 + numerators[$1] } / kept.reduce(0) { $0 + denominators[$1] }
            }
            SlowJackknife.check(MeanMetric.estimate(numerators, units: units), units) { kept in
                kept.reduce(0) { $0 + numerators[$1] } / Double(kept.count)
            }
        }
    }

    @Test("Nothing to divide by is no ratio; a unit that holds all of it changes nothing") func undefined() {
        let units = JackknifeUnits(samples: 2)
        #expect(RatioMetric.estimate(numerators: [1, 2], denominators: [0, 0], units: units) == nil)
        let estimate = RatioMetric.estimate(numerators: [1, 2], denominators: [4, 0], units: units)
        #expect(estimate == MetricEstimate(value: 0.75, valuesWithout: [nil, 0.25]))
    }

    @Test("Leaving out an outlier does not cancel what is left") func outlier() {
        let estimate = RatioMetric.estimate(
            numerators: [1e20, 1, 2], denominators: [1, 1, 1], units: JackknifeUnits(samples: 3))
        let value = estimate?.value ?? .nan
        #expect(estimate?.pseudoValues[0] == value + 2 * (value - 1.5))
    }
}
