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
