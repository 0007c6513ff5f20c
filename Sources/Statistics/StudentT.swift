import CBoostMath

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
