/// A sum over samples divided by another, such as all errors by all reference words.
public enum RatioMetric {
    /// sum(numerators) / sum(denominators).
    ///
    /// - Parameters:
    ///   - numerators: one a sample, finite.
    ///   - denominators: one a sample, finite and not negative.
    /// - Returns: nil when the denominators' sum is 0. With a unit a sample and denominators of 1 the pseudo-values are exactly
    ///   the numerators.
    /// - Precondition: as many numbers as samples.
    /// - Complexity: O(n).
    public static func estimate(
        numerators: [Double], denominators: [Double], units: JackknifeUnits
    ) -> MetricEstimate? {
        precondition(numerators.count == units.samples && denominators.count == units.samples, "one number a sample")
        if units.count == units.samples, denominators.allSatisfy({ $0 == 1 }) {
            // A mean, without the rounding of the way round.
            return MetricEstimate(
                value: numerators.reduce(0, +) / Double(numerators.count), pseudoValues: numerators)
        }
        let parts = (0..<units.count).map { unit in
            var part = Part()
            for sample in units.samples(of: unit) {
                part.numerator += numerators[sample]
                part.denominator += denominators[sample]
            }
            return part
        }
        return MetricEstimate(pooling: parts)
    }

    package struct Part: PooledPart {
        package var numerator = 0.0
        package var denominator = 0.0

        package mutating func pool(_ other: Part) {
            numerator += other.numerator
            denominator += other.denominator
        }

        package var metric: Double? { denominator > 0 ? numerator / denominator : nil }
    }
}
