import CBoostMath

/// The normal distribution of mean 0 and standard deviation 1.
public enum StandardNormal {
    /// P(Z <= z).
    public static func cumulative(_ z: Double) -> Double { boost_math_normal_cdf(z) }

    /// P(Z > z), exact in the tail.
    public static func upperTail(_ z: Double) -> Double { boost_math_normal_upper_tail(z) }

    /// z with P(Z <= z) = `probability`; NaN outside 0...1.
    public static func quantile(_ probability: Double) -> Double { boost_math_normal_quantile(probability) }
}
