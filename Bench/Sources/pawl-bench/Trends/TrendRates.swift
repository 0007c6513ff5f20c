import Foundation
import Statistics

/// How often a rule finds what is not there, and what is, over seeded series that every rule sees alike.
struct TrendRates {
    /// Positions of first values after a change.
    typealias Rule = @Sendable ([Double]) -> [Int]

    var seriesCount: Int
    var length = 200

    static let pawl: Rule = { values in
        Sample(values).map { LevelShiftSearch().segment($0).shifts.map(\.position) } ?? []
    }
    static func otava(_ largestPValue: Double = 0.001) -> Rule {
        { OtavaRule(largestPValue: largestPValue).changePoints($0) }
    }

    /// Share of series without a shift in which the rule finds one.
    func falseShare(_ rule: Rule, _ noise: SyntheticSeries.Noise = .normal, correlation: Double, seed: UInt64 = 1)
        -> Double
    {
        var draws = SyntheticSeries(seed: seed)
        return share { !rule(draws.draw(noise, count: length, correlation: correlation)).isEmpty }
    }

    /// Share of series in which the rule finds a shift of which `after` values are there, within `reach` values of its place.
    func foundShare(_ rule: Rule, shift: Double, after: Int, correlation: Double, reach: Int = 2) -> Double {
        var draws = SyntheticSeries(seed: 2)
        let place = length - after
        return share {
            let values = draws.draw(count: length, correlation: correlation, shift: shift, after: after)
            return rule(values).contains { ($0 - place).magnitude <= reach }
        }
    }

    /// Standard error of a share.
    func error(_ share: Double) -> Double { (share * (1 - share) / Double(seriesCount)).squareRoot() }

    private func share(_ happens: () -> Bool) -> Double {
        Double((0..<seriesCount).count { _ in happens() }) / Double(seriesCount)
    }
}
