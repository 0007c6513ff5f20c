import Foundation

/// How much the values of a series vary about their level, and how much neighbours resemble each other, without knowing where
/// the level shifts.
///
/// Differences know nothing of levels but at the shifts themselves. With the variation v(h) = mean (y(i + h) - y(i))² a
/// first-order autoregression has v(h) = 2σ²(1 - ρʰ), so that ρ solves
///
///     1 - ρ = v(1) / v̄ · (1 - mean ρʰ),
///
/// v̄ and the mean over the lags 4, 5 and 6. Their sum varies little (standard deviation of ρ about 1.2/√n, hardly more than that of
/// the plain lag-1 coefficient of a series without any shift), and k shifts touch but 6k of n differences. The variations are robust:
/// squares are limited to (2.5 s)², s the scale itself, from the median absolute difference on.
///
/// - Source: the idea of taking ρ from robust scales of differences is Chakar, Lebarbier, Lévy-Leduc & Robin, "A robust approach
///   for estimating change-points in the mean of an AR(1) process", Bernoulli 23 (2017); the lags and the scale are Pawl's.
struct SeriesNoise {
    /// ρ as estimated, within 0...`largestCorrelation`.
    let correlation: Double
    /// ρ with half a standard error added, in the same bounds: what the search works with. A ρ taken too small cries wolf.
    let prudentCorrelation: Double
    /// σ of single values about their level, such that the differences of neighbours vary as observed under `prudentCorrelation`.
    let deviation: Double

    /// Beyond, a series wanders rather than shifts, and nothing is promised.
    static let largestCorrelation = 0.7

    init(_ values: [Double]) {
        guard let step = RobustVariation.ofDifferences(values, lag: 1) else {
            // Four of five neighbours are equal: what is left of variation lies about the running median.
            let squares = values.indices.reduce(0) { sum, index in
                let distance = values[index] - RunningMedianClip.median(around: index, in: values)
                return sum + distance * distance
            }
            // A normal value varies by 0.887 σ² about the median of five that holds it.
            deviation = (squares / Double(max(values.count, 1)) / 0.887).squareRoot()
            correlation = 0
            prudentCorrelation = 0
            return
        }
        let lags = [4, 5, 6].filter { $0 <= values.count / 3 }
        let usedLags = lags.isEmpty ? [2] : lags
        let variations = usedLags.map { RobustVariation.ofDifferences(values, lag: $0) ?? step }
        let ratio = step / (variations.reduce(0, +) / Double(variations.count))
        correlation = Self.correlation(ratio: ratio, lags: usedLags)
        let standardError = 1.2 / Double(values.count).squareRoot()
        let prudent = min(correlation + 0.5 * standardError, Self.largestCorrelation)
        prudentCorrelation = prudent
        deviation = (step / (2 * (1 - prudent))).squareRoot()
    }

    /// The fixed point of 1 - ρ = ratio · (1 - mean ρʰ); the right side's slope is below 1 wherever a ρ above 0 solves it.
    private static func correlation(ratio: Double, lags: [Int]) -> Double {
        var correlation = 0.0
        for _ in 0..<60 {
            let powers = lags.reduce(0) { $0 + pow(correlation, Double($1)) } / Double(lags.count)
            correlation = min(max(1 - ratio * (1 - powers), 0), largestCorrelation)
        }
        return correlation
    }
}

/// Whether neighbouring values of a series resemble each other, and what that costs in independent values.
///
/// r = Σ (xᵢ - m)(xᵢ₊₁ - m) / Σ (xᵢ - m)². Without correlation r has mean -1/n and variance
/// (n - 2)² / (n² (n - 1)); r is "present" when it exceeds that at one-sided 5 % (normal approximation). Then the
/// series is worth n (1 - r) / (1 + r) independent values. Negative correlation is left alone: ignoring it is
/// conservative.
///
/// - Source: Moran, "Some theorems on time series II", Biometrika 35 (1948), for mean and variance; Bayley &
///   Hammersley, "The effective number of independent observations", Suppl. J. Roy. Stat. Soc. 8 (1946).
public struct SerialCorrelation: Sendable, Equatable {
    public let coefficient: Double
    public let isPresent: Bool
    /// At most n.
    public let effectiveCount: Double

    /// A series of fewer than four values, or of equal values, shows no correlation.
    public init(_ sample: Sample) {
        let values = sample.values
        let n = Double(values.count)
        let mean = sample.mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard values.count >= 4, squares > 0 else {
            coefficient = 0
            isPresent = false
            effectiveCount = n
            return
        }
        let products = zip(values, values.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
        let r = products / squares
        let standardError = (n - 2) / (n * (n - 1).squareRoot())
        coefficient = r
        isPresent = (r + 1 / n) / standardError > StandardNormal.quantile(0.95)
        effectiveCount = isPresent ? n * (1 - r) / (1 + r) : n
    }
}

/// Spread and correlation of a series about levels that were found.
struct ResidualNoise {
    /// Robust; of single values.
    let deviation: Double
    /// Lag 1, corrected for the levels that were estimated from the same values.
    let correlation: Double
    let levelCount: Int

    /// - Parameter segments: cover the values; their levels are taken off.
    init(_ values: [Double], segments: [LevelSegmentation.Segment]) {
        levelCount = segments.count
        let residuals = segments.residuals(of: values)
        let n = Double(values.count)
        let levels = Double(segments.count)
        let lost = n > levels ? n / (n - levels) : 1
        // With half of the residuals at 0 the median says nothing; then all squares count as they are.
        let meanSquare = RobustVariation.meanSquare(residuals) ?? residuals.reduce(0) { $0 + $1 * $1 } / n
        deviation = (meanSquare * lost).squareRoot()
        let limit = RobustVariation.limit * deviation
        let limited = residuals.map { min(max($0, -limit), limit) }
        let squares = limited.reduce(0) { $0 + $1 * $1 }
        guard squares > 0, n > 4 * levels else {
            correlation = 0
            return
        }
        let products = zip(limited, limited.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        // E r is about ρ - (1 + 3ρ) k / n with k levels (Kendall, Biometrika 41, 1954; k = 1).
        let bias = levels / n
        correlation = min(max((products / squares + bias) / (1 - 3 * bias), -1), 1)
    }
}
