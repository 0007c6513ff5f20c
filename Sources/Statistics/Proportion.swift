import CBoostMath
import Foundation

/// A share of successes, with Clopper and Pearson's exact bounds.
///
/// The bounds are quantiles of beta distributions and never cover with less than the stated confidence.
///
/// - Source: Clopper & Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
///   Biometrika 26 (1934).
public struct Proportion: Sendable, Equatable {
    public let successes: Int
    public let trials: Int

    /// Nil unless 0 <= successes <= trials and trials > 0.
    public init?(successes: Int, trials: Int) {
        guard trials > 0, (0...trials).contains(successes) else { return nil }
        self.successes = successes
        self.trials = trials
    }

    public var share: Double { Double(successes) / Double(trials) }

    /// The true share lies below this with probability at most alpha.
    public func lowerBound(alpha: Double) -> Double {
        guard successes > 0 else { return 0 }
        return boost_math_beta_quantile(alpha, Double(successes), Double(trials - successes + 1))
    }

    /// The true share lies above this with probability at most alpha.
    public func upperBound(alpha: Double) -> Double {
        guard successes < trials else { return 1 }
        return boost_math_beta_quantile(1 - alpha, Double(successes + 1), Double(trials - successes))
    }

    /// Two-sided, with equal tails.
    public func interval(confidence: Double) -> Interval {
        let alpha = (1 - confidence) / 2
        return Interval(low: lowerBound(alpha: alpha), high: upperBound(alpha: alpha), confidence: confidence)
    }

    /// The fewest trials that, none of them a success, would put the upper bound at `share` or below: n = ln α / ln(1 − share).
    ///
    /// - Precondition: both in (0, 1).
    public static func trialsWithoutSuccess(toBound share: Double, alpha: Double) -> Int {
        precondition(0 < share && share < 1 && 0 < alpha && alpha < 1, "shares lie between 0 and 1")
        // log1p keeps the digits of small shares; above 1e9 nobody counts.
        return Int(min((log(alpha) / log1p(-share)).rounded(.up), 1e9))
    }

    /// About how many trials would tell a share from a limit, by the normal approximation:
    /// n = ((z(1 - alpha) √(l (1 - l)) + z(power) √(s (1 - s))) / (s - l))².
    ///
    /// - Returns: nil when share and limit are equal.
    public func requiredTrials(limit: Double, alpha: Double, power: Double = 0.8) -> Int? {
        let distance = (share - limit).magnitude
        guard distance > 0 else { return nil }
        let halfWidth =
            StandardNormal.quantile(1 - alpha) * (limit * (1 - limit)).squareRoot()
            + StandardNormal.quantile(power) * (share * (1 - share)).squareRoot()
        return Int(exactly: (halfWidth / distance * (halfWidth / distance)).rounded(.up))
    }
}
