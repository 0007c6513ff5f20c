import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct SampleTests {
    @Test(
        "a sample refuses emptiness and what is not finite",
        arguments: [[], [Double.nan], [1, Double.infinity], [1, 2, -Double.infinity]])
    func aSampleRefusesEmptinessAndWhatIsNotFinite(values: [Double]) {
        #expect(Sample(values) == nil)
    }

    @Test("mean and standard deviation match NIST's NumAcc1 and NumAcc3")
    func meanAndStandardDeviationMatchNISTsNumAcc1AndNumAcc3() throws {
        // NIST Statistical Reference Datasets, univariate: certified mean 10000002 and sd 1; mean 1000000.2, sd 0.1.
        let first = try sample([10_000_001, 10_000_003, 10_000_002])
        #expect(first.mean == 10_000_002)
        #expect(first.standardDeviation == 1)
        let third = try #require(
            Sample([1_000_000.2] + (0..<500).flatMap { _ in [1_000_000.1, 1_000_000.3] }))
        #expect(isClose(third.mean, 1_000_000.2, within: 1e-8))
        #expect(isClose(third.standardDeviation ?? 0, 0.1, within: 1e-9))
    }

    @Test("equal values have exactly no spread, however awkward the value")
    func equalValuesHaveExactlyNoSpreadHoweverAwkwardTheValue() throws {
        let values = try sample([Double](repeating: 0.1 + 0.2, count: 7))
        #expect(values.mean == 0.1 + 0.2)
        #expect(values.standardDeviation == 0)
    }

    @Test("one value has no standard deviation") func oneValueHasNoStandardDeviation() throws {
        #expect(try sample([4]).standardDeviation == nil)
    }

    @Test("quantiles are of type 7", arguments: [(0.0, 1.0), (0.25, 1.75), (0.5, 2.5), (0.9, 3.7), (1.0, 4.0)])
    func quantilesAreOfType7(p: Double, expected: Double) throws {
        // R 4: quantile(c(4, 2, 1, 3), p), whose default is type 7.
        #expect(isClose(try sample([4, 2, 1, 3]).sorted.quantile(p), expected))
    }

    @Test("a quantile of equal values is that value") func aQuantileOfEqualValuesIsThatValue() throws {
        #expect(try sample([0.3, 0.3, 0.3]).sorted.quantile(0.99) == 0.3)
    }
}
