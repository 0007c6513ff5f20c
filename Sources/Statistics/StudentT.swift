import CBoostMath
import Foundation

/// Student's t distribution; the degrees of freedom need not be whole.
public struct StudentT: Sendable, Equatable {
    public let degreesOfFreedom: Double

    public init(degreesOfFreedom: Double) {
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(T <= t).
    public func cumulative(_ t: Double) -> Double { boost_math_student_t_cdf(t, degreesOfFreedom) }

    /// P(T > t), exact in the tail.
    public func upperTail(_ t: Double) -> Double { boost_math_student_t_upper_tail(t, degreesOfFreedom) }

    /// t with P(T <= t) = `probability`; NaN outside 0...1.
    public func quantile(_ probability: Double) -> Double {
        boost_math_student_t_quantile(probability, degreesOfFreedom)
    }

    /// P(T > t) when the true mean lies `noncentrality` standard errors above the one tested.
    public func upperTail(_ t: Double, noncentrality: Double) -> Double {
        boost_math_noncentral_t_upper_tail(t, degreesOfFreedom, noncentrality)
    }
}

/// The normal distribution of mean 0 and standard deviation 1.
public enum StandardNormal {
    /// P(Z <= z).
    public static func cumulative(_ z: Double) -> Double { boost_math_normal_cdf(z) }

    /// P(Z > z), exact in the tail.
    public static func upperTail(_ z: Double) -> Double { boost_math_normal_upper_tail(z) }

    /// z with P(Z <= z) = `probability`; NaN outside 0...1.
    public static func quantile(_ probability: Double) -> Double { boost_math_normal_quantile(probability) }

    /// A value drawn from two random numbers.
    ///
    /// - Source: Box & Muller, "A note on the generation of random normal deviates", Ann. Math. Stat. 29 (1958).
    public static func draw(using generator: inout some RandomNumberGenerator) -> Double {
        let radius = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }
}
