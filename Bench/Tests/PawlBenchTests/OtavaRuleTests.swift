import Foundation
import Testing

@testable import pawl_bench

@Suite(.timeLimit(.minutes(30))) struct OtavaRuleTests {
    /// From the definition, sum by sum.
    private func slowDivision(_ values: [Double]) -> (position: Int, energy: Double) {
        var best = (position: 1, energy: -Double.infinity)
        func within(_ part: ArraySlice<Double>) -> Double {
            part.indices.reduce(0) { sum, first in
                part[(first + 1)...].reduce(sum) { $0 + ($1 - part[first]).magnitude }
            }
        }
        for split in 1..<values.count {
            for end in (split + 1)...values.count {
                let x = values[..<split], y = values[split..<end]
                let n = Double(x.count), m = Double(y.count)
                let across = x.reduce(0) { sum, one in y.reduce(sum) { $0 + ($1 - one).magnitude } }
                var energy = 2 / (m + n) * across
                if n > 1 { energy -= 2 * m / ((m + n) * (n - 1)) * within(x) }
                if m > 1 { energy -= 2 * n / ((m + n) * (m - 1)) * within(y) }
                if energy > best.energy { best = (split, energy) }
            }
        }
        return best
    }

    @Test("the division is the best of all by its definition") func theDivisionIsTheBestOfAll() throws {
        var draws = SyntheticSeries(seed: 5)
        for count in [2, 3, 8, 20] {
            let values = draws.draw(count: count, correlation: 0, shift: 2, after: count / 3)
            let division = try #require(EnergyDivision(values, in: 0..<count))
            let slow = slowDivision(values)
            #expect(division.position == slow.position)
            #expect((division.energy - slow.energy).magnitude < 1e-9)
        }
        #expect(EnergyDivision([1, 2], in: 0..<1) == nil)
    }

    /// `apache-otava` 0.8 finds [30], [60, 90] and none in these three series.
    @Test("clear steps are found, a constant has none") func clearStepsAreFound() {
        func wave(_ index: Int) -> Double { Double(index * 7 % 5) - 2 }
        #expect(OtavaRule().changePoints((0..<60).map { 100 + wave($0) + ($0 < 30 ? 0 : 9) }) == [30])
        #expect(
            OtavaRule().changePoints((0..<120).map { 100 + wave($0) + ((60..<90).contains($0) ? 7 : 0) }) == [60, 90])
        #expect(OtavaRule().changePoints((0..<50).map { 100 + wave($0) }) == [])
    }
}

@Suite(.timeLimit(.minutes(30))) struct SyntheticSeriesTests {
    @Test("noise has variance 1 and the correlation asked for", arguments: SyntheticSeries.Noise.allCases)
    func noiseHasVarianceOne(noise: SyntheticSeries.Noise) {
        var draws = SyntheticSeries(seed: 6)
        let values = draws.draw(noise, count: 20_000, correlation: 0.5)
        let mean = values.reduce(0, +) / 20_000
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
        let products = zip(values, values.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) } / 20_000
        // Outliers add 0.02 · 64, rounding to multiples of w about w²/12; heavy tails vary much.
        let expected = noise == .outliers ? 2.28 : noise == .roundedCoarsely ? 1.17 : noise == .rounded ? 1.037 : 1
        #expect((variance - expected).magnitude < (noise == .heavyTails || noise == .outliers ? 0.4 : 0.15))
        #expect((products - 0.5).magnitude < (noise == .heavyTails ? 0.2 : 0.06))
    }
}
