/// What a one-sided one-sample t test can and cannot see.
///
/// The power at a true mean that exceeds the margin by e is P(T' > t(1 - alpha)), T' non-central t with
/// noncentrality e √n / s.
///
/// - Source: Cohen, "Statistical Power Analysis for the Behavioral Sciences" (1988), section 2.
public struct TTestPower: Sendable, Equatable {
    /// One-sided.
    public var alpha: Double
    /// The probability of seeing a true effect, such as 0.8.
    public var power: Double

    public init(alpha: Double, power: Double = 0.8) {
        self.alpha = alpha
        self.power = power
    }

    /// The smallest true distance from the margin that `count` values of this spread detect with the wanted power.
    ///
    /// - Parameter count: effective, more than 1.
    /// - Returns: in the unit of the standard deviation.
    public func detectableDistance(standardDeviation: Double, count: Double) -> Double {
        noncentrality(count: count) * standardDeviation / count.squareRoot()
    }

    /// The smallest number of values that detects a distance from the margin with the wanted power.
    ///
    /// - Returns: at least 2; nil when it would take more than `limit`.
    public func requiredCount(distance: Double, standardDeviation: Double, limit: Int = 4096) -> Int? {
        guard standardDeviation > 0 else { return distance > 0 ? 2 : nil }
        func suffices(_ count: Int) -> Bool {
            detectableDistance(standardDeviation: standardDeviation, count: Double(count)) <= distance
        }
        guard distance > 0, suffices(limit) else { return nil }
        var low = 2
        var high = limit
        while low < high {
            let middle = (low + high) / 2
            if suffices(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The noncentrality at which the test has the wanted power; power grows with it, so bisection finds it.
    private func noncentrality(count: Double) -> Double {
        let distribution = StudentT(degreesOfFreedom: count - 1)
        let critical = -distribution.quantile(alpha)
        // For few degrees of freedom the answer is a small multiple of the critical value, never less than 0.
        var low = 0.0
        var high = max(8, 4 * critical)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if distribution.upperTail(critical, noncentrality: middle) < power { low = middle } else { high = middle }
        }
        return high
    }
}

/// What a one-sided test of a mean over samples can and cannot see, by the normal approximation.
public struct NormalPower: Sendable, Equatable {
    /// One-sided.
    public var alpha: Double
    /// The probability of seeing a true effect, such as 0.8.
    public var power: Double

    public init(alpha: Double, power: Double = 0.8) {
        self.alpha = alpha
        self.power = power
    }

    private var reach: Double { StandardNormal.quantile(1 - alpha) + StandardNormal.quantile(power) }

    /// About how many samples tell a mean from a limit at this distance, were the spread to stay what it is:
    /// n (reach · SE / distance)², reach = z(1 - α) + z(power).
    ///
    /// - Returns: at least 2; nil when the distance is 0 or the number beyond counting.
    public func requiredCount(distance: Double, standardError: Double, count: Int) -> Int? {
        guard distance > 0 else { return nil }
        let ratio = reach * standardError / distance
        return Int(exactly: max(Double(count) * ratio * ratio, 2).rounded(.up))
    }

    /// The smallest mean above a limit that n samples would show to lie above it.
    ///
    /// It is d = limit + reach · SE(d). SE(d) is the error observed, but not less than a mean of d has by itself when it comes
    /// of rare differences of one size v: √(v d / n). So d = limit + max(reach · SE, the root e of n e² = reach² v (limit + e)).
    ///
    /// - Parameters:
    ///   - standardError: as observed.
    ///   - difference: v, what one differing sample adds to the sum; 1 for right and wrong answers.
    ///   - count: n.
    public func detectableMean(above limit: Double, standardError: Double, difference: Double, count: Int) -> Double {
        let n = Double(count)
        let scale = reach * reach * difference
        let root = (scale + (scale * scale + 4 * n * scale * limit).squareRoot()) / (2 * n)
        return limit + max(reach * standardError, root)
    }
}
