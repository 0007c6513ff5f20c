import Foundation
import Statistics

/// Predicts how gates on median latency end, by simulating them with launches that are drawn, not measured.
///
/// The rule of the simulation is the rule that judges: looks, levels, trimming and all.
public struct GateForecaster: Sendable {
    private let rule: SequentialRule
    private let policy: JudgementPolicy

    /// For one gate on one variant: its error probability of failing is not divided among others.
    ///
    /// - Parameter looks: as `MeasurementPolicy.looks`.
    /// - Returns: nil when the looks are no schedule.
    public init?(looks: [Int], policy: JudgementPolicy = JudgementPolicy()) {
        let levels = DecisionRule(failAlpha: policy.failAlpha, passAlpha: policy.passAlpha)
        guard let rule = SequentialRule(looks: looks, rule: levels) else { return nil }
        self.rule = rule
        self.policy = policy
    }

    public var lastLook: Int { rule.lastLook }

    /// The smallest true change that a gate fails with the policy's power by its last look.
    ///
    /// - Parameters:
    ///   - margin: `max_increase`, such as 0.03.
    ///   - launchDeviation: standard deviation of the launches' effects, which are logarithms.
    /// - Returns: a relative change, at least `margin`.
    public func detectableChange(margin: Double, launchDeviation: Double) -> Double {
        expm1(log1p(margin) + rule.detectableDistance(standardDeviation: launchDeviation, power: policy.power))
    }

    /// Launches after which a gate fails a true change with the policy's power, were it to plan so many.
    ///
    /// - Parameters: as for `detectableChange`; `change` is above `margin`.
    /// - Returns: nil when no practical number would do.
    public func requiredLaunches(margin: Double, change: Double, launchDeviation: Double) -> Int? {
        TTestPower(alpha: rule.lastRule.failAlpha, power: policy.power).requiredCount(
            distance: log1p(change) - log1p(margin), standardDeviation: launchDeviation)
    }

    /// Simulates gates on a variant whose true change is known.
    ///
    /// Each launch's effect is one of `noise`, its sign drawn as well because either of two equal sides may be called the
    /// candidate, times `scale`, plus ln(1 + change).
    /// - Parameters:
    ///   - margin: `max_increase`, above -1.
    ///   - change: the true relative change, above -1.
    ///   - noise: effects of launches between which nothing differs.
    ///   - gates: at least 1.
    /// - Returns: the same for the same seed.
    /// - Complexity: O(gates) gates of at most `lastLook` launches each.
    public func forecast(
        margin: Double, change: Double, noise: Sample, scale: Double = 1, gates: Int = 400, seed: UInt64 = 1
    ) -> GateForecast {
        precondition(gates > 0 && margin > -1 && change > -1, "a forecast needs a gate and logarithms")
        var generator = SeededGenerator(seed: seed)
        let shift = log1p(change)
        var launches = 0, failed = 0, passed = 0
        for _ in 0..<gates {
            let end = rule.play(allowed: .atMost, limit: log1p(margin)) {
                let size = noise.values[Int.random(in: 0..<noise.count, using: &generator)] * scale
                return shift + (Bool.random(using: &generator) ? size : -size)
            }
            launches += end.launches
            if end.decision == .fail { failed += 1 }
            if end.decision == .pass { passed += 1 }
        }
        let count = Double(gates)
        return GateForecast(
            gates: gates, meanLaunches: Double(launches) / count, failedShare: Double(failed) / count,
            passedShare: Double(passed) / count)
    }
}

/// How simulated gates end, and how many launches they take, if launches vary as assumed.
public struct GateForecast: Sendable, Equatable {
    /// Gates simulated.
    public let gates: Int
    public let meanLaunches: Double
    public let failedShare: Double
    public let passedShare: Double

    public var undecidedShare: Double { 1 - failedShare - passedShare }
}
