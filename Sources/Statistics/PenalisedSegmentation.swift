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
    let best: [Double]
    /// Where the last segment of that segmentation begins.
    let lastStart: [Int]

    /// - Parameters:
    ///   - minimum: values in a segment, at least 1.
    ///   - penalty: of each segment but the first.
    init(_ cost: LevelCost, minimum: Int, penalty: Double) {
        let count = cost.count
        var best = [Double](repeating: .infinity, count: count + 1)
        var lastStart = [Int](repeating: 0, count: count + 1)
        best[0] = -penalty
        var candidates: [Candidate] = []
        candidates.reserveCapacity(count)
        for end in stride(from: minimum, through: count, by: 1) {
            if best[end - minimum] < .infinity {
                candidates.append(Candidate(start: end - minimum, best: best[end - minimum], cost))
            }
            let winner = Self.winner(&candidates, end: end, cost)
            best[end] = winner.total + penalty
            lastStart[end] = winner.start
            guard end < count else { break }
            let bound = best[end] + cost.largestLoss(at: end)
            for index in candidates.indices where candidates[index].total >= bound {
                candidates[index].expiry = min(candidates[index].expiry, end + minimum)
            }
        }
        self.best = best
        self.lastStart = lastStart
    }

    /// A start that may still win, with its share of every cost that begins there.
    private struct Candidate {
        let start: Int
        let sum: Double
        let offset: Double
        /// F(start) + cost(start, t) at the end t looked at last.
        var total = 0.0
        /// From this end on it cannot win.
        var expiry = Int.max

        init(start: Int, best: Double, _ cost: LevelCost) {
            self.start = start
            sum = cost.startSums[start]
            offset = best + cost.startSquares[start]
        }
    }

    /// Brings the totals up to date, and closes the gaps of those that have expired.
    private static func winner(
        _ candidates: inout [Candidate], end: Int, _ cost: LevelCost
    ) -> (start: Int, total: Double) {
        let endSum = cost.endSums[end]
        let endSquare = cost.endSquares[end]
        var smallest = (start: 0, total: Double.infinity)
        var kept = 0
        // The innermost loop of all: without the checks of an array it takes half the time.
        candidates.withUnsafeMutableBufferPointer { candidates in
            cost.inverseWeights.withUnsafeBufferPointer { inverseWeights in
                for index in candidates.indices where candidates[index].expiry > end {
                    var candidate = candidates[index]
                    let sum = candidate.sum + endSum
                    candidate.total = candidate.offset + endSquare - sum * sum * inverseWeights[end - candidate.start]
                    if candidate.total < smallest.total { smallest = (candidate.start, candidate.total) }
                    candidates[kept] = candidate
                    kept += 1
                }
            }
        }
        candidates.removeLast(candidates.count - kept)
        return smallest
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
