/// Values that lie far from the median of their neighbourhood are moved to the limit; a level that holds for three values or
/// more stays what it is.
///
/// The neighbourhood has five values: two on either side, at an end the five outermost. One or two odd values cannot move the
/// median of five, and a step passes it unchanged. Known as a Hampel filter, here with a fixed limit.
///
/// - Source: Pearson, Neuvo, Astola & Gabbouj, "Generalized Hampel filters", EURASIP J. Adv. Signal Process. 2016:87.
struct RunningMedianClip {
    /// Of the distance from the median, 0 or more.
    var limit: Double

    /// - Complexity: O(n), no allocation but the result.
    func clip(_ values: [Double]) -> [Double] {
        var clipped = values
        for index in values.indices {
            let median = Self.median(around: index, in: values)
            clipped[index] = min(max(values[index], median - limit), median + limit)
        }
        return clipped
    }

    /// The lower one of two middle values when the series has fewer than five.
    static func median(around index: Int, in values: [Double]) -> Double {
        let count = values.count
        guard count >= 5 else { return values.sorted()[(count - 1) / 2] }
        let start = max(0, min(index - 2, count - 5))
        return median(values[start], values[start + 1], values[start + 2], values[start + 3], values[start + 4])
    }

    private static func median(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double) -> Double {
        // Of two pairs the smallest of the minima and the largest of the maxima cannot be the middle of five: three are left.
        let low = max(min(a, b), min(c, d))
        let high = min(max(a, b), max(c, d))
        return max(min(low, high), min(max(low, high), e))
    }
}
