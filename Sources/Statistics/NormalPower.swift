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
