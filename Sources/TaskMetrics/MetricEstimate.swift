/// A metric over all samples, and what each unit tells of it.
///
/// The pseudo-values are treated as independent observations of the metric: their mean is the jackknife estimate, and their
/// variance over G, the jackknife variance of `value`. Differences of two variants are taken pseudo-value by pseudo-value.
///
/// - Source: Quenouille, "Notes on bias in estimation", Biometrika 43 (1956); Tukey, "Bias and confidence in not quite large
///   samples", Annals of Mathematical Statistics 29 (1958).
public struct MetricEstimate: Sendable, Equatable {
    public let value: Double
    /// G * value - (G - 1) * value without unit g, a number a unit. For a mean over samples these are the samples' own
    /// values. A unit without which the metric is undefined counts as if leaving it out changed nothing: its
    /// pseudo-value is `value`.
    public let pseudoValues: [Double]

    /// - Parameters:
    ///   - value: over all samples.
    ///   - valuesWithout: the value without each unit; nil where it is undefined.
    public init(value: Double, valuesWithout: [Double?]) {
        self.value = value
        let others = Double(valuesWithout.count - 1)
        // Written so that nothing is lost to rounding where a unit changes little.
        pseudoValues = valuesWithout.map { value + others * (value - ($0 ?? value)) }
    }

    package init(value: Double, pseudoValues: [Double]) {
        self.value = value
        self.pseudoValues = pseudoValues
    }

    /// The jackknife variance of `value`: the sum of squared deviations of the pseudo-values over G (G - 1).
    ///
    /// NaN for a single unit.
    public var variance: Double {
        let count = Double(pseudoValues.count)
        let mean = pseudoValues.reduce(0, +) / count
        return pseudoValues.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count * (count - 1))
    }
}
