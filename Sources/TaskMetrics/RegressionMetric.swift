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
