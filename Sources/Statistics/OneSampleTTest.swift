/// Student's test of one mean against a margin, and the bounds that belong to it.
///
/// t = (mean - margin) / (s / √m), s with divisor n - 1, with m - 1 degrees of freedom. m is n, or fewer when the
/// values repeat each other (`SerialCorrelation`). With s = 0 the mean counts as known: every bound is the mean.
///
/// - Source: Student, "The Probable Error of a Mean", Biometrika 6 (1908).
public struct OneSampleTTest: Sendable, Equatable {
    public let count: Int
    public let mean: Double
    public let standardDeviation: Double
    /// How many independent values the sample is worth: at most `count`, more than 1.
    public let effectiveCount: Double

    /// - Parameter effectiveCount: nil means that the values are independent; clamped to 2...n.
    /// - Returns: nil for fewer than two values.
    public init?(_ sample: Sample, effectiveCount: Double? = nil) {
        guard let standardDeviation = sample.standardDeviation else { return nil }
        count = sample.count
        mean = sample.mean
        self.standardDeviation = standardDeviation
        self.effectiveCount = min(max(effectiveCount ?? Double(sample.count), 2), Double(sample.count))
    }

    public var standardError: Double { standardDeviation / effectiveCount.squareRoot() }

    private var distribution: StudentT { StudentT(degreesOfFreedom: effectiveCount - 1) }

    /// One-sided p-value of "the mean is at most `margin`": small when the mean lies clearly above it.
    public func pValue(meanAbove margin: Double) -> Double {
        guard standardError > 0 else { return mean > margin ? 0 : 1 }
        return distribution.upperTail((mean - margin) / standardError)
    }

    /// One-sided p-value of "the mean is at least `margin`": small when the mean lies clearly below it.
    public func pValue(meanBelow margin: Double) -> Double {
        guard standardError > 0 else { return mean < margin ? 0 : 1 }
        return distribution.cumulative((mean - margin) / standardError)
    }

    /// Above `margin` exactly when `pValue(meanAbove: margin) < alpha`.
    public func lowerBound(alpha: Double) -> Double { mean - reach(alpha) }

    /// Below `margin` exactly when `pValue(meanBelow: margin) < alpha`.
    public func upperBound(alpha: Double) -> Double { mean + reach(alpha) }

    /// Two-sided, with equal tails.
    public func interval(confidence: Double) -> Interval {
        let alpha = (1 - confidence) / 2
        return Interval(low: lowerBound(alpha: alpha), high: upperBound(alpha: alpha), confidence: confidence)
    }

    private func reach(_ alpha: Double) -> Double {
        // quantile(alpha) rather than quantile(1 - alpha): a small alpha keeps its digits.
        standardError > 0 ? -distribution.quantile(alpha) * standardError : 0
    }
}
