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
        preconditionFailure("filled in next")
    }

    /// Root mean square error: the root for each output, then the mean over outputs; in the labels' unit, lower is better.
    ///
    /// - Precondition: n d labels and predictions, n the units' samples.
    /// - Complexity: O((n + G) d).
    public static func rmse(
        labels: [Double], predictions: [Double], outputs: Int = 1, units: JackknifeUnits
    ) -> MetricEstimate {
        preconditionFailure("filled in next")
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
        preconditionFailure("filled in next")
    }
}
