import Statistics
import Testing

@testable import pawl_bench

@Suite("Rules of other tools", .timeLimit(.minutes(30)))
struct SampleTestTests {
    /// Around `centre`, spread evenly by `spread` of it, in a mixed order.
    static func sample(_ centre: Double, spread: Double, count: Int = 100, seed: UInt64 = 1) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { centre * (1 + spread * (2 * Double($0) / Double(count - 1) - 1)) }
            .shuffled(using: &generator)
    }

    @Test("Mann-Whitney gives the known answer of SciPy's documentation")
    func mannWhitney() {
        // scipy.stats.mannwhitneyu, example on age at diagnosis, method="asymptotic": U1 = 17, p = 0.11134688653314041.
        let result = MannWhitneyTest.compare([19, 22, 16, 29, 24], [20, 11, 17, 12])
        #expect(result.u == 5 * 4 - 17)
        #expect(abs(result.pValue - 0.11134688653314041) < 1e-12)
        #expect(result.z < 0)
    }

    @Test("Mann-Whitney knows ties: equal samples do not differ")
    func mannWhitneyTies() {
        #expect(MannWhitneyTest.compare([1, 1, 1], [1, 1, 1]).pValue == 1)
        #expect(MannWhitneyTest.compare([1, 2, 2, 3], [1, 2, 2, 3]).z == 0)
    }

    @Test("Welch's t gives R's answer")
    func welch() throws {
        // R: t.test(1:5, seq(2, 10, 2)): t = -1.8974, df = 5.8824, p-value = 0.1075.
        let result = try #require(WelchTest.compare([1, 2, 3, 4, 5], [2, 4, 6, 8, 10]))
        #expect(abs(result.t - 1.8974) < 5e-5)
        #expect(abs(result.degreesOfFreedom - 5.8824) < 5e-5)
        #expect(abs(result.pValue - 0.1075) < 5e-5)
    }

    @Test("samples that do not vary are compared by their means")
    func withoutSpread() {
        #expect(WelchTest().decide(baseline: [1, 1], candidate: [2, 2]) == .fail)
        #expect(WelchTest().decide(baseline: [1, 1], candidate: [1, 1]) == .pass)
        #expect(CriterionTest().decide(baseline: [1, 1], candidate: [1, 1]) == .pass)
    }

    @Test(
        "Criterion's rule needs a change that is there and exceeds the noise threshold",
        arguments: [(1.05, Ruling.Decision.fail), (0.95, .faster), (1.005, .pass), (1.0, .pass)])
    func criterion(ratio: Double, expected: Ruling.Decision) {
        let decision = CriterionTest().decide(
            baseline: Self.sample(100, spread: 0.01), candidate: Self.sample(100 * ratio, spread: 0.01, seed: 2))
        #expect(decision == expected)
    }

    @Test("fixed percentages compare means", arguments: [(1.049, Ruling.Decision.pass), (1.051, .fail)])
    func fixed(ratio: Double, expected: Ruling.Decision) {
        let rule = FixedPercentage(allowedRatio: 1.05, name: "")
        #expect(rule.decide(baseline: [90, 110], candidate: [100 * ratio, 100 * ratio]) == expected)
    }

    @Test("repetitions compare means of stretches, so one wild batch does not count ten times")
    func repetitions() {
        let quiet = Self.sample(100, spread: 0.001, count: 40)
        #expect(MannWhitneyTest(repetitions: 10).decide(baseline: quiet, candidate: quiet) == .pass)
        #expect(MannWhitneyTest(repetitions: 10).decide(baseline: quiet, candidate: quiet.map { $0 * 1.02 }) == .fail)
    }
}
