/// How well scores put positive samples before negative ones, whatever the threshold.
///
/// Equal scores are one threshold, as in scikit-learn: their samples are accepted together.
public struct BinaryRanking: Sendable {
    let scores: [Double]
    let labels: [Bool]

    /// - Parameters:
    ///   - scores: one a sample, finite; higher is more positive.
    ///   - labels: whether the sample is positive.
    /// - Precondition: one of each a sample.
    public init(scores: [Double], labels: [Bool]) {
        precondition(scores.count == labels.count, "one label a score")
        self.scores = scores
        self.labels = labels
    }

    /// Area under the ROC curve: how often a positive sample has a higher score than a negative one, ties counting half.
    ///
    /// - Returns: 0 ... 1, higher is better; nil when either class has no sample.
    /// - Complexity: O(n log n), in closed form.
    /// - Source: Hanley & McNeil, "The meaning and use of the area under a ROC curve", Radiology 143 (1982);
    ///   sklearn.metrics.roc_auc_score.
    public func auc(_ units: JackknifeUnits) -> MetricEstimate? {
        preconditionFailure("filled in next")
    }

    /// Average precision: the sum over thresholds of (R_k - R_{k-1}) P_k, R recall and P precision; no interpolation.
    ///
    /// - Returns: above 0 and up to 1, higher is better; nil when no sample is positive.
    /// - Complexity: O(n log n + G k), k the different scores.
    /// - Source: sklearn.metrics.average_precision_score; Buckley & Voorhees, SIGIR 2000.
    public func averagePrecision(_ units: JackknifeUnits) -> MetricEstimate? {
        preconditionFailure("filled in next")
    }

    /// Area under the ROC curve up to a false positive rate f, standardised: 1/2 (1 + (A - f² / 2) / (f - f² / 2)), so that 0.5 is
    /// chance and 1 perfect.
    ///
    /// - Parameter maximumFalsePositiveRate: f, above 0 and up to 1; the curve is interpolated linearly there.
    /// - Returns: up to 1, higher is better; nil when either class has no sample.
    /// - Complexity: O(n log n + G k), k the different scores.
    /// - Source: McClish, "Analyzing a portion of the ROC curve", Medical Decision Making 9 (1989);
    ///   sklearn.metrics.roc_auc_score(max_fpr=f).
    public func partialAUC(maximumFalsePositiveRate: Double, _ units: JackknifeUnits) -> MetricEstimate? {
        preconditionFailure("filled in next")
    }
}
