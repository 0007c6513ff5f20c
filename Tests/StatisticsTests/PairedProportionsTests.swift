import Foundation
import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct PairedProportionsTests {
    @Test("the airway data give Tango's interval and Fagerland's mid-p")
    func theAirwayDataGiveTangosIntervalAndFagerlandsMidP() throws {
        // Bentur et al. (2009): n = 21, b = 1, c = 7. Fagerland, Lydersen & Laake (2014): Tango -0.517 .. -0.026;
        // the same authors (2013): McNemar mid-p 0.039.
        let pair = try #require(PairedProportions(onlyBaseline: 1, onlyCandidate: 7, count: 21))
        let interval = pair.interval(confidence: 0.95)
        #expect(isClose(interval.low, -0.517, within: 5e-4))
        #expect(isClose(interval.high, -0.026, within: 5e-4))
        #expect(isClose(pair.mcNemarMidP, 0.0390625))
    }

    @Test("without flips the interval has a closed form") func withoutFlipsTheIntervalHasAClosedForm() throws {
        // T(D)² = n |D| / (1 - |D|), so the bound is z² / (n + z²).
        let pair = try #require(PairedProportions(onlyBaseline: 0, onlyCandidate: 0, count: 700))
        let z = StandardNormal.quantile(0.95)
        #expect(isClose(pair.upperBound(alpha: 0.05), z * z / (700 + z * z), within: 1e-12))
        #expect(isClose(pair.lowerBound(alpha: 0.05), -z * z / (700 + z * z), within: 1e-12))
        #expect(pair.mcNemarMidP == 1)
    }

    @Test(
        "the smallest and the most extreme tables give bounds in range",
        arguments: [(1, 0, 1), (0, 1, 1), (3, 0, 3), (0, 0, 1), (700, 0, 700)])
    func theSmallestAndTheMostExtremeTablesGiveBoundsInRange(b: Int, c: Int, n: Int) throws {
        let pair = try #require(PairedProportions(onlyBaseline: b, onlyCandidate: c, count: n))
        let interval = pair.interval(confidence: 0.95)
        #expect(-1 <= interval.low && interval.low <= pair.drop)
        #expect(pair.drop <= interval.high && interval.high <= 1)
    }

    @Test("impossible counts are refused", arguments: [(-1, 0, 5), (3, 3, 5), (0, 0, 0)])
    func impossibleCountsAreRefused(b: Int, c: Int, n: Int) {
        #expect(PairedProportions(onlyBaseline: b, onlyCandidate: c, count: n) == nil)
    }

    @Test("bounds and p-values tell the same story", arguments: [(5, 5, 50), (9, 2, 100), (1, 7, 21), (40, 3, 60)])
    func boundsAndPValuesTellTheSameStory(b: Int, c: Int, n: Int) throws {
        let pair = try #require(PairedProportions(onlyBaseline: b, onlyCandidate: c, count: n))
        for margin in stride(from: -0.9, through: 0.9, by: 0.0371) {
            #expect((pair.lowerBound(alpha: 0.01) > margin) == (pair.pValue(dropAbove: margin) < 0.01))
            #expect((pair.upperBound(alpha: 0.05) < margin) == (pair.pValue(dropBelow: margin) < 0.05))
        }
    }

    @Test("swapping the sides mirrors the interval") func swappingTheSidesMirrorsTheInterval() throws {
        let one = try #require(PairedProportions(onlyBaseline: 4, onlyCandidate: 9, count: 77)).interval(
            confidence: 0.9)
        let other = try #require(PairedProportions(onlyBaseline: 9, onlyCandidate: 4, count: 77)).interval(
            confidence: 0.9)
        #expect(isClose(one.low, -other.high))
        #expect(isClose(one.high, -other.low))
    }

    @Test("the interval covers about as often as it promises") func theIntervalCoversAboutAsOftenAsItPromises() throws {
        // Exact coverage over every outcome of n = 30 with P(b) = 0.1 and P(c) = 0.05; Tango (1998) finds
        // coverages close to nominal at such sizes.
        let n = 30
        let truth = 0.1 - 0.05
        let factorials = (0...n).map { (count: Int) -> Double in
            count < 2 ? 0 : (2...count).reduce(0) { $0 + log(Double($1)) }
        }
        var covered = 0.0
        for b in 0...n {
            for c in 0...(n - b) {
                let interval = try #require(PairedProportions(onlyBaseline: b, onlyCandidate: c, count: n))
                    .interval(confidence: 0.95)
                guard interval.low <= truth, truth <= interval.high else { continue }
                let ways = factorials[n] - factorials[b] - factorials[c] - factorials[n - b - c]
                covered += exp(
                    ways + Double(b) * log(0.1) + Double(c) * log(0.05) + Double(n - b - c) * log(0.85))
            }
        }
        #expect((0.935...0.985).contains(covered))
    }

    @Test("the required number of samples decides when flips stay as frequent")
    func theRequiredNumberOfSamplesDecidesWhenFlipsStayAsFrequent() throws {
        let pair = try #require(PairedProportions(onlyBaseline: 5, onlyCandidate: 4, count: 200))
        #expect(pair.upperBound(alpha: 0.05) > 0.02)
        let needed = try #require(pair.requiredCount(margin: 0.02, alpha: 0.05))
        let scale = Double(needed) / 200
        let larger = try #require(
            PairedProportions(
                onlyBaseline: Int((5 * scale).rounded()), onlyCandidate: Int((4 * scale).rounded()), count: needed))
        #expect(larger.upperBound(alpha: 0.05) < 0.02)
    }
}
