/// Student's test of an estimated mean against a margin, and the bounds that belong to it.
///
/// t = (mean - margin) / standard error, with the test's degrees of freedom. With a standard error of 0 the mean counts as
/// known: every bound is the mean.
public protocol MeanTest: Sendable {
    var mean: Double { get }
    var standardError: Double { get }
    /// Above 0; need not be whole.
    var degreesOfFreedom: Double { get }
}

extension MeanTest {
    private var distribution: StudentT { StudentT(degreesOfFreedom: degreesOfFreedom) }

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
    public func lowerBound(alpha: Double) -> Double { mean - halfWidth(alpha) }

    /// Below `margin` exactly when `pValue(meanBelow: margin) < alpha`.
    public func upperBound(alpha: Double) -> Double { mean + halfWidth(alpha) }

    /// Two-sided, with equal tails.
    public func interval(confidence: Double) -> Interval {
        let alpha = (1 - confidence) / 2
        return Interval(low: lowerBound(alpha: alpha), high: upperBound(alpha: alpha), confidence: confidence)
    }

    private func halfWidth(_ alpha: Double) -> Double {
        // quantile(alpha) rather than quantile(1 - alpha): a small alpha keeps its digits.
        guard standardError > 0 else { return 0 }
        return alpha > 0 ? -distribution.quantile(alpha) * standardError : .infinity
    }
}
