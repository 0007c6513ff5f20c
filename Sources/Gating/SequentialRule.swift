import Records
import Statistics
import Synchronization

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
        /// Whether the launches would fail, and only load from outside says so: then nothing is decided.
        var isHeldBack = false
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
            var (decision, low, high) = rule.decide(evidence.test, allowed: allowed, limit: limit)
            let isHeldBack = decision == .fail && !standsWithoutLoad(evidence, rule, allowed: allowed, limit: limit)
            if isHeldBack { decision = .undecided }
            let stop = Stop(
                change: evidence, rule: rule, decision: decision, low: low, high: high, isHeldBack: isHeldBack)
            if decision != .undecided { return stop }
            last = stop
        }
        return last
    }

    /// Whether a failure is more than what other programs did. Where they disturbed launches, either the CPU time of all of them or
    /// the time of the undisturbed ones has to fail as well, at an equal share of alpha for each look: the look's own level guards the
    /// times, and early looks leave next to nothing of it for a witness that load makes vary, too.
    ///
    /// Interleaving makes load fall on both sides alike, but not all inferences bear it alike: one that is shorter than the
    /// scheduler's time slice is seldom interrupted, one that is longer nearly always, and so a difference inside the margin may
    /// become one outside it.
    private func standsWithoutLoad(
        _ change: LatencyChange, _ rule: DecisionRule, allowed: DecisionRule.Allowed, limit: Double
    ) -> Bool {
        guard change.disturbedLaunches > 0 else { return true }
        let certain = DecisionRule(
            failAlpha: failing.alpha / Double(failing.looks.count), passAlpha: rule.passAlpha)
        return [change.cpuTimeEvidence, change.undisturbedEvidence].contains { evidence in
            evidence.map { certain.decide($0.test, allowed: allowed, limit: limit).decision == .fail } ?? false
        }
    }

    /// Simulates a gate: draws launches until a look decides, or the last look has passed.
    ///
    /// - Parameter effect: the next launch's.
    /// - Returns: the decision and the launches that it took; undecided after the last look.
    func play(
        allowed: DecisionRule.Allowed, limit: Double, effect: () -> Double
    ) -> (decision: DecisionRule.Decision, launches: Int) {
        var effects: [Double] = []
        for (index, look) in failing.looks.enumerated() {
            while effects.count < look.count { effects.append(effect()) }
            guard let evidence = Sample(effects).flatMap({ EffectEvidence($0) }) else { continue }
            let decision = rule(at: index).decide(evidence.test, allowed: allowed, limit: limit).decision
            if decision != .undecided { return (decision, look.count) }
        }
        return (.undecided, lastLook)
    }

    /// How many more launches the first look takes; at least 1.
    func launchesToFirstLook(after usable: Int) -> Int { max(firstLook - usable, 1) }

    /// About how many more launches would decide, were the effect, the spread and the correlation of neighbours to stay what they are:
    /// up to a planned look, because nothing is decided between looks.
    ///
    /// - Returns: at least 1; nil for an effect on the margin, which no practical number decides.
    func moreLaunches(after stop: Stop, _ scale: LogRatioScale, power: Double) -> Int? {
        // More launches under the same load would hardly tell.
        guard !stop.isHeldBack else { return nil }
        let test = stop.change.test
        let distance = test.mean - scale.limit
        let isForbidden = scale.allowed == .atMost ? distance > 0 : distance < 0
        let needed = TTestPower(alpha: isForbidden ? lastRule.failAlpha : lastRule.passAlpha, power: power)
            .requiredCount(
                distance: distance.magnitude, standardDeviation: test.standardDeviation)
        // Launches that resemble each other are worth fewer.
        let effectiveShare = test.effectiveCount / Double(test.count)
        return needed.map { independent in
            let enough = Int(saturating: min((Double(independent) / effectiveShare).rounded(.up), 1e12))
            let used = test.count
            return (looks.first { $0 > used && $0 >= enough } ?? max(enough, used + 1)) - used
        }
    }

    /// The smallest distance beyond the limit that the whole schedule fails with the wanted power. The last look has nearly all
    /// of the power, and is taken for all of it.
    ///
    /// - Parameter worth: independent launches that each launch is worth.
    /// - Returns: in the unit of the standard deviation.
    func detectableDistance(standardDeviation: Double, effectiveShare: Double = 1, power: Double) -> Double {
        TTestPower(alpha: lastRule.failAlpha, power: power).detectableDistance(
            standardDeviation: standardDeviation, count: max(Double(lastLook) * effectiveShare, 2))
    }
}

/// Schedules of looks with their boundaries, each worked out once: every boundary is an integral.
final class SequentialRuleCache: Sendable {
    private struct Key: Hashable {
        var looks: [Int]
        var failAlpha: Double
        var passAlpha: Double
    }

    private let known = Mutex<[Key: SequentialRule?]>([:])

    /// Nil when the looks are no schedule.
    func rule(looks: [Int], _ rule: DecisionRule) -> SequentialRule? {
        let key = Key(looks: looks, failAlpha: rule.failAlpha, passAlpha: rule.passAlpha)
        return known.withLock { known in
            if let found = known[key] { return found }
            let made = SequentialRule(looks: looks, rule: rule)
            known.updateValue(made, forKey: key)
            return made
        }
    }
}
