import Statistics

/// The change points that Apache Otava (formerly Hunter) finds with its published rule and defaults.
///
/// 1. A window of 50 values moves on by half its length, or to the last point found in it. In each window the best division of the
///    stretches so far is kept while Student's t between its two sides has p of at most ten times `largestPValue`.
/// 2. Of all points kept, the one with the largest p goes while that is not below `largestPValue`, and the next two are tested anew.
///    (The one before it has a new neighbour too, but keeps its p: so does Otava 0.8.)
///
/// The variances that it puts into t have the divisor n, not n - 1, as Otava's have; with few values in both parts p is then too small.
/// - Source: Fleming, Kołaczkowski, Kumar et al., "Hunter: Using change point detection to hunt for performance regressions", ICPE
///   2023; Apache Otava 0.8, `compute_change_points`, whose smallest magnitude is 0 by default and left out here.
struct OtavaRule {
    var windowLength = 50
    var largestPValue = 0.001

    /// Positions of first values after a change, in order.
    func changePoints(_ values: [Double]) -> [Int] {
        var points = divide(values, largestPValue: Self.relaxed(largestPValue))
        func pValue(at index: Int) -> Double {
            let start = index > 0 ? points[index - 1] : 0
            let end = index + 1 < points.count ? points[index + 1] : values.count
            return self.pValue(values, start..<points[index], points[index]..<end)
        }
        var pValues = points.indices.map { pValue(at: $0) }
        while let largest = pValues.max(), largest >= largestPValue, let index = pValues.firstIndex(of: largest) {
            points.remove(at: index)
            pValues.remove(at: index)
            for later in points.indices.dropFirst(index).prefix(2) { pValues[later] = pValue(at: later) }
        }
        return points
    }

    private static func relaxed(_ pValue: Double) -> Double {
        pValue < 0.05 ? 10 * pValue : pValue < 0.5 ? 2 * pValue : pValue
    }

    private func divide(_ values: [Double], largestPValue: Double) -> [Int] {
        var points: Set<Int> = []
        var start = 0
        while start < values.count {
            let found = divide(
                values, window: start..<min(start + windowLength, values.count), largestPValue: largestPValue)
            points.formUnion(found)
            start = max(found.last ?? 0, start + windowLength / 2)
        }
        return points.sorted()
    }

    private func divide(_ values: [Double], window: Range<Int>, largestPValue: Double) -> [Int] {
        var points: [Int] = []
        while true {
            let edges = [window.lowerBound] + points + [window.upperBound]
            let stretches = zip(edges, edges.dropFirst()).map { $0..<$1 }
            var best: (division: EnergyDivision, stretch: Range<Int>)?
            for stretch in stretches {
                guard let division = EnergyDivision(values, in: stretch) else { continue }
                if division.energy > best?.division.energy ?? -.infinity { best = (division, stretch) }
            }
            guard let best else { return points }
            let position = best.division.position
            let p = pValue(values, best.stretch.lowerBound..<position, position..<best.stretch.upperBound)
            guard p <= largestPValue else { return points }
            points = (points + [position]).sorted()
        }
    }

    private func pValue(_ values: [Double], _ before: Range<Int>, _ after: Range<Int>) -> Double {
        let degrees = before.count + after.count - 2
        guard degrees > 0, let a = Sample(Array(values[before])), let b = Sample(Array(values[after])) else { return 1 }
        func weightedVariance(_ sample: Sample) -> Double {
            let mean = sample.mean
            let squares = sample.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return squares / Double(sample.count) * Double(sample.count - 1)
        }
        let pooled = (weightedVariance(a) + weightedVariance(b)) / Double(degrees)
        let error = (pooled * (1 / Double(a.count) + 1 / Double(b.count))).squareRoot()
        let difference = (b.mean - a.mean).magnitude
        guard difference > 0 else { return 1 }
        return 2 * StudentT(degreesOfFreedom: Double(degrees)).upperTail(difference / error)
    }
}
