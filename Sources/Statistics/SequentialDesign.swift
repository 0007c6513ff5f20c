import Foundation

/// A one-sided test that may look at its evidence while it grows, and the level of each look.
///
/// Looked at again and again at a level of 5 %, a sample without any effect is soon "significant". Here the error
/// probability α is spent over the looks: with τ = n / n_max the share of the planned evidence, `ErrorSpending` says how much may be
/// spent up to τ. The boundaries c_1 … c_K are such that for a standardised sum Z_k of independent normal increments (B(τ) = √τ Z a
/// Brownian motion)
///
///     P( Z_1 < c_1, …, Z_{k−1} < c_{k−1}, Z_k ≥ c_k ) = α(τ_k) − α(τ_{k−1}).
///
/// A test that is not normal, such as Student's, looks at its own p-value against the look's level 1 − Φ(c_k)
/// (Jennison & Turnbull 2000, section 3.8). Bounds computed with that level form repeated confidence intervals: all of
/// them together cover with probability 1 − α, whatever rule stops the sampling (ibid., chapter 9).
///
/// - Source: Lan & DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70 (1983), for the principle; Armitage,
///   McPherson & Rowe, J. R. Stat. Soc. A 132 (1969), and Jennison & Turnbull, "Group Sequential Methods" (2000), chapter 19, for the
///   integration.
public struct SequentialDesign: Sendable, Equatable {
    /// One planned look at the evidence.
    public struct Look: Sendable, Equatable {
        /// Independent values that are in at this look.
        public let count: Int
        /// τ, in (0, 1].
        public let informationShare: Double
        /// c_k: the value that the standardised statistic must reach; infinite where there is nothing to spend.
        public let criticalValue: Double
        /// 1 − Φ(c_k): what the p-value of this look must stay below.
        public let nominalAlpha: Double
        /// α(τ_k): the error probability spent up to and including this look.
        public let spentAlpha: Double
    }

    public let alpha: Double
    public let looks: [Look]

    /// - Parameters:
    ///   - counts: sample sizes at the looks, strictly ascending, positive; the last one is the maximum.
    ///   - alpha: one-sided, in (0, 0.5].
    ///   - spending: how much of it the early looks may take.
    /// - Returns: nil when the parameters are outside these domains.
    /// - Complexity: O(K G²), G ≈ 190 nodes of integration; milliseconds for five looks. Error of c_k below 1e-6.
    public init?(looks counts: [Int], alpha: Double, spending: ErrorSpending = .obrienFleming) {
        guard let maximum = counts.last, let first = counts.first, first > 0, alpha > 0, alpha <= 0.5,
            zip(counts, counts.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        let shares = counts.map { Double($0) / Double(maximum) }
        let spent = shares.map { spending.spent(alpha, at: $0) }
        let critical = BoundaryIntegration.criticalValues(informationShares: shares, spent: spent)
        self.alpha = alpha
        looks = counts.indices.map { index in
            Look(
                count: counts[index], informationShare: shares[index], criticalValue: critical[index],
                nominalAlpha: StandardNormal.upperTail(critical[index]), spentAlpha: spent[index])
        }
    }

    /// The last look's sample size.
    public var maximumCount: Int { looks[looks.count - 1].count }
}

/// How much of an error probability α may be spent when a share τ of the planned evidence is in.
public enum ErrorSpending: Sendable, Hashable {
    /// α(τ) = 2 − 2 Φ( z_{1−α/2} / √τ ): next to nothing early, so that an early decision needs overwhelming evidence, and nearly all of
    /// α is left at the end.
    ///
    /// - Source: Lan & DeMets (1983); O'Brien & Fleming, Biometrics 35 (1979), for the shape.
    case obrienFleming
    /// α(τ) = α τ^ρ, ρ above 0: the smaller ρ, the easier early decisions and the harder late ones.
    ///
    /// - Source: Kim & DeMets, "Design and analysis of group sequential tests based on the type I error spending rate function",
    ///   Biometrika 74 (1987).
    case power(Double)

    /// - Parameter share: τ, in (0, 1].
    func spent(_ alpha: Double, at share: Double) -> Double {
        // At the end exactly α, rather than α after a round trip through two quantiles.
        guard share < 1 else { return alpha }
        return switch self {
        case .obrienFleming: 2 * StandardNormal.upperTail(-StandardNormal.quantile(alpha / 2) / share.squareRoot())
        case .power(let exponent): alpha * pow(share, exponent)
        }
    }
}
