/// Whether two lists of numbers rise together.
public enum RankCorrelation {
    /// Spearman's rank correlation: Pearson's correlation of the ranks, equal numbers sharing their mean rank.
    ///
    /// - Parameters:
    ///   - x: a number a pair, finite.
    ///   - y: another number a pair, finite.
    ///   - units: of pairs.
    /// - Returns: -1 ... 1; nil when all x or all y are equal, or there is but one pair.
    /// - Precondition: one of each a pair.
    /// - Complexity: O(n log n + G n).
    /// - Source: Spearman, "The proof and measurement of association between two things", American Journal of Psychology 15
    ///   (1904); ties as in Kendall, "Rank correlation methods" (1948), chapter 3, and scipy.stats.spearmanr.
    public static func spearman(_ x: [Double], _ y: [Double], units: JackknifeUnits) -> MetricEstimate? {
        preconditionFailure("filled in next")
    }
}
