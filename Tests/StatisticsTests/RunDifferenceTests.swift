import Statistics
import TestSupport
import Testing

@Suite("The difference of two runs", .hangLimit) struct RunDifferenceTests {
    @Test("one part is the ordinary t test") func onePart() throws {
        let student = try tTest([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
        let test = SatterthwaiteTest(student)
        #expect(test.pValue(meanAbove: 0.5) == student.pValue(meanAbove: 0.5))
        #expect(test.lowerBound(alpha: 0.01) == student.lowerBound(alpha: 0.01))
        #expect(test.interval(confidence: 0.9) == student.interval(confidence: 0.9))
    }

    @Test("two parts are Welch's test") func welch() throws {
        // SciPy 1.17.1, ttest_ind(equal_var=False) of the second less the first.
        let first = try #require(RunMean(try sample([3.1, 2.9, 3.4, 3.0, 3.3])))
        let second = try #require(RunMean(try sample([3.6, 3.9, 3.2, 4.1])))
        let test = try #require(SatterthwaiteTest(from: first, to: second))
        #expect(isClose(test.degreesOfFreedom, 4.333497762716014))
        #expect(isClose(test.mean / test.standardError, 2.584921310565989))
        #expect(isClose(2 * test.pValue(meanAbove: 0), 0.05639452286264902))
        #expect(isClose(test.interval(confidence: 0.95).low, -0.023668702606326808))
    }

    @Test("parts outside their domain are no test") func domains() {
        func test(_ mean: Double, _ variance: Double, _ degrees: Double) -> SatterthwaiteTest? {
            SatterthwaiteTest(mean: mean, parts: [.init(variance: variance, degreesOfFreedom: degrees)])
        }
        #expect(SatterthwaiteTest(mean: 1, parts: []) == nil)
        #expect(test(.nan, 1, 1) == nil)
        #expect(test(1, -1, 1) == nil)
        #expect(test(1, .infinity, 1) == nil)
        #expect(test(1, 1, 0) == nil)
        // No spread at all: the mean is known.
        #expect(test(1, 0, 3)?.upperBound(alpha: 0.01) == 1)
    }

    private func mean(_ mean: Double, error: Double = 0.002) -> RunMean {
        RunMean(mean: mean, standardError: error, degreesOfFreedom: 15, count: 16)
    }

    private let history = [0.010, -0.004, 0.006, -0.012, 0.002, 0.004]

    @Test("the known answer of a noisy candidate") func knownAnswer() throws {
        // By hand in NumPy and SciPy: V = 6.2e-5, one extra part 0.005² - 0.002².
        let difference = try #require(
            RunDifference(
                baseline: mean(0.003), candidate: mean(0.045, error: 0.005), history: history.map { mean($0) }))
        #expect(isClose(difference.betweenRunStandardDeviation, 0.007874007874011811))
        #expect(isClose(difference.test.mean, 0.042))
        #expect(isClose(difference.test.standardError, 0.012041594578792296))
        #expect(isClose(difference.test.degreesOfFreedom, 6.772208980222895))
        #expect(isClose(difference.test.pValue(meanAbove: 0), 0.005354561350418055))
        #expect(isClose(difference.test.lowerBound(alpha: 0.01), 0.005558875536426693))
        #expect(isClose(difference.test.upperBound(alpha: 0.05), 0.06492972738116516))
    }

    @Test("sides as noisy as the history leave an exact t test; quieter ones earn nothing") func equalNoise() throws {
        for error in [0.002, 0.0001] {
            let difference = try #require(
                RunDifference(
                    baseline: mean(0, error: error), candidate: mean(0.01, error: error),
                    history: history.map { mean($0) }))
            #expect(difference.test.degreesOfFreedom == 5)
            #expect(isClose(difference.test.standardError, 2.0.squareRoot() * 0.007874007874011811))
        }
    }

