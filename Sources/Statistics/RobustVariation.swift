import Foundation

/// Mean squares that single outliers hardly move.
///
/// Squares count at most (c s)², with s² twice replaced by the mean of the limited squares over E min(Z², c²), which keeps the variance of
/// normal values, from s = 1.4826 · median |x| on. c = 2.5 loses about a tenth of the efficiency under normality. Zeros are left out of
/// the median alone: a rounded series has many.
///
/// - Source: Huber & Ronchetti, "Robust Statistics" (2009), section 5.2 (M-estimates of scale, "proposal 2").
enum RobustVariation {
    static let limit = 2.5
    /// E min(Z², 2.5²) = 2Φ(c) - 1 - 2cφ(c) + 2c²(1 - Φ(c)).
    static let normalShare: Double = {
        let density = exp(-limit * limit / 2) / (2 * Double.pi).squareRoot()
        let tail = StandardNormal.upperTail(limit)
        return 1 - 2 * tail - 2 * limit * density + 2 * limit * limit * tail
    }()

    /// Mean square of y(i + lag) - y(i).
    ///
    /// - Returns: nil when more than four of five differences are 0, or there are none.
    static func ofDifferences(_ values: [Double], lag: Int) -> Double? {
        guard lag < values.count else { return nil }
        return meanSquare((lag..<values.count).map { values[$0] - values[$0 - lag] })
    }

    /// - Returns: nil when more than four of five values are 0, or there are none.
    static func meanSquare(_ values: [Double]) -> Double? {
        let others = values.filter { $0 != 0 }.map(\.magnitude).sorted()
        guard !others.isEmpty, others.count * 5 >= values.count else { return nil }
        let median = others[others.count / 2]
        // Squares of values in units of the median: neither tiny nor huge numbers leave the range of a Double.
        var meanSquare = 1.4826 * 1.4826
        for _ in 0..<2 {
            let largest = limit * limit * meanSquare
            let sum = values.reduce(0) { $0 + min(($1 / median) * ($1 / median), largest) }
            meanSquare = sum / Double(values.count) / normalShare
        }
        return meanSquare * median * median
    }
}

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

/// Takes steps that nobody could overlook out of a series, so that its noise can be estimated from within levels.
///
/// Noise and correlation are estimated from differences, which know nothing of levels while steps are few. In a short series one
/// large step is a large share of all differences, and looks like correlation. A step is gross where up to three values
/// before it and up to three after it do not overlap and the gap between them is `least` times the deviation that neighbours show; a
/// stationary series of correlation 0.6 or less has none.
enum GrossSteps {
    /// In deviations of single values, had the series no correlation.
    static let least = 8.0
    private static let reach = 3

    /// The values less the medians of their gross levels; the values themselves where there is no such step.
    ///
    /// - Parameter events: where one value on either side is enough.
    static func leveled(_ values: [Double], events: [Int] = []) -> [Double] {
        let starts = starts(values, events: Set(events))
        guard !starts.isEmpty else { return values }
        var leveled = values
        for (start, end) in zip([0] + starts, starts + [values.count]) {
            let median = values[start..<end].sorted()[(end - start - 1) / 2]
            for index in start..<end { leveled[index] -= median }
        }
        return leveled
    }

    static func starts(_ values: [Double], events: Set<Int>) -> [Int] {
        let steps = zip(values, values.dropFirst()).map { ($1 - $0).magnitude }.filter { $0 > 0 }.sorted()
        guard values.count > 3, !steps.isEmpty else { return [] }
        let least = least * 1.4826 * steps[steps.count / 2] / 2.0.squareRoot()
        let gaps = values.indices.map { index -> Double in
            let margin = events.contains(index) ? 1 : 2
            guard index >= margin, values.count - index >= margin else { return 0 }
            let before = values[max(0, index - reach)..<index], after = values[index..<min(index + reach, values.count)]
            guard let low = before.min(), let high = before.max(), let floor = after.min(), let ceiling = after.max()
            else { return 0 }
            return max(floor - high, low - ceiling)
        }
        return gaps.indices.filter { index in
            guard gaps[index] > least else { return false }
            let around = gaps[max(0, index - reach + 1)..<min(index + reach, gaps.count)]
            return gaps[index] == around.max()
        }
    }
}
