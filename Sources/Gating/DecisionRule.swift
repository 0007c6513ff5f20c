import Statistics

/// The three-state rule at one look at the evidence.
///
/// Its alphas are the nominal levels of the look. Today there is one look, when all launches are in, so they are
/// the policy's; a schedule of looks only has to supply other ones.
struct DecisionRule: Equatable {
    enum Decision { case pass, fail, undecided }

    /// Which side of the limit is allowed.
    enum Allowed { case atMost, atLeast }

    /// One-sided.
    var failAlpha: Double
    /// One-sided.
    var passAlpha: Double

    /// Of the interval between the bound that FAIL looks at and the bound that PASS looks at.
    var confidence: Double { 1 - failAlpha - passAlpha }

    /// Fails when the whole interval lies on the forbidden side, passes when it lies on the allowed side, so that the
    /// interval which is printed and the decision can never disagree. The limit itself is allowed.
    func decide(low: Double, high: Double, allowed: Allowed, limit: Double) -> Decision {
        switch allowed {
        case .atMost: low > limit ? .fail : high <= limit ? .pass : .undecided
        case .atLeast: high < limit ? .fail : low >= limit ? .pass : .undecided
        }
    }

    /// The decision that follows from a test's bounds.
    func decide(
        _ test: OneSampleTTest, allowed: Allowed, limit: Double
    ) -> (decision: Decision, low: Double, high: Double) {
        let low = test.lowerBound(alpha: lowAlpha(allowed))
        let high = test.upperBound(alpha: highAlpha(allowed))
        return (decide(low: low, high: high, allowed: allowed, limit: limit), low, high)
    }

    /// The same for a value that is known exactly. A billionth absorbs what binary fractions lose of a decimal limit:
    /// 1.03 / 1 - 1 is a hair more than 0.03.
    static func decide(exactly value: Double, allowed: Allowed, limit: Double) -> Decision {
        let slack = 1e-9 * max(1, limit.magnitude)
        return switch allowed {
        case .atMost: value <= limit + slack ? .pass : .fail
        case .atLeast: value >= limit - slack ? .pass : .fail
        }
    }

    /// The alpha that the lower end of the interval is computed with.
    func lowAlpha(_ allowed: Allowed) -> Double { allowed == .atMost ? failAlpha : passAlpha }

    /// The alpha that the upper end of the interval is computed with.
    func highAlpha(_ allowed: Allowed) -> Double { allowed == .atMost ? passAlpha : failAlpha }
}
