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

/// Student's test of the mean of one sample.
///
/// t = (mean - margin) / (s / √m), s with divisor n - 1, with m - 1 degrees of freedom. m is n, or fewer when the
/// values repeat each other (`SerialCorrelation`).
///
/// With k values trimmed on each side, the mean is that of the h = n - 2k values between, and its standard error comes from
/// s_w, the standard deviation after each trimmed value is replaced by its nearest kept neighbour:
///
///     SE = s_w √( (n - 1) / (h (h - 1)) ) · √(n / m),   degrees of freedom m - 2k - 1, at least 1.
///
/// - Source: Student, "The Probable Error of a Mean", Biometrika 6 (1908); Tukey & McLaughlin, "Less vulnerable
///   confidence and significance procedures for location based on a single sample", Sankhya A 25 (1963), for trimming, and
///   Yuen, "The two-sample trimmed t for unequal population variances", Biometrika 61 (1974), for this standard error.
public struct OneSampleTTest: MeanTest, Equatable {
    public let count: Int
    /// Values left out of the mean on each side.
    public let trimmedPerSide: Int
    /// Of the values that were not trimmed.
    public let mean: Double
    /// √n times the standard error of n independent values; the sample's own standard deviation when nothing is trimmed.
    public let standardDeviation: Double
    /// How many independent values the sample is worth: at most `count`, more than 1.
    public let effectiveCount: Double

    /// - Parameters:
    ///   - trimmedPerSide: k; clamped so that at least two values are left.
    ///   - effectiveCount: nil means that the values are independent; clamped to 2...n.
    /// - Returns: nil for fewer than two values.
    public init?(_ sample: Sample, trimmedPerSide: Int = 0, effectiveCount: Double? = nil) {
        guard let spread = sample.standardDeviation else { return nil }
        count = sample.count
        let trimmed = min(max(trimmedPerSide, 0), (sample.count - 2) / 2)
        self.trimmedPerSide = trimmed
        self.effectiveCount = min(max(effectiveCount ?? Double(sample.count), 2), Double(sample.count))
        guard trimmed > 0 else {
            mean = sample.mean
            standardDeviation = spread
            return
        }
        let sorted = sample.values.sorted()
        let kept = Array(sorted[trimmed..<(sorted.count - trimmed)])
        let winsorised =
            [Double](repeating: kept[0], count: trimmed) + kept
            + [Double](repeating: kept[kept.count - 1], count: trimmed)
        // A part of a sample is a sample, so neither is ever nil.
        guard let middle = Sample(kept), let spread = Sample(winsorised)?.standardDeviation else { return nil }
        let n = Double(sample.count)
        let h = Double(kept.count)
        mean = middle.mean
        standardDeviation = spread * (n * (n - 1) / (h * (h - 1))).squareRoot()
    }

    public var degreesOfFreedom: Double { max(effectiveCount - 1 - 2 * Double(trimmedPerSide), 1) }

    public var standardError: Double { standardDeviation / effectiveCount.squareRoot() }
}

/// Student's test of a mean, or a difference of means, whose variance is a sum of independently estimated parts.
///
///     SE² = Σ vᵢ,   degrees of freedom = (Σ vᵢ)² / Σ (vᵢ² / fᵢ),
///
/// vᵢ a part's estimate and fᵢ its degrees of freedom. One part is the ordinary t test, two are Welch's.
///
/// - Source: Satterthwaite, "An approximate distribution of estimates of variance components", Biometrics Bulletin 2 (1946);
///   Welch, "The generalization of 'Student's' problem when several different population variances are involved",
///   Biometrika 34 (1947).
public struct SatterthwaiteTest: MeanTest, Equatable {
    /// An estimate of a part of the mean's variance.
    public struct Part: Sendable, Equatable {
        /// At least 0, in the square of the mean's unit.
        public var variance: Double
        /// Above 0.
        public var degreesOfFreedom: Double

        public init(variance: Double, degreesOfFreedom: Double) {
            self.variance = variance
            self.degreesOfFreedom = degreesOfFreedom
        }
    }

    public let mean: Double
    public let standardError: Double
    public let degreesOfFreedom: Double

    /// - Returns: nil without a part, and for a value outside its domain.
    public init?(mean: Double, parts: [Part]) {
        guard !parts.isEmpty, mean.isFinite,
            parts.allSatisfy({ $0.variance >= 0 && $0.variance.isFinite && $0.degreesOfFreedom > 0 })
        else { return nil }
        let variance = parts.reduce(0) { $0 + $1.variance }
        let spread = parts.reduce(0) { $0 + $1.variance * $1.variance / $1.degreesOfFreedom }
        self.mean = mean
        standardError = variance.squareRoot()
        degreesOfFreedom =
            spread > 0 ? variance * variance / spread : parts.reduce(0) { $0 + $1.degreesOfFreedom }
    }

    /// The same test with its variance in one part.
    public init(_ test: some MeanTest) {
        mean = test.mean
        standardError = test.standardError
        degreesOfFreedom = test.degreesOfFreedom
    }

    /// Welch's test of the second mean less the first.
    public init?(from first: RunMean, to second: RunMean) {
        self.init(mean: second.mean - first.mean, parts: [first.part, second.part])
    }
}
