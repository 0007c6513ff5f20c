/// Positive and negative samples at each of the different scores, from the highest down: the ROC and the precision-recall curve.
package struct BinaryCounts: Sendable {
    private(set) var positives: [Int] = []
    private(set) var negatives: [Int] = []
    private(set) var allPositives = 0
    private(set) var allNegatives = 0

    package var blocks: Int { positives.count }
    package var hasBothClasses: Bool { allPositives > 0 && allNegatives > 0 }

    package mutating func appendBlock() {
        positives.append(0)
        negatives.append(0)
    }

    /// - Parameter times: negative takes samples away; a block may become empty.
    package mutating func add(_ times: Int, isPositive: Bool, block: Int) {
        if isPositive {
            positives[block] += times
            allPositives += times
        } else {
            negatives[block] += times
            allNegatives += times
        }
    }

    /// Positive samples of higher scores than each block's.
    package var positivesAbove: [Int] {
        var sum = 0
        return positives.map { count in
            defer { sum += count }
            return sum
        }
    }

    /// Negative samples of lower scores than each block's.
    package var negativesBelow: [Int] {
        var sum = allNegatives
        return negatives.map { count in
            sum -= count
            return sum
        }
    }

    /// See `BinaryRanking.averagePrecision`.
    package var averagePrecision: Double? {
        guard allPositives > 0 else { return nil }
        var sum = 0.0
        var truePositives = 0, accepted = 0
        for block in positives.indices {
            truePositives += positives[block]
            accepted += positives[block] + negatives[block]
            if positives[block] > 0 { sum += Double(positives[block]) * Double(truePositives) / Double(accepted) }
        }
        return sum / Double(allPositives)
    }

    /// See `BinaryRanking.partialAUC`.
    package func partialAUC(upTo limit: Double) -> Double? {
        guard hasBothClasses else { return nil }
        var area = 0.0, rate = 0.0, height = 0.0
        var truePositives = 0, falsePositives = 0
        for block in positives.indices {
            truePositives += positives[block]
            falsePositives += negatives[block]
            let nextRate = Double(falsePositives) / Double(allNegatives)
            let nextHeight = Double(truePositives) / Double(allPositives)
            if nextRate > limit {
                let heightAtLimit = height + (nextHeight - height) * (limit - rate) / (nextRate - rate)
                area += (limit - rate) * (height + heightAtLimit) / 2
                break
            }
            area += (nextRate - rate) * (height + nextHeight) / 2
            rate = nextRate
            height = nextHeight
        }
        let chance = limit * limit / 2
        return (1 + (area - chance) / (limit - chance)) / 2
    }
}
