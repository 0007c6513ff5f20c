import Foundation
import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct OrderStatisticBoundTests {
    private func oneTo(_ count: Int) throws -> SortedSample {
        try sample((1...count).map(Double.init)).sorted
    }

    @Test("an upper bound at 95 % needs as many values as Wilks says", arguments: [(0.9, 29), (0.95, 59), (0.99, 299)])
    func anUpperBoundAt95NeedsAsManyValuesAsWilksSays(p: Double, count: Int) throws {
        // Wilks, Ann. Math. Stat. 12 (1941): the smallest n with 1 - pⁿ >= 0.95 is 29, 59 and 299.
        #expect(try oneTo(count - 1).upperBound(ofQuantile: p, alpha: 0.05) == nil)
        #expect(try oneTo(count).upperBound(ofQuantile: p, alpha: 0.05) == Double(count))
    }

    @Test("a lower bound of a low quantile needs as many values as the mirrored upper one")
    func aLowerBoundOfALowQuantileNeedsAsManyValuesAsTheMirroredUpperOne() throws {
        #expect(try oneTo(58).lowerBound(ofQuantile: 0.05, alpha: 0.05) == nil)
        #expect(try oneTo(59).lowerBound(ofQuantile: 0.05, alpha: 0.05) == 1)
    }

    @Test("a lower bound may be the maximum") func aLowerBoundMayBeTheMaximum() throws {
        // P(X(1) <= median) = 1/2 for a single value.
        #expect(try oneTo(1).lowerBound(ofQuantile: 0.5, alpha: 0.5) == 1)
    }

    @Test(
        "bounds of the median are those of the sign test",
        arguments: [(6, 1.0, 6.0), (10, 2.0, 9.0), (20, 6.0, 15.0), (50, 18.0, 33.0)])
    func boundsOfTheMedianAreThoseOfTheSignTest(count: Int, low: Double, high: Double) throws {
        // Dixon & Massey, "Introduction to Statistical Analysis": ranks of the 95 % interval of the median.
        #expect(try oneTo(count).lowerBound(ofQuantile: 0.5, alpha: 0.025) == low)
        #expect(try oneTo(count).upperBound(ofQuantile: 0.5, alpha: 0.025) == high)
    }

    @Test(
        "the search over ranks agrees with counting from one end", arguments: [1, 2, 5, 17, 40, 101], [0.1, 0.5, 0.9])
    func theSearchOverRanksAgreesWithCountingFromOneEnd(count: Int, p: Double) throws {
        let sample = try oneTo(count)
        // The slow reference: binomial probabilities by the recurrence, ranks one by one.
        var mass = pow(1 - p, Double(count))
        var cumulative = [mass]
        for k in 0..<count {
            mass *= Double(count - k) / Double(k + 1) * p / (1 - p)
            cumulative.append(cumulative[k] + mass)
        }
        let upper = (1...count).first { cumulative[$0 - 1] >= 0.95 }
        let lower = (1...count).last { cumulative[$0 - 1] <= 0.05 }
        #expect(sample.upperBound(ofQuantile: p, alpha: 0.05) == upper.map(Double.init))
        #expect(sample.lowerBound(ofQuantile: p, alpha: 0.05) == lower.map(Double.init))
    }

    @Test("bounds of a skewed 90th percentile cover at least as often as promised")
    func boundsOfASkewed90thPercentileCoverAtLeastAsOftenAsPromised() throws {
        var simulation = Simulation(seed: 11)
        let truth = exp(StandardNormal.quantile(0.9))
        var uppersHold = 0
        var lowersHold = 0
        for _ in 0..<1000 {
            let values = try sample(simulation.normals(100).map { exp($0) }).sorted
            if try #require(values.upperBound(ofQuantile: 0.9, alpha: 0.05)) >= truth { uppersHold += 1 }
            if try #require(values.lowerBound(ofQuantile: 0.9, alpha: 0.05)) <= truth { lowersHold += 1 }
        }
        // At least 950 expected; 930 is three standard errors below.
        #expect(uppersHold >= 930)
        #expect(lowersHold >= 930)
        #expect(uppersHold < 1000 && lowersHold < 1000)
    }
}
