import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct OneSampleTTestTests {
    @Test("distributions match their tables") func distributionsMatchTheirTables() {
        // Abramowitz & Stegun, tables 26.1 and 26.10; the tail from Boost's and SciPy's agreement to ten digits.
        #expect(isClose(StandardNormal.quantile(0.975), 1.959963984540054))
        #expect(isClose(StandardNormal.upperTail(5), 2.866515718791933e-07, within: 1e-18))
        #expect(isClose(StudentT(degreesOfFreedom: 15).quantile(0.975), 2.131449545559776))
        #expect(isClose(StudentT(degreesOfFreedom: 2.7).upperTail(2.5), 0.04853970722146734))
    }

    @Test("outside its domain a distribution answers NaN instead of throwing")
    func outsideItsDomainADistributionAnswersNaNInsteadOfThrowing() {
        #expect(StandardNormal.quantile(-1).isNaN)
        #expect(StudentT(degreesOfFreedom: -1).cumulative(0).isNaN)
        #expect(StudentT(degreesOfFreedom: 5).quantile(2).isNaN)
    }

    @Test("Student's own sleep data give Student's own answer") func studentsOwnSleepDataGiveStudentsOwnAnswer() throws
    {
        // Student (1908): extra sleep, n = 10, mean 1.58, t = 4.062; R: p = 0.001416 one-sided, interval 0.7001142 .. 2.4598858.
        let sleep = try sample([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
        let test = try #require(OneSampleTTest(sleep))
        #expect(isClose(test.mean, 1.58))
        #expect(isClose(test.pValue(meanAbove: 0), 0.0028329 / 2, within: 1e-6))
        let interval = test.interval(confidence: 0.95)
        #expect(isClose(interval.low, 0.7001142, within: 1e-6))
        #expect(isClose(interval.high, 2.4598858, within: 1e-6))
    }

    @Test("bounds and p-values tell the same story", arguments: [0.003, 0.01, 0.05, 0.2])
    func boundsAndPValuesTellTheSameStory(alpha: Double) throws {
        var simulation = Simulation(seed: 3)
        for _ in 0..<200 {
            let test = try tTest(simulation.normals(8))
            #expect((test.lowerBound(alpha: alpha) > 0) == (test.pValue(meanAbove: 0) < alpha))
            #expect((test.upperBound(alpha: alpha) < 0) == (test.pValue(meanBelow: 0) < alpha))
        }
    }

    @Test("without spread the mean counts as known and nothing is NaN")
    func withoutSpreadTheMeanCountsAsKnownAndNothingIsNaN() throws {
        let test = try tTest([0.02, 0.02, 0.02])
        #expect(test.lowerBound(alpha: 0.01) == 0.02)
        #expect(test.upperBound(alpha: 0.01) == 0.02)
        #expect(test.pValue(meanAbove: 0.01) == 0)
        #expect(test.pValue(meanAbove: 0.02) == 1)
        #expect(test.pValue(meanBelow: 0.02) == 1)
    }

    @Test("one value allows no test") func oneValueAllowsNoTest() throws {
        #expect(OneSampleTTest(try sample([1])) == nil)
    }

    @Test("fewer effective values widen the interval and are clamped to what makes sense")
    func fewerEffectiveValuesWidenTheIntervalAndAreClampedToWhatMakesSense() throws {
        let values = try sample([1, 2, 3, 4, 5, 6])
        let plain = try #require(OneSampleTTest(values)).interval(confidence: 0.9)
        let corrected = try #require(OneSampleTTest(values, effectiveCount: 3)).interval(confidence: 0.9)
        #expect(corrected.high - corrected.low > plain.high - plain.low)
        #expect(OneSampleTTest(values, effectiveCount: 0.1)?.effectiveCount == 2)
        #expect(OneSampleTTest(values, effectiveCount: 99)?.effectiveCount == 6)
    }

    @Test("the interval covers as often as it promises") func theIntervalCoversAsOftenAsItPromises() throws {
        var simulation = Simulation(seed: 5)
        var covered = 0
        for _ in 0..<2000 {
            let interval = try tTest(simulation.normals(16))
                .interval(confidence: 0.9)
            if interval.low <= 0, 0 <= interval.high { covered += 1 }
        }
        // 1800 expected, standard error 13.4.
        #expect((1760...1840).contains(covered))
    }

    @Test("a trimmed mean and its bounds match their textbook example") func trimmedMeansMatchTheTextbook() throws {
        // Self-awareness data, Wilcox, "Introduction to Robust Estimation and Hypothesis Testing" (2012), section 4.4: 20 %
        // trimmed on each side gives 282.7. The standard error is Yuen's, as SciPy 1.17 has it (ttest_ind with trim).
        let data = try sample([
            77, 87, 88, 114, 151, 210, 219, 246, 253, 262, 296, 299, 306, 376, 428, 515, 666, 1310, 2611,
        ])
        let test = try #require(OneSampleTTest(data, trimmedPerSide: 3))
        #expect(isClose(test.mean, 282.6923076923077))
        #expect(isClose(test.standardError, 49.866853759923835, within: 1e-9))
        #expect(test.degreesOfFreedom == 12)
    }

    @Test("one wild value on each side hardly moves a trimmed test") func trimmingResistsOutliers() throws {
        let calm = [0.9, 1.0, 1.1, 1.0, 0.95, 1.05, 1.02, 0.98]
        let before = try #require(OneSampleTTest(try sample(calm + [0.9, 1.1]), trimmedPerSide: 1))
        let after = try #require(OneSampleTTest(try sample(calm + [-500, 700]), trimmedPerSide: 1))
        #expect(isClose(before.mean, after.mean, within: 0.05))
        #expect(after.standardError < 2 * before.standardError)
    }

    @Test("trimming leaves at least two values and no NaN") func trimmingIsClamped() throws {
        for count in 2...6 {
            let test = try #require(OneSampleTTest(try sample((0..<count).map { Double($0) }), trimmedPerSide: 99))
            #expect(count - 2 * test.trimmedPerSide >= 2)
            #expect(test.mean.isFinite && test.standardError.isFinite && test.degreesOfFreedom >= 1)
            #expect(test.lowerBound(alpha: 0.01).isFinite)
        }
    }
}
