/// The mean of one number a sample: accuracy of zeros and ones, cosine similarity, absolute error.
public enum MeanMetric {
    /// - Parameter values: one a sample, finite.
    /// - Returns: the mean over samples. With a unit a sample the pseudo-values are exactly `values`.
    /// - Precondition: as many numbers as samples.
    /// - Complexity: O(n).
    public static func estimate(_ values: [Double], units: JackknifeUnits) -> MetricEstimate {
        precondition(values.count == units.samples, "one number a sample")
        let ones = [Double](repeating: 1, count: values.count)
        guard let estimate = RatioMetric.estimate(numerators: values, denominators: ones, units: units) else {
            preconditionFailure("units have samples")
        }
        return estimate
    }

    /// The share of samples that are right.
    public static func estimate(_ isRight: [Bool], units: JackknifeUnits) -> MetricEstimate {
        estimate(isRight.map { $0 ? 1 : 0 }, units: units)
    }
}
