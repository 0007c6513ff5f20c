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
        var ofX = RankedNumbers(x), ofY = RankedNumbers(y)
        func correlation(without left: Range<Int>) -> Double? {
            for pair in left {
                ofX.add(-1, at: pair)
                ofY.add(-1, at: pair)
            }
            defer {
                for pair in left {
                    ofX.add(1, at: pair)
                    ofY.add(1, at: pair)
                }
            }
            let ranksOfX = ofX.centredRanks, ranksOfY = ofY.centredRanks
            let spread = ofX.sumOfSquares(ranksOfX) * ofY.sumOfSquares(ranksOfY)
            guard spread > 0 else { return nil }
            var products = 0.0
            for kept in [0..<left.lowerBound, left.upperBound..<x.count] {
                for pair in kept { products += ranksOfX[ofX.blocks[pair]] * ranksOfY[ofY.blocks[pair]] }
            }
            // Rounding may carry a perfect correlation past 1.
            return min(max(products / spread.squareRoot(), -1), 1)
        }
        guard let value = correlation(without: 0..<0) else { return nil }
        return MetricEstimate(
            value: value, valuesWithout: (0..<units.count).map { correlation(without: units.samples(of: $0)) })
    }
}

/// Numbers in order; equal ones are a block.
package struct RankedNumbers {
    /// The block of each number, 0 that of the smallest.
    package let blocks: [Int]
    /// How many numbers of each block are not taken away.
    private var counts: [Int] = []
    private var total: Int

    package init(_ values: [Double]) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var blocks = [Int](repeating: 0, count: values.count)
        for (place, index) in order.enumerated() {
            if place == 0 || values[index] != values[order[place - 1]] { counts.append(0) }
            blocks[index] = counts.count - 1
            counts[counts.count - 1] += 1
        }
        self.blocks = blocks
        total = values.count
    }

    /// Takes a number away (-1), or back (1).
    package mutating func add(_ times: Int, at index: Int) {
        counts[blocks[index]] += times
        total += times
    }

    /// Rank - mean rank of each block's numbers among those not taken away; exact halves.
    ///
    /// The c numbers after b smaller ones share rank b + (c + 1) / 2; the mean rank of all n is (n + 1) / 2.
    package var centredRanks: [Double] {
        var smaller = 0
        return counts.map { count in
            defer { smaller += count }
            return Double(2 * smaller + count - total) / 2
        }
    }

    /// Over the numbers not taken away.
    package func sumOfSquares(_ ranks: [Double]) -> Double {
        zip(counts, ranks).reduce(0) { $0 + Double($1.0) * $1.1 * $1.1 }
    }
}
