/// How far predicted numbers are from the right ones. All three average over outputs as scikit-learn does by default.
///
/// `labels` and `predictions` are [n, d] in rows, finite; d is `outputs`.
public enum RegressionMetric {
    /// Mean absolute error, over samples and outputs; in the labels' unit, lower is better.
    ///
    /// - Precondition: n d labels and predictions, n the units' samples.
    /// - Complexity: O(n d).
    public static func mae(
        labels: [Double], predictions: [Double], outputs: Int = 1, units: JackknifeUnits
    ) -> MetricEstimate {
        checkCounts(labels, predictions, outputs, units)
        let errors = (0..<units.samples).map { sample in
            let elements = sample * outputs..<(sample + 1) * outputs
            return elements.reduce(0) { $0 + abs(predictions[$1] - labels[$1]) } / Double(outputs)
        }
        return MeanMetric.estimate(errors, units: units)
    }

    /// Root mean square error: the root for each output, then the mean over outputs; in the labels' unit, lower is better.
    ///
    /// - Precondition: n d labels and predictions, n the units' samples.
    /// - Complexity: O((n + G) d).
    public static func rmse(
        labels: [Double], predictions: [Double], outputs: Int = 1, units: JackknifeUnits
    ) -> MetricEstimate {
        checkCounts(labels, predictions, outputs, units)
        let parts = SquaredErrors.parts(labels: labels, predictions: predictions, outputs: outputs, units: units)
        guard let estimate = MetricEstimate(pooling: parts) else { preconditionFailure("units have samples") }
        return estimate
    }

    /// Coefficient of determination, 1 - sum of squared errors / sum of squared deviations of the labels from their mean,
    /// for each output, then the mean over outputs. Up to 1, higher is better; 0 is what the labels' mean would get.
    ///
    /// An output whose labels are all equal counts 1 when predicted without error, else 0, as in scikit-learn.
    ///
    /// - Returns: nil when the labels of every output are all equal, as those of one sample are.
    /// - Precondition: n d labels and predictions, n the units' samples.
    /// - Complexity: O((n + G) d).
    public static func r2(
        labels: [Double], predictions: [Double], outputs: Int = 1, units: JackknifeUnits
    ) -> MetricEstimate? {
        checkCounts(labels, predictions, outputs, units)
        let errors = SquaredErrors.parts(labels: labels, predictions: predictions, outputs: outputs, units: units)
        let parts = (0..<units.count).map { unit in
            var part = Determination(errors: errors[unit], outputs: outputs)
            for sample in units.samples(of: unit) {
                part.pool(labels: labels[sample * outputs..<(sample + 1) * outputs])
            }
            return part
        }
        return MetricEstimate(pooling: parts)
    }

    private static func checkCounts(
        _ labels: [Double], _ predictions: [Double], _ outputs: Int, _ units: JackknifeUnits
    ) {
        precondition(outputs > 0, "an output is needed")
        precondition(labels.count == units.samples * outputs, "one label an output and sample")
        precondition(predictions.count == labels.count, "one prediction a label")
    }
}

/// Sums of squared errors of some samples, output by output; its metric is RMSE.
package struct SquaredErrors: PooledPart {
    private(set) var samples = 0
    private(set) var sums: [Double]

    package init(outputs: Int) {
        sums = [Double](repeating: 0, count: outputs)
    }

    package mutating func pool(_ other: SquaredErrors) {
        samples += other.samples
        for output in sums.indices { sums[output] += other.sums[output] }
    }

    package var metric: Double? {
        guard samples > 0 else { return nil }
        return sums.reduce(0) { $0 + ($1 / Double(samples)).squareRoot() } / Double(sums.count)
    }

    /// One a unit, of [n, outputs] in rows.
    package static func parts(
        labels: [Double], predictions: [Double], outputs: Int, units: JackknifeUnits
    ) -> [SquaredErrors] {
        (0..<units.count).map { unit in
            var part = SquaredErrors(outputs: outputs)
            let samples = units.samples(of: unit)
            part.samples = samples.count
            for sample in samples {
                for output in 0..<outputs {
                    let error = predictions[sample * outputs + output] - labels[sample * outputs + output]
                    part.sums[output] += error * error
                }
            }
            return part
        }
    }
}

/// Squared errors of some samples and the spread of their labels, output by output; its metric is R².
///
/// - Source: means and squared deviations are pooled as in Chan, Golub & LeVeque, "Updating formulae and a pairwise algorithm for
///   computing sample variances", Stanford STAN-CS-79-773 (1979), equations 2.1. Equal labels have squared deviations of exactly 0.
package struct Determination: PooledPart {
    private var errors: SquaredErrors
    private var samples = 0
    private var means: [Double]
    /// Sum of squared deviations of the labels from their mean.
    private var deviations: [Double]

    /// Without labels; they are pooled next.
    package init(errors: SquaredErrors, outputs: Int) {
        self.errors = errors
        means = [Double](repeating: 0, count: outputs)
        deviations = means
    }

    /// - Parameter labels: of one sample, one an output.
    package mutating func pool(labels: ArraySlice<Double>) {
        for (output, label) in labels.enumerated() { pool(output, samples: 1, mean: label, deviations: 0) }
        samples += 1
    }

    package mutating func pool(_ other: Determination) {
        for output in means.indices {
            pool(output, samples: other.samples, mean: other.means[output], deviations: other.deviations[output])
        }
        samples += other.samples
        errors.pool(other.errors)
    }

    private mutating func pool(_ output: Int, samples added: Int, mean: Double, deviations more: Double) {
        let share = Double(added) / Double(samples + added)
        let distance = mean - means[output]
        means[output] += distance * share
        deviations[output] += more + distance * distance * Double(samples) * share
    }

    package var metric: Double? {
        guard deviations.contains(where: { $0 > 0 }) else { return nil }
        let sum = deviations.indices.reduce(0.0) { sum, output in
            let error = errors.sums[output]
            guard deviations[output] > 0 else { return sum + (error == 0 ? 1 : 0) }
            return sum + 1 - error / deviations[output]
        }
        return sum / Double(deviations.count)
    }
}
