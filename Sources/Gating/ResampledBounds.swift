import Statistics

/// A number computed from all golden samples, of which less is better, with its interval: from drawing the samples again, or,
/// where it rests on a few of them, from counting those.
struct ResampledBounds {
    enum Source {
        /// The two sides do not differ in any sample.
        case identical
        /// There is one sample, and it differs.
        case singleSample
        case bootstrap(StudentizedBootstrap)
        case rareDifferences(RareDifferences)
    }

    /// A bootstrap of fewer differing samples than this errs by more than it promises, or has nothing to draw.
    private static let fewestToDraw = 15.0
    /// Up to this share of the samples differing ones are rare, and count like Poisson events.
    static let rareShare = 0.1

    let value: Double
    let low: Double
    let high: Double
    let count: Int
    let source: Source
    let standardError: Double
    /// What one differing sample adds to the sum over samples; 0 where none shows it.
    let typicalDifference: Double

    /// - Parameters:
    ///   - contributions: what each differing sample adds to the value; empty when the sides are identical.
    ///   - isCountable: whether those are of about one size, so that few of them can be counted as rare events.
    ///   - range: of all values that there can be.
    ///   - unseen: the upper bound where no sample differs, for others might.
    ///   - rareShare: up to this share of the samples differing ones are rare.
    init(
        _ statistic: some BootstrapStatistic, value: Double, contributions: [Double], isCountable: Bool,
        range: ClosedRange<Double>, unseen: Double = 0, rareShare: Double = ResampledBounds.rareShare,
        rule: DecisionRule, seed: UInt64
    ) {
        self.value = value
        count = statistic.count
        let rare = RareDifferences(value: value, contributions: contributions, canGain: range.lowerBound < 0)
        typicalDifference = (rare?.typicalContribution ?? 0) * Double(statistic.count)
        let low: Double
        let high: Double
        if contributions.isEmpty {
            (source, low, high, standardError) = (.identical, value, max(value, unseen), 0)
        } else if isCountable, let rare, rare.effectiveCount < Self.fewestToDraw,
            rare.effectiveCount <= rareShare * Double(statistic.count)
        {
            (source, standardError) = (.rareDifferences(rare), rare.standardError)
            (low, high) = (rare.lowerBound(alpha: rule.failAlpha), rare.upperBound(alpha: rule.passAlpha))
        } else if let bootstrap = StudentizedBootstrap(
            statistic, seed: seed, smallestAlpha: min(rule.failAlpha, rule.passAlpha))
        {
            (source, standardError) = (.bootstrap(bootstrap), bootstrap.standardError)
            (low, high) = (bootstrap.lowerBound(alpha: rule.failAlpha), bootstrap.upperBound(alpha: rule.passAlpha))
        } else {
            (source, low, high, standardError) = (.singleSample, -.infinity, .infinity, 0)
        }
        // With very few samples t* can lie all on one side of 0; an interval that leaves out its own value helps nobody.
        self.low = max(min(low, value), range.lowerBound)
        self.high = min(max(high, value), range.upperBound)
    }

    var isPoint: Bool { low == high }

    var resamples: Int? {
        if case .bootstrap(let bootstrap) = source { bootstrap.resamples } else { nil }
    }

    /// - Parameter limit: the limit itself is allowed.
    func decide(_ rule: DecisionRule, atMost limit: Double) -> DecisionRule.Decision {
        isPoint
            ? DecisionRule.decide(exactly: value, allowed: .atMost, limit: limit)
            : rule.decide(low: low, high: high, allowed: .atMost, limit: limit)
    }

    /// About how many samples would decide, were everything to stay as frequent and as large as it is; nil: no number would.
    func requiredCount(limit: Double, rule: DecisionRule, power: Double) -> Int? {
        let alpha = value > limit ? rule.failAlpha : rule.passAlpha
        switch source {
        case .bootstrap(let bootstrap):
            return bootstrap.requiredCount(limit: limit, alpha: alpha, power: power)
        case .identical:
            return 0 < limit && limit < 1 ? Proportion.trialsWithoutSuccess(toBound: limit, alpha: alpha) : nil
        case .singleSample, .rareDifferences:
            return NormalPower(alpha: alpha, power: power).requiredCount(
                distance: (value - limit).magnitude, standardError: standardError, count: count)
        }
    }

    /// About the smallest true value that would have been shown to exceed the limit.
    func detectableValue(above limit: Double, rule: DecisionRule, power: Double, difference: Double) -> Double {
        NormalPower(alpha: rule.failAlpha, power: power).detectableMean(
            above: limit, standardError: standardError, difference: difference, count: count)
    }
}
