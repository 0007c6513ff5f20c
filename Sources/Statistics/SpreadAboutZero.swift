import Foundation

/// The standard deviation of values whose true mean is known to be 0, with its interval.
///
/// s = √(Σ xᵢ² / n). No degree of freedom goes into a mean, and s² has no bias even when the values themselves decided when
/// to stop collecting them (Wald's identity). The interval is
///
///     s · exp( ± z_{(1+confidence)/2} √( (κ − 1) / (4 n) ) ),   κ = n Σ xᵢ⁴ / (Σ xᵢ²)²,
///
/// on the logarithm, because s cannot be negative; κ at least 3, for few values seldom hold the outliers that there are. With
/// normal values κ is 3 and the interval about that of χ².
///
/// - Source: Cramér, "Mathematical Methods of Statistics" (1946), section 27.4, for the variance of s²; Wald, "On cumulative
///   sums of random variables", Ann. Math. Stat. 15 (1944).
public struct SpreadAboutZero: Sendable, Equatable {
    public let count: Int
    public let standardDeviation: Double
    /// κ, at least 3.
    public let kurtosis: Double

    public init(_ sample: Sample) {
        let n = Double(sample.count)
        let squares = sample.values.reduce(0) { $0 + $1 * $1 }
        let fourths = sample.values.reduce(0) { $0 + $1 * $1 * $1 * $1 }
        count = sample.count
        standardDeviation = (squares / n).squareRoot()
        kurtosis = squares > 0 ? max(n * fourths / (squares * squares), 3) : 3
    }

    /// Of the standard deviation; both ends are 0 when all values are.
    public func interval(confidence: Double) -> Interval {
        let z = StandardNormal.quantile((1 + confidence) / 2)
        let halfWidth = exp(z * ((kurtosis - 1) / (4 * Double(count))).squareRoot())
        return Interval(low: standardDeviation / halfWidth, high: standardDeviation * halfWidth, confidence: confidence)
    }
}
