import Foundation
import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct ProportionTests {
    @Test(
        "the exact interval matches Newcombe's table",
        arguments: [
            (81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776),
        ])
    func theExactIntervalMatchesNewcombesTable(successes: Int, trials: Int, low: Double, high: Double) throws {
        // Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 5 (Clopper-Pearson).
        let interval = try #require(Proportion(successes: successes, trials: trials)).interval(confidence: 0.95)
        #expect(isClose(interval.low, low, within: 5e-5))
        #expect(isClose(interval.high, high, within: 5e-5))
    }

    @Test("a single success proves little") func aSingleSuccessProvesLittle() throws {
        let one = try #require(Proportion(successes: 1, trials: 1))
        #expect(isClose(one.lowerBound(alpha: 0.05), 0.05))
        #expect(one.upperBound(alpha: 0.05) == 1)
    }

    @Test("impossible counts are refused", arguments: [(-1, 3), (4, 3), (0, 0)])
    func impossibleCountsAreRefused(successes: Int, trials: Int) {
        #expect(Proportion(successes: successes, trials: trials) == nil)
    }

    @Test("the bounds never cover less than promised", arguments: [0.02, 0.3, 0.5, 0.97])
    func theBoundsNeverCoverLessThanPromised(truth: Double) throws {
        // Not a simulation: the exact coverage, summed over every outcome of 40 trials.
        let trials = 40
        var mass = pow(1 - truth, Double(trials))
        var lowerHolds = 0.0
        var upperHolds = 0.0
        for successes in 0...trials {
            let proportion = try #require(Proportion(successes: successes, trials: trials))
            if proportion.lowerBound(alpha: 0.05) <= truth { lowerHolds += mass }
            if proportion.upperBound(alpha: 0.05) >= truth { upperHolds += mass }
            mass *= Double(trials - successes) / Double(successes + 1) * truth / (1 - truth)
        }
        #expect(lowerHolds >= 0.95 - 1e-12)
        #expect(upperHolds >= 0.95 - 1e-12)
    }

    @Test("the required number of trials decides when the share stays what it is")
    func theRequiredNumberOfTrialsDecidesWhenTheShareStaysWhatItIs() throws {
        let proportion = try #require(Proportion(successes: 98, trials: 100))
        let trials = try #require(proportion.requiredTrials(limit: 0.97, alpha: 0.05))
        let larger = try #require(Proportion(successes: Int(0.98 * Double(trials)), trials: trials))
        #expect(larger.lowerBound(alpha: 0.05) > 0.97)
        #expect(try #require(Proportion(successes: 97, trials: 100)).requiredTrials(limit: 0.97, alpha: 0.05) == nil)
    }
}

@Suite("How many trials without a success bound a share", .hangLimit)
struct TrialsWithoutSuccessTests {
    /// ln 0.05 / ln 0.99 = 298.07 and ln 0.025 / ln 0.99 = 367.04.
    @Test("known answers", arguments: [(0.01, 0.05, 299), (0.01, 0.025, 368), (0.5, 0.5, 1)])
    func knownAnswers(share: Double, alpha: Double, trials: Int) {
        #expect(Proportion.trialsWithoutSuccess(toBound: share, alpha: alpha) == trials)
    }

    @Test("it is the first number whose upper bound is low enough", arguments: [0.002, 0.01, 0.3])
    func isTheFirst(share: Double) throws {
        let trials = Proportion.trialsWithoutSuccess(toBound: share, alpha: 0.025)
        let last = try #require(Proportion(successes: 0, trials: trials))
        let before = try #require(Proportion(successes: 0, trials: trials - 1))
        #expect(last.upperBound(alpha: 0.025) <= share && before.upperBound(alpha: 0.025) > share)
    }
}
