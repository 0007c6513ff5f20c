import CBoostMath

/// Bounds of a change that rests on a few of many samples: too few for the bootstrap, which can only draw what was seen.
///
/// The samples that differ are counted as rare events, each weighted with what it contributes. Losses and gains are two such sums,
/// y = Σ w with variance v = Σ w²; each has the bounds of Fay and Feuer,
///
///     lower(α) = G⁻¹(α; y² / v, v / y),    upper(α) = G⁻¹(1 - α; (y + w)² / (v + w²), (v + w²) / (y + w)),
///
/// G⁻¹ the quantile of the gamma distribution by shape and scale, w the largest weight. For equal weights they are the exact
/// Poisson bounds. The change L - G has the bounds of Zou and Donner: its distance to the upper one is the root of
/// (upper L - L)² + (G - lower G)².
///
/// Only for weights of about one size. Where sizes vary without bound, what was not seen may be far larger than what was, and the upper
/// bound errs twice as often as it promises.
///
/// - Source: Fay & Feuer, "Confidence intervals for directly standardized rates: a method based on the gamma
///   distribution", Statistics in Medicine 16 (1997); Zou & Donner, "Construction of confidence limits about effect
///   measures: a general approach", Statistics in Medicine 27 (2008).
public struct RareDifferences: Sendable, Equatable {
    private struct Side: Equatable {
        var sum = 0.0
        var squares = 0.0
        /// Of either side: what was not seen may be as large as what was.
        var largest = 0.0

        func lower(_ alpha: Double) -> Double {
            sum > 0 ? boost_math_gamma_quantile(alpha, sum * sum / squares, squares / sum) : 0
        }

        func upper(_ alpha: Double) -> Double {
            guard largest > 0 else { return 0 }
            let mean = sum + largest
            let variance = squares + largest * largest
            return boost_math_gamma_quantile(1 - alpha, mean * mean / variance, variance / mean)
        }
    }

    public let value: Double
    private let losses: Side
    private let gains: Side

    /// - Parameters:
    ///   - value: the change as it was computed, nearly the sum of the contributions.
    ///   - contributions: what each differing sample adds to the change; finite. Zeros do not count.
    ///   - canGain: whether a sample can contribute less than 0.
    /// - Returns: nil when no sample contributes.
    public init?(value: Double, contributions: [Double], canGain: Bool) {
        var losses = Side()
        var gains = Side()
        for weight in contributions {
            if weight > 0 {
                losses.sum += weight
                losses.squares += weight * weight
            } else {
                gains.sum -= weight
                gains.squares += weight * weight
            }
            losses.largest = max(losses.largest, weight.magnitude)
        }
        guard losses.largest > 0 else { return nil }
        gains.largest = canGain ? losses.largest : 0
        self.value = value
        self.losses = losses
        self.gains = gains
    }

    /// How many samples of equal weight would vary as much: (Σ |w|)² / Σ w² (Kish 1965).
    public var effectiveCount: Double {
        let sum = losses.sum + gains.sum
        return sum * sum / (losses.squares + gains.squares)
    }

    /// What a differing sample adds, large ones counting more: Σ w² / Σ |w|.
    public var typicalContribution: Double { (losses.squares + gains.squares) / (losses.sum + gains.sum) }

    public var standardError: Double { (losses.squares + gains.squares).squareRoot() }

    /// One-sided: the true change lies below this with probability about alpha.
    public func lowerBound(alpha: Double) -> Double {
        value - distance(losses.sum - losses.lower(alpha), gains.upper(alpha) - gains.sum)
    }

    /// One-sided: the true change lies above this with probability about alpha.
    public func upperBound(alpha: Double) -> Double {
        value + distance(losses.upper(alpha) - losses.sum, gains.sum - gains.lower(alpha))
    }

    private func distance(_ one: Double, _ other: Double) -> Double {
        let (one, other) = (max(one, 0), max(other, 0))
        return (one * one + other * other).squareRoot()
    }
}
