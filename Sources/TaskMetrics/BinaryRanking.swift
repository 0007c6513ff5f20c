/// How well scores put positive samples before negative ones, whatever the threshold.
///
/// Equal scores are one threshold, as in scikit-learn: their samples are accepted together.
public struct BinaryRanking: Sendable {
    private let labels: [Bool]
    /// Which of the different scores a sample has; 0 is the highest.
    private let blockOfSample: [Int]
    /// Samples of either class at each of the different scores, from the highest down.
    private let counts: BinaryCounts

    /// - Parameters:
    ///   - scores: one a sample, finite; higher is more positive.
    ///   - labels: whether the sample is positive.
    /// - Precondition: one of each a sample.
    public init(scores: [Double], labels: [Bool]) {
        precondition(scores.count == labels.count, "one label a score")
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        var blocks = [Int](repeating: 0, count: scores.count)
        var counts = BinaryCounts()
        for (place, sample) in order.enumerated() {
            if place == 0 || scores[sample] != scores[order[place - 1]] { counts.appendBlock() }
            blocks[sample] = counts.blocks - 1
            counts.add(1, isPositive: labels[sample], block: blocks[sample])
        }
        self.labels = labels
        blockOfSample = blocks
        self.counts = counts
    }

    /// Area under the ROC curve: how often a positive sample has a higher score than a negative one, ties counting half.
    ///
    /// - Returns: 0 ... 1, higher is better; nil when either class has no sample.
    /// - Complexity: O(n log n), in closed form.
    /// - Source: Hanley & McNeil, "The meaning and use of the area under a ROC curve", Radiology 143 (1982);
    ///   sklearn.metrics.roc_auc_score.
    public func auc(_ units: JackknifeUnits) -> MetricEstimate? {
        precondition(labels.count == units.samples, "the units are of other samples")
        guard counts.hasBothClasses else { return nil }
        let above = counts.positivesAbove, below = counts.negativesBelow
        /// Twice the pairs that a sample wins as a positive, or loses as a negative.
        func twicePairs(_ sample: Int) -> Int {
            let block = blockOfSample[sample]
            return labels[sample]
                ? 2 * below[block] + counts.negatives[block] : 2 * above[block] + counts.positives[block]
        }
        let positives = counts.allPositives, negatives = counts.allNegatives
        let whole = labels.indices.reduce(0) { $0 + (labels[$1] ? twicePairs($1) : 0) }
        let valuesWithout = (0..<units.count).map { unit -> Double? in
            let samples = units.samples(of: unit)
            let fewerPositives = samples.count { labels[$0] }
            let pairs = (positives - fewerPositives) * (negatives - (samples.count - fewerPositives))
            guard pairs > 0 else { return nil }
            // Pairs within the unit were taken away with their positive and with their negative sample.
            let left = samples.reduce(whole + twicePairsWithin(samples)) { $0 - twicePairs($1) }
            return Double(left) / Double(2 * pairs)
        }
        return MetricEstimate(value: Double(whole) / Double(2 * positives * negatives), valuesWithout: valuesWithout)
    }

    /// Average precision: the sum over thresholds of (R_k - R_{k-1}) P_k, R recall and P precision; no interpolation.
    ///
    /// - Returns: above 0 and up to 1, higher is better; nil when no sample is positive.
    /// - Complexity: O(n log n + G k), k the different scores.
    /// - Source: sklearn.metrics.average_precision_score; Buckley & Voorhees, SIGIR 2000.
    public func averagePrecision(_ units: JackknifeUnits) -> MetricEstimate? {
        estimate(units) { $0.averagePrecision }
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
        precondition(maximumFalsePositiveRate > 0 && maximumFalsePositiveRate <= 1, "a rate above 0 and up to 1")
        return estimate(units) { $0.partialAUC(upTo: maximumFalsePositiveRate) }
    }

    /// Twice the pairs of a positive and a negative of these samples that the positive wins.
    private func twicePairsWithin(_ samples: Range<Int>) -> Int {
        guard samples.count > 1 else { return 0 }
        var pairs = 0, above = 0, tied = 0
        var block = -1
        // From the highest score down, the positives of a block first: each negative meets those above it, and those beside it.
        for sample in samples.sorted(by: {
            (blockOfSample[$0], labels[$1] ? 1 : 0) < (blockOfSample[$1], labels[$0] ? 1 : 0)
        }) {
            if blockOfSample[sample] != block {
                block = blockOfSample[sample]
                above += tied
                tied = 0
            }
            if labels[sample] { tied += 1 } else { pairs += 2 * above + tied }
        }
        return pairs
    }

    private func estimate(_ units: JackknifeUnits, _ metric: (BinaryCounts) -> Double?) -> MetricEstimate? {
        precondition(labels.count == units.samples, "the units are of other samples")
        guard let value = metric(counts) else { return nil }
        var left = counts
        let valuesWithout = (0..<units.count).map { unit -> Double? in
            let samples = units.samples(of: unit)
            for sample in samples { left.add(-1, isPositive: labels[sample], block: blockOfSample[sample]) }
            defer {
                for sample in samples { left.add(1, isPositive: labels[sample], block: blockOfSample[sample]) }
            }
            return metric(left)
        }
        return MetricEstimate(value: value, valuesWithout: valuesWithout)
    }
}
