/// Wilcoxon's signed ranks: a location and a test that single outliers hardly move.
///
/// Values equal to the tested location are left out; equal distances share their mean rank. Up to 64 values the
/// p-value is exact (the permutation distribution of the ranks at hand, ties included); beyond, the normal
/// approximation with correction for ties and continuity.
///
/// - Source: Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); Hodges & Lehmann,
///   "Estimates of location based on rank tests", Ann. Math. Stat. 34 (1963).
public struct SignedRank: Sendable, Equatable {
    public let sample: Sample

    public init(_ sample: Sample) {
        self.sample = sample
    }

    /// The Hodges-Lehmann estimate: the median of the n (n + 1) / 2 Walsh averages (xᵢ + xⱼ) / 2, i <= j.
    ///
    /// - Complexity: O(n² log n), made for launches, not for iterations.
    public var location: Double {
        let values = sample.values
        var averages: [Double] = []
        averages.reserveCapacity(values.count * (values.count + 1) / 2)
        for i in values.indices {
            for j in i..<values.count { averages.append(values[i] + (values[j] - values[i]) / 2) }
        }
        averages.sort()
        let middle = averages.count / 2
        return averages.count.isMultiple(of: 2) ? (averages[middle - 1] + averages[middle]) / 2 : averages[middle]
    }

    /// One-sided p-value of "the location is at most `margin`".
    public func pValue(locationAbove margin: Double) -> Double { pValue(sample.values.map { $0 - margin }) }

    /// One-sided p-value of "the location is at least `margin`".
    public func pValue(locationBelow margin: Double) -> Double { pValue(sample.values.map { margin - $0 }) }

    /// P(W >= observed), W the sum of the ranks of the positive differences.
    private func pValue(_ differences: [Double]) -> Double {
        let ranked = differences.filter { $0 != 0 }.sorted { $0.magnitude < $1.magnitude }
        guard !ranked.isEmpty else { return 1 }
        let doubledRanks = Self.doubledMidRanks(ranked)
        let observed = zip(ranked, doubledRanks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
        return ranked.count <= 64
            ? Self.exactUpperTail(observed, of: doubledRanks) : Self.normalUpperTail(observed, of: doubledRanks)
    }

    /// Mean ranks times two, which are whole numbers.
    private static func doubledMidRanks(_ ranked: [Double]) -> [Int] {
        var ranks: [Int] = []
        var start = 0
        while start < ranked.count {
            var end = start
            while end < ranked.count, ranked[end].magnitude == ranked[start].magnitude { end += 1 }
            // Ranks start + 1 ... end share their mean, (start + 1 + end) / 2.
            ranks.append(contentsOf: repeatElement(start + 1 + end, count: end - start))
            start = end
        }
        return ranks
    }

    /// Each rank is positive with probability 1/2: the distribution of the sum, one rank after the other.
    private static func exactUpperTail(_ observed: Int, of doubledRanks: [Int]) -> Double {
        var probability = [Double](repeating: 0, count: doubledRanks.reduce(0, +) + 1)
        probability[0] = 1
        for rank in doubledRanks {
            for sum in stride(from: probability.count - 1, through: 0, by: -1) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2
            }
        }
        return min(1, probability[observed...].reduce(0, +))
    }

    private static func normalUpperTail(_ observed: Int, of doubledRanks: [Int]) -> Double {
        let ranks = doubledRanks.map { Double($0) / 2 }
        let mean = ranks.reduce(0, +) / 2
        // The sum of squared ranks over 4 is n (n + 1)(2n + 1) / 24 less the usual correction for ties.
        let variance = ranks.reduce(0) { $0 + $1 * $1 } / 4
        return StandardNormal.upperTail((Double(observed) / 2 - mean - 0.5) / variance.squareRoot())
    }
}
