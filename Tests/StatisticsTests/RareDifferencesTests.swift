import Foundation
import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct RareDifferencesTests {
    @Test("equal weights give the exact Poisson bounds") func poisson() throws {
        // Tables of the Poisson distribution (Garwood 1936), one-sided 0.025: 0 events 0 .. 3.689, 1: 0.0253 .. 5.572,
        // 5: 1.623 .. 11.668, 10: 4.795 .. 18.390.
        for (events, low, high) in [(1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)] {
            let rare = try #require(
                RareDifferences(
                    value: Double(events), contributions: [Double](repeating: 1, count: events), canGain: false))
            #expect(isClose(rare.lowerBound(alpha: 0.025), low, within: 6e-4))
            #expect(isClose(rare.upperBound(alpha: 0.025), high, within: 6e-4))
            #expect(isClose(rare.effectiveCount, Double(events)))
            #expect(rare.typicalContribution == 1)
        }
    }

    @Test("unequal weights give Fay and Feuer's bounds") func weighted() throws {
        // y = 4, v = 6, w = 2: upper G⁻¹(0.95; 3.6, 5/3), lower G⁻¹(0.05; 8/3, 1.5), by the regularised incomplete gamma function.
        let rare = try #require(RareDifferences(value: 4, contributions: [1, 1, 2], canGain: false))
        let upper = rare.upperBound(alpha: 0.05)
        let lower = rare.lowerBound(alpha: 0.05)
        #expect(isClose(gammaCumulative(upper / (10.0 / 6), shape: 3.6), 0.95, within: 1e-6))
        #expect(isClose(gammaCumulative(lower / 1.5, shape: 16.0 / 6), 0.05, within: 1e-6))
        #expect(isClose(rare.effectiveCount, 16.0 / 6))
        #expect(isClose(rare.standardError, 6.0.squareRoot()))
    }

    @Test("gains mirror losses, and what was not seen may still come") func mirror() throws {
        let losses = try #require(RareDifferences(value: 0.03, contributions: [0.01, 0.02], canGain: true))
        let gains = try #require(RareDifferences(value: -0.03, contributions: [-0.01, -0.02], canGain: true))
        #expect(isClose(losses.upperBound(alpha: 0.05), -gains.lowerBound(alpha: 0.05)))
        #expect(isClose(losses.lowerBound(alpha: 0.05), -gains.upperBound(alpha: 0.05)))
        #expect(gains.upperBound(alpha: 0.05) > 0)
        #expect(RareDifferences(value: 0, contributions: [], canGain: true) == nil)
        #expect(RareDifferences(value: 0, contributions: [0], canGain: true) == nil)
    }

    @Test("bounds err no more often than they promise, also for weights that vary") func coverage() throws {
        // Of 500 samples 1 % are lost and 0.3 % gained, each with a weight drawn from 0.5 to 1.5: the true change is 0.7 %.
        var generator = SeededGenerator(seed: 10)
        var missed = (below: 0, above: 0)
        let rounds = 2000
        for _ in 0..<rounds {
            let contributions = (0..<500).compactMap { (_: Int) -> Double? in
                let fate = Double.random(in: 0..<1, using: &generator)
                let weight = Double.random(in: 0.5..<1.5, using: &generator) / 500
                return fate < 0.01 ? weight : fate < 0.013 ? -weight : nil
            }
            let rare = RareDifferences(value: contributions.reduce(0, +), contributions: contributions, canGain: true)
            // Without a single difference there are no bounds; they are counted as a miss here.
            if (rare?.lowerBound(alpha: 0.05) ?? 0) > 0.007 { missed.above += 1 }
            if (rare?.upperBound(alpha: 0.05) ?? 0) < 0.007 { missed.below += 1 }
        }
        #expect((rounds / 200...rounds / 18).contains(missed.below))
        #expect((rounds / 200...rounds / 18).contains(missed.above))
    }

    /// P(a, x), by its series.
    private func gammaCumulative(_ x: Double, shape a: Double) -> Double {
        var term = 1 / a
        var sum = term
        for index in 1..<200 {
            term *= x / (a + Double(index))
            sum += term
        }
        return sum * exp(a * log(x) - x - lgamma(a))
    }
}
