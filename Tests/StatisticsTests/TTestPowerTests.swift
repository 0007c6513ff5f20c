import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct TTestPowerTests {
    @Test(
        "the detectable distance matches the non-central t",
        arguments: [
            // SciPy: the root of nct.sf(t.ppf(1 - alpha, n - 1), n - 1, d √n) = 0.8 in d.
            (2.0, 0.01, 28.849789977467182), (16.0, 0.05, 0.6516999644469037), (16.0, 0.01, 0.8722586691742925),
            (16.0, 0.01 / 3, 1.0152041570076358),
        ])
    func theDetectableDistanceMatchesTheNonCentralT(count: Double, alpha: Double, expected: Double) {
        let distance = TTestPower(alpha: alpha).detectableDistance(standardDeviation: 1, count: count)
        #expect(isClose(distance, expected, within: 1e-6))
    }

    @Test("a medium effect takes 27 values, as in Cohen's tables") func aMediumEffectTakes27ValuesAsInCohensTables() {
        // One-sided alpha 0.05, power 0.8, d = 0.5: n = 27 (G*Power 3.1, Faul et al. 2007).
        #expect(TTestPower(alpha: 0.05).requiredCount(distance: 0.5, standardDeviation: 1) == 27)
    }

    @Test("on the margin no number of values decides") func onTheMarginNoNumberOfValuesDecides() {
        #expect(TTestPower(alpha: 0.05).requiredCount(distance: 0, standardDeviation: 1) == nil)
        #expect(TTestPower(alpha: 0.05).requiredCount(distance: 1e-6, standardDeviation: 1) == nil)
        #expect(TTestPower(alpha: 0.05).requiredCount(distance: 0.1, standardDeviation: 0) == 2)
    }

    @Test("the detectable distance is detected with the stated power")
    func theDetectableDistanceIsDetectedWithTheStatedPower() throws {
        let distance = TTestPower(alpha: 0.01).detectableDistance(standardDeviation: 1, count: 16)
        var simulation = Simulation(seed: 7)
        var detected = 0
        for _ in 0..<2000 {
            let values = try sample(simulation.normals(16).map { $0 + distance })
            if try #require(OneSampleTTest(values)).pValue(meanAbove: 0) < 0.01 { detected += 1 }
        }
        // 1600 expected, standard error 17.9.
        #expect((1546...1654).contains(detected))
    }
}
