import Foundation
import Statistics
import TestSupport
import Testing

@Suite("Spread of values whose mean is known", .hangLimit)
struct SpreadAboutZeroTests {
    /// By hand: (1 + 9 + 1 + 9) / 4 = 5; κ = 4 (1 + 81 + 1 + 81) / 400 = 1.64, counted as 3, so the ends are
    /// √5 · exp(±1.959964 √(2 / 16)).
    @Test("known answers")
    func knownAnswers() throws {
        let spread = SpreadAboutZero(try sample([1, 3, -1, 3]))
        #expect(isClose(spread.standardDeviation, 5.0.squareRoot()))
        #expect(spread.kurtosis == 3)
        let interval = spread.interval(confidence: 0.95)
        #expect(isClose(interval.low, 5.0.squareRoot() * exp(-1.959964 * 0.125.squareRoot()), within: 1e-6))
        #expect(isClose(interval.high, 5.0.squareRoot() * exp(1.959964 * 0.125.squareRoot()), within: 1e-6))
    }

    /// One value of ten far out: Σx² = 109, Σx⁴ = 10009, κ = 10 · 10009 / 109².
    @Test("outliers widen the interval")
    func outliers() throws {
        let spread = SpreadAboutZero(try sample([10, 1, -1, 1, -1, 1, -1, 1, -1, 1]))
        #expect(isClose(spread.kurtosis, 100_090 / 11_881.0, within: 1e-12))
        let normal = SpreadAboutZero(try sample([1, -1, 1, -1, 1, -1, 1, -1, 1, -1]))
        let wide = spread.interval(confidence: 0.95), narrow = normal.interval(confidence: 0.95)
        #expect(wide.high / wide.low > narrow.high / narrow.low)
    }

    @Test("equal values of 0 have none")
    func zeros() throws {
        let spread = SpreadAboutZero(try sample([0, 0, 0]))
        #expect(spread.standardDeviation == 0)
        #expect(spread.interval(confidence: 0.95) == Interval(low: 0, high: 0, confidence: 0.95))
    }

    /// Normal values, and normal ones of which a tenth have five times the spread (sd √(0.9 + 0.1 · 25) = 1.844).
    @Test("the interval covers about as often as it says", arguments: [(0.0, 0.93...0.99), (0.1, 0.85...0.97)])
    func coverage(outliers: Double, accepted: ClosedRange<Double>) throws {
        var draws = Simulation(seed: 31)
        var chances = SeededGenerator(seed: 32)
        let truth = (1 - outliers + outliers * 25).squareRoot()
        let trials = 1000
        let covered = try (0..<trials).count { _ in
            let values = draws.normals(200).map { Double.random(in: 0..<1, using: &chances) < outliers ? 5 * $0 : $0 }
            let interval = SpreadAboutZero(try sample(values)).interval(confidence: 0.95)
            return interval.low <= truth && truth <= interval.high
        }
        #expect(accepted.contains(Double(covered) / Double(trials)), "covered \(covered) of \(trials)")
    }
}
