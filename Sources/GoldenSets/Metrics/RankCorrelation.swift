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
        precondition(x.count == units.samples && y.count == units.samples, "one number of each a pair")
        let orderOfX = x.indices.sorted { x[$0] < x[$1] }
        let orderOfY = y.indices.sorted { y[$0] < y[$1] }
        func correlation(without left: Range<Int>) -> Double? {
            let ofX = centredRanks(x, order: orderOfX, without: left)
            let ofY = centredRanks(y, order: orderOfY, without: left)
            var products = 0.0, squaresOfX = 0.0, squaresOfY = 0.0
            for pair in x.indices where !left.contains(pair) {
                products += ofX[pair] * ofY[pair]
                squaresOfX += ofX[pair] * ofX[pair]
                squaresOfY += ofY[pair] * ofY[pair]
            }
            guard squaresOfX > 0, squaresOfY > 0 else { return nil }
            // Rounding may carry a perfect correlation past 1.
            return min(max(products / (squaresOfX * squaresOfY).squareRoot(), -1), 1)
        }
        guard let value = correlation(without: 0..<0) else { return nil }
        return MetricEstimate(
            value: value, valuesWithout: (0..<units.count).map { correlation(without: units.samples(of: $0)) })
    }

    /// Rank - mean rank of each number that is not left out; these are exact halves.
    private static func centredRanks(_ values: [Double], order: [Int], without left: Range<Int>) -> [Double] {
        let kept = left.isEmpty ? order : order.filter { !left.contains($0) }
        var ranks = [Double](repeating: 0, count: values.count)
        var first = 0
        while first < kept.count {
            var next = first + 1
            while next < kept.count, values[kept[next]] == values[kept[first]] { next += 1 }
            // Ranks first + 1 ... next share their mean, (first + 1 + next) / 2; the mean rank is (count + 1) / 2.
            for place in first..<next { ranks[kept[place]] = Double(first + next - kept.count) / 2 }
            first = next
        }
        return ranks
    }
}
