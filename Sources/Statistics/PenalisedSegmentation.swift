/// The segmentation with the smallest sum of costs and penalties, exactly, for a series and for each of its beginnings.
///
/// Optimal partitioning, F(t) = min over s of F(s) + cost(s, t) + penalty, without the starts s that cannot win any more: where
/// F(s) + cost(s, t) - loss(t) >= F(t), a segment that begins at s can, from t + minimum on, be replaced by one that ends at t.
///
/// - Complexity: O(n) to O(n²), as the levels shift often or never.
/// - Source: Killick, Fearnhead & Eckley, "Optimal detection of changepoints with a linear computational cost", JASA 107 (2012); its
///   constant K is the loss here.
struct PenalisedSegmentation {
    /// F(t), the cost of the best segmentation of the first t values; infinite where none has the minimum length.
    private(set) var best: [Double]
    /// Where the last segment of that segmentation begins.
    private(set) var lastStart: [Int]

    /// - Parameters:
    ///   - minimum: values in a segment, at least 1.
    ///   - penalty: of each segment but the first.
    init(_ cost: LevelCost, minimum: Int, penalty: Double) {
        let count = cost.count
        best = [Double](repeating: .infinity, count: count + 1)
        lastStart = [Int](repeating: 0, count: count + 1)
        best[0] = -penalty
        guard count >= minimum else { return }
        var starts: [Int] = []
        var expiries: [Int] = []
        var totals: [Double] = []
        starts.reserveCapacity(count)
        expiries.reserveCapacity(count)
        totals.reserveCapacity(count)
        for end in minimum...count {
            if best[end - minimum] < .infinity {
                starts.append(end - minimum)
                expiries.append(.max)
                totals.append(0)
            }
            var smallest = Double.infinity
            var winner = 0
            var kept = 0
            for index in starts.indices where expiries[index] > end {
                let start = starts[index]
                let total = best[start] + cost(start, end)
                if total < smallest {
                    smallest = total
                    winner = start
                }
                starts[kept] = start
                expiries[kept] = expiries[index]
                totals[kept] = total
                kept += 1
            }
            starts.removeLast(starts.count - kept)
            expiries.removeLast(expiries.count - kept)
            totals.removeLast(totals.count - kept)
            best[end] = smallest + penalty
            lastStart[end] = winner
            guard end < count else { break }
            let bound = best[end] + cost.largestLoss(at: end)
            for index in starts.indices where totals[index] >= bound {
                expiries[index] = min(expiries[index], end + minimum)
            }
        }
    }

    /// Starts of all segments but the first of the best segmentation of the first `end` values, in order.
    func changes(end: Int) -> [Int] {
        var changes: [Int] = []
        var position = end
        while lastStart[position] > 0 {
            position = lastStart[position]
            changes.append(position)
        }
        return changes.reversed()
    }
}