    @Test("a longer history narrows the interval, and not beyond what runs differ by") func longerHistory() throws {
        let difference = try #require(
            RunDifference(baseline: mean(0), candidate: mean(0.01), history: history.map { mean($0) }))
        let bounds = [6, 10, 50, 100_000].map { difference.test(historyCount: $0).upperBound(alpha: 0.05) }
        #expect(bounds[0] == difference.test.upperBound(alpha: 0.05))
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 > $1 })
        #expect(isClose(bounds[3], 0.01 + 1.6448536 * difference.test.standardError, within: 1e-5))
    }

    @Test("fewer than two runs say nothing of how runs differ") func shortHistory() {
        #expect(RunDifference(baseline: mean(0), candidate: mean(0), history: []) == nil)
        #expect(RunDifference(baseline: mean(0), candidate: mean(0), history: [mean(0)]) == nil)
        #expect(RunDifference(baseline: mean(0), candidate: mean(0), history: [mean(0), mean(.nan)]) == nil)
    }

    struct Drift: Sendable, CustomTestStringConvertible {
        var between: Double
        var candidateNoise = 0.01
        var history: Int
        /// What the launches of the two runs alone would fail of what never changed.
        var naive: ClosedRange<Double>
        var testDescription: String { "\(between) between runs, \(history) others, candidate \(candidateNoise)" }
    }

    /// Launch sd 1 %, 16 launches a run. Nothing ever changes; the machine drifts from run to run.
    @Test(
        "without a change false alarms keep to their level, which launches alone miss by far",
        arguments: [
            Drift(between: 0.01, history: 5, naive: 0.2...0.35), Drift(between: 0.01, history: 20, naive: 0.2...0.35),
            Drift(between: 0.003, history: 10, naive: 0.03...0.1), Drift(between: 0, history: 10, naive: 0...0.02),
            Drift(between: 0.01, candidateNoise: 0.04, history: 10, naive: 0.03...0.15),
        ])
    func falseAlarms(drift: Drift) throws {
        var simulation = Simulation(seed: 41)
        let gates = 4_000
        var failed = 0
        var passed = 0
        var naive = 0
        func run(_ simulation: inout Simulation, noise: Double = 0.01) throws -> RunMean {
            let level = drift.between * simulation.normal()
            return try #require(
                RunMean(try sample(simulation.normals(16).map { level + noise * $0 }), trimmedPerSide: 1))
        }
        for _ in 0..<gates {
            let history = try (0..<drift.history).map { _ in try run(&simulation) }
            let baseline = try run(&simulation)
            let candidate = try run(&simulation, noise: drift.candidateNoise)
            let difference = try #require(
                RunDifference(baseline: baseline, candidate: candidate, history: history))
            // A margin of 0 is where the levels are met; any other margin makes a false alarm rarer.
            if difference.test.lowerBound(alpha: 0.01) > 0 { failed += 1 }
            if difference.test.upperBound(alpha: 0.05) < 0 { passed += 1 }
            if let own = difference.withinRunTest, own.lowerBound(alpha: 0.01) > 0 { naive += 1 }
        }
        // Nominal, and four standard errors of the simulation.
        #expect(Double(failed) / Double(gates) <= 0.01 + 0.0063, "failed \(failed)")
        #expect(Double(passed) / Double(gates) <= 0.05 + 0.0138, "passed \(passed)")
        #expect(drift.naive.contains(Double(naive) / Double(gates)), "launches alone: \(naive)")
    }

    @Test("what is large beside the drift is seen") func power() throws {
        var simulation = Simulation(seed: 42)
        var failed = 0
        for _ in 0..<500 {
            let runs = simulation.normals(12).map { mean(0.01 * $0) }
            let candidate = mean(runs[11].mean + 0.07)
            let difference = try #require(
                RunDifference(baseline: runs[10], candidate: candidate, history: Array(runs[..<10])))
            if difference.test.lowerBound(alpha: 0.01) > 0 { failed += 1 }
        }
        #expect(failed > 400, "failed \(failed)")
    }
}
