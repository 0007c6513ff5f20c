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
