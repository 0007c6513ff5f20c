import Comparison
import Statistics

/// The three-state rule at every planned look of a pair: which look decides, and how.
struct SequentialRule {
    /// The evidence at the look that stopped the sampling, or at the last look that was reached.
    struct Stop {
        let change: LatencyChange
        /// With the nominal levels of this look.
        let rule: DecisionRule
        let decision: DecisionRule.Decision
        let low: Double
        let high: Double
    }

    private let failing: SequentialDesign
    private let passing: SequentialDesign

    /// Nil when the looks are no schedule.
    init?(looks: [Int], rule: DecisionRule) {
        guard let failing = SequentialDesign(looks: looks, alpha: rule.failAlpha),
            let passing = SequentialDesign(looks: looks, alpha: rule.passAlpha)
        else { return nil }
        self.failing = failing
        self.passing = passing
    }

    var firstLook: Int { failing.looks[0].count }
    var lastLook: Int { failing.maximumCount }
    var looks: [Int] { failing.looks.map(\.count) }
    /// The nominal levels of the last look: nearly all of the alphas is left for it.
    var lastRule: DecisionRule { rule(at: failing.looks.count - 1) }

    private func rule(at look: Int) -> DecisionRule {
        DecisionRule(
            failAlpha: failing.looks[look].nominalAlpha, passAlpha: passing.looks[look].nominalAlpha)
    }

    /// Goes through the looks as they happened. What was measured after the deciding look, or since the last look, does not
    /// count: looking where no look was planned would spend error probability that nobody accounted for.
    ///
    /// - Returns: nil before the first look.
    func stop(_ change: LatencyChange, allowed: DecisionRule.Allowed, limit: Double) -> Stop? {
        var last: Stop?
        for (index, look) in failing.looks.enumerated() where look.count <= change.launchesUsed {
            guard let evidence = change.first(look.count) else { continue }
            let rule = rule(at: index)
            let low = evidence.test.lowerBound(alpha: rule.lowAlpha(allowed))
            let high = evidence.test.upperBound(alpha: rule.highAlpha(allowed))
            let decision = rule.decide(low: low, high: high, allowed: allowed, limit: limit)
            let stop = Stop(change: evidence, rule: rule, decision: decision, low: low, high: high)
            if decision != .undecided { return stop }
            last = stop
        }
        return last
    }
}
