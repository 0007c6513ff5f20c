import Synchronization

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
