import CBoostMath

/// Two yes-no outcomes for each of n samples, compared: the difference of their shares of "yes".
///
/// The drop D = (b - c) / n only depends on the samples on which the two disagree. Its interval is Tango's score
/// interval: all D that the score test does not reject,
///
///     T(D) = (b - c - n D) / √(n (2 q + D (1 - D))),
///     q = (√(B² - 4 A C) - B) / (2 A), A = 2 n, B = -b - c + (2 n - b + c) D, C = -c D (1 - D).
///
/// - Source: Tango, "Equivalence test and confidence interval for the difference in proportions for the
///   paired-sample design", Statistics in Medicine 17 (1998), 891-908.
public struct PairedProportions: Sendable, Equatable {
    /// b: samples that only the baseline gets right.
    public let onlyBaseline: Int
    /// c: samples that only the candidate gets right.
    public let onlyCandidate: Int
    /// n: all samples.
    public let count: Int

    /// Nil unless b, c >= 0, b + c <= n and n > 0.
    public init?(onlyBaseline: Int, onlyCandidate: Int, count: Int) {
        guard count > 0, onlyBaseline >= 0, onlyCandidate >= 0, onlyBaseline <= count - onlyCandidate else {
            return nil
        }
        self.onlyBaseline = onlyBaseline
        self.onlyCandidate = onlyCandidate
        self.count = count
    }

    /// D = (b - c) / n, the share lost from baseline to candidate.
    public var drop: Double { Double(onlyBaseline - onlyCandidate) / Double(count) }

    /// The share of samples on which exactly one of the two is right.
    public var flipRate: Double { Double(onlyBaseline + onlyCandidate) / Double(count) }

    /// One-sided p-value of "the drop is at most `margin`".
    public func pValue(dropAbove margin: Double) -> Double { StandardNormal.upperTail(score(margin)) }

    /// One-sided p-value of "the drop is at least `margin`".
    public func pValue(dropBelow margin: Double) -> Double { StandardNormal.cumulative(score(margin)) }

    /// One-sided: the true drop lies below this with probability about alpha.
    public func lowerBound(alpha: Double) -> Double { root(of: -StandardNormal.quantile(alpha)) }

    /// One-sided: the true drop lies above this with probability about alpha.
    public func upperBound(alpha: Double) -> Double { root(of: StandardNormal.quantile(alpha)) }

    /// Two-sided, with equal tails.
    public func interval(confidence: Double) -> Interval {
        let alpha = (1 - confidence) / 2
        return Interval(low: lowerBound(alpha: alpha), high: upperBound(alpha: alpha), confidence: confidence)
    }

    /// McNemar's test with mid-p, two-sided: 2 P(X < min(b, c)) + P(X = min(b, c)), X binomial(b + c, 1/2).
    ///
    /// - Returns: 1 when nothing flipped or b = c.
    /// - Source: Fagerland, Lydersen & Laake, "The McNemar test for binary matched-pairs data", BMC Medical Research
    ///   Methodology 13:91 (2013).
    public var mcNemarMidP: Double {
        guard onlyBaseline != onlyCandidate else { return 1 }
        let flips = Double(onlyBaseline + onlyCandidate)
        let fewer = Double(min(onlyBaseline, onlyCandidate))
        return 2 * boost_math_binomial_cdf(fewer, flips, 0.5) - boost_math_binomial_mass(fewer, flips, 0.5)
    }

    /// About how many samples would tell the drop from a margin, were flips to stay as frequent as they are:
    /// n = (z(1 - alpha) + z(power))² ψ / distance², ψ the flip rate, and no fewer than n = z² (1 - δ) / δ, which
    /// bounds a drop below δ when nothing flips.
    ///
    /// - Returns: nil when the drop lies on the margin.
    public func requiredCount(margin: Double, alpha: Double, power: Double = 0.8) -> Int? {
        let distance = (drop - margin).magnitude
        guard distance > 0 else { return nil }
        let z = StandardNormal.quantile(1 - alpha)
        let reach = z + StandardNormal.quantile(power)
        let withFlips = reach * reach * flipRate / (distance * distance)
        let withoutFlips = z * z * (1 - distance) / distance
        return Int(exactly: max(withFlips, withoutFlips, 1).rounded(.up))
    }

    /// About the smallest true drop that would have been shown to exceed a margin, were flips as frequent as they are, or as
    /// frequent as that drop needs: the D > δ with
    ///
    ///     √n (D - δ) = z(1 - α) σ₀ + z(power) σ,    σ² = ψ - D²,  σ₀² = 2 q + δ (1 - δ) as in T(δ), ψ = max(flip rate, D).
    ///
    /// - Returns: nil when not even a drop of 1 would have been.
    public func detectableDrop(margin: Double, alpha: Double, power: Double = 0.8) -> Double? {
        let n = Double(count)
        let z = StandardNormal.quantile(1 - alpha)
        let reserve = StandardNormal.quantile(power)
        func isDetected(_ drop: Double) -> Bool {
            let flips = max(flipRate, drop)
            let null = Self.variance(losses: n * (flips + drop) / 2, gains: n * (flips - drop) / 2, n: n, drop: margin)
            let own = max(flips - drop * drop, 0)
            return n.squareRoot() * (drop - margin) >= z * (null / n).squareRoot() + reserve * own.squareRoot()
        }
        guard margin < 1, isDetected(1) else { return nil }
        var low = margin
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if isDetected(middle) { high = middle } else { low = middle }
        }
        return high
    }

    /// T(D), falling in D from +infinity at -1 to -infinity at 1.
    private func score(_ drop: Double) -> Double {
        let n = Double(count)
        let numerator = Double(onlyBaseline - onlyCandidate) - n * drop
        let variance = Self.variance(
            losses: Double(onlyBaseline), gains: Double(onlyCandidate), n: n, drop: drop)
        guard variance > 0 else { return numerator == 0 ? 0 : numerator > 0 ? .infinity : -.infinity }
        return numerator / variance.squareRoot()
    }

    /// n (2 q + D (1 - D)): of b - c, were D the true drop.
    private static func variance(losses b: Double, gains c: Double, n: Double, drop: Double) -> Double {
        let linear = -b - c + (2 * n - b + c) * drop
        let constant = -c * drop * (1 - drop)
        let q = ((linear * linear - 8 * n * constant).squareRoot() - linear) / (4 * n)
        return n * (2 * q + drop * (1 - drop))
    }

    /// The D with T(D) = z, by bisection to the last bit or 100 steps.
    private func root(of z: Double) -> Double {
        var low = -1.0
        var high = 1.0
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if score(middle) > z { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
