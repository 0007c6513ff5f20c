/// Whether values of one group tend to be larger than those of another, by their ranks alone (Mann & Whitney's U, Wilcoxon's rank sum).
///
/// Ties share their mean rank. The two-sided p-value is twice the smaller tail, at most 1: exact for the ranks at hand, ties included,
/// while the smaller group and the number of values allow it (a smaller group of k among n, 2k²n² up to `exactLimit`), and beyond by the normal
/// approximation with corrections for ties and continuity.
///
/// - Source: Mann & Whitney, "On a test of whether one of two random variables is stochastically larger than the other", Ann. Math.
///   Stat. 18 (1947); Lehmann, "Nonparametrics" (1975), section 1.4 for ties.
public struct RankSum: Sendable, Equatable {
    public let pValue: Double
    /// Positive when the second group's values tend to be the larger ones: the normal deviate with that two-sided p-value.
    public let deviate: Double

    static let exactLimit = 1_000_000

    /// - Returns: nil when a group is empty.
    public init?(_ first: ArraySlice<Double>, _ second: ArraySlice<Double>) {
        guard !first.isEmpty, !second.isEmpty else { return nil }
        let pooled = (first.map { ($0, false) } + second.map { ($0, true) }).sorted { $0.0 < $1.0 }
        let doubledRanks = Self.doubledMidRanks(pooled.map(\.0))
        let secondSum = zip(pooled, doubledRanks).reduce(0) { $1.0.1 ? $0 + $1.1 : $0 }
        let isLarger = secondSum * pooled.count > (pooled.count + 1) * pooled.count * second.count
        let total = pooled.count * (pooled.count + 1)
        // The smaller group carries the test: the sums of the two groups add up to `total`.
        let group = min(first.count, second.count)
        let sum = second.count == group ? secondSum : total - secondSum
        let tail =
            2 * group * group * pooled.count * pooled.count <= Self.exactLimit
            ? Self.exactTail(sum, groupCount: group, doubledRanks)
            : Self.normalTail(sum, groupCount: group, doubledRanks)
        pValue = min(1, 2 * tail)
        let magnitude = pValue < 1 ? -StandardNormal.quantile(max(pValue / 2, Double.leastNormalMagnitude)) : 0
        deviate = isLarger ? magnitude : -magnitude
    }

    /// Mean ranks times two, which are whole numbers.
    private static func doubledMidRanks(_ sorted: [Double]) -> [Int] {
        var ranks: [Int] = []
        ranks.reserveCapacity(sorted.count)
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
            ranks.append(contentsOf: repeatElement(start + 1 + end, count: end - start))
            start = end
        }
        return ranks
    }

    /// The smaller of P(sum <= observed) and P(sum >= observed) over all choices of the group, each equally likely.
    private static func exactTail(_ observed: Int, groupCount: Int, _ doubledRanks: [Int]) -> Double {
        let width = doubledRanks.suffix(groupCount).reduce(0, +) + 1
        // ways[k][s]: choices of k values, so far, with the sum s; at most C(38, 19), which a Double holds exactly.
        var ways = [Double](repeating: 0, count: (groupCount + 1) * width)
        ways[0] = 1
        for rank in doubledRanks {
            for chosen in stride(from: groupCount - 1, through: 0, by: -1) {
                let from = chosen * width
                for sum in 0..<max(0, width - rank) where ways[from + sum] > 0 {
                    ways[from + width + sum + rank] += ways[from + sum]
                }
            }
        }
        let last = ways[(groupCount * width)...]
        let all = last.reduce(0, +)
        let below = last.prefix(observed + 1).reduce(0, +)
        let above = last.dropFirst(observed).reduce(0, +)
        return min(below, above) / all
    }

    private static func normalTail(_ observed: Int, groupCount: Int, _ doubledRanks: [Int]) -> Double {
        let count = Double(doubledRanks.count)
        let group = Double(groupCount)
        let mean = group * (count + 1) / 2
        let squares = doubledRanks.reduce(0) { $0 + Double($1) * Double($1) } / 4
        // Variance of a sum of `group` ranks drawn without replacement; ties make the ranks' own variance smaller.
        let rankVariance = squares / count - (count + 1) * (count + 1) / 4
        let variance = group * (count - group) / (count - 1) * rankVariance
        guard variance > 0 else { return 0.5 }
        let distance = max(0, (Double(observed) / 2 - mean).magnitude - 0.5)
        return StandardNormal.upperTail(distance / variance.squareRoot())
    }
}
