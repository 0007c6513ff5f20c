import CBoostMath

/// Numbers observed under the same conditions: at least one, all finite, in the order in which they were observed.
///
/// The invariant is checked here and nowhere else; what takes a `Sample` needs no NaN policy of its own.
public struct Sample: Sendable, Equatable {
    public let values: [Double]

    /// Nil when `values` is empty or holds a NaN or an infinity.
    public init?(_ values: [Double]) {
        guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
        self.values = values
    }

    public var count: Int { values.count }

    /// Arithmetic mean. Summed as differences from the first value, so that equal values give exactly that value.
    public var mean: Double {
        let origin = values[0]
        return origin + values.reduce(0) { $0 + ($1 - origin) } / Double(count)
    }

    /// Standard deviation with divisor n - 1, two passes; nil for a single value.
    public var standardDeviation: Double? {
        guard count > 1 else { return nil }
        let mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(count - 1)).squareRoot()
    }

    /// The order statistics. O(n log n); keep the result when several are asked for.
    public var sorted: SortedSample { SortedSample(self) }

    /// Type 7 median; see `SortedSample.quantile(_:)`.
    public var median: Double { sorted.median }
}

/// The order statistics of a sample, smallest first.
public struct SortedSample: Sendable, Equatable {
    public let values: [Double]

    public init(_ sample: Sample) {
        values = sample.values.sorted()
    }

    public var count: Int { values.count }
    public var minimum: Double { values[0] }
    public var maximum: Double { values[count - 1] }
    public var median: Double { quantile(0.5) }

    /// The quantile of type 7: linear interpolation at position (n - 1) p, counting from 0.
    ///
    /// Made for reporting; a decision about a quantile uses the bounds below.
    /// - Parameter p: in 0...1; clamped.
    /// - Source: Hyndman & Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996), type 7.
    public func quantile(_ p: Double) -> Double {
        let position = Double(count - 1) * min(max(p, 0), 1)
        let below = Int(position)
        guard below + 1 < count else { return values[count - 1] }
        let share = position - Double(below)
        // The end points are kept exact, so that equal neighbours give exactly their value.
        return share == 0 ? values[below] : values[below] + share * (values[below + 1] - values[below])
    }

    /// A value that the population's quantile `p` does not exceed, with probability at least 1 - alpha, whatever
    /// the distribution.
    ///
    /// The smallest order statistic X(r) with P(Binomial(n, p) <= r - 1) >= 1 - alpha.
    /// - Parameters:
    ///   - p: in 0..<1, above 0.
    ///   - alpha: one-sided error probability.
    /// - Returns: nil when even the maximum gives less confidence, that is when 1 - pⁿ < 1 - alpha: a 99th
    ///   percentile needs 299 values for alpha 0.05.
    /// - Precondition: the values are independent; within a launch they are not quite, which reports must say.
    /// - Complexity: O(log n) evaluations of the binomial distribution.
    /// - Source: David & Nagaraja, "Order Statistics" (2003), section 7.1.
    public func upperBound(ofQuantile p: Double, alpha: Double) -> Double? {
        let needed = 1 - alpha
        func confidence(_ rank: Int) -> Double { boost_math_binomial_cdf(Double(rank - 1), Double(count), p) }
        guard confidence(count) >= needed else { return nil }
        return values[firstRank { confidence($0) >= needed } - 1]
    }

    /// A value that the population's quantile `p` reaches, with probability at least 1 - alpha, whatever the
    /// distribution.
    ///
    /// The largest order statistic X(r) with P(Binomial(n, p) >= r) >= 1 - alpha; nil when even the minimum gives
    /// less. Precondition, complexity and source as for the upper bound.
    public func lowerBound(ofQuantile p: Double, alpha: Double) -> Double? {
        // P(X >= r) >= 1 - alpha is P(X <= r - 1) <= alpha; comparing the small tail keeps its digits.
        func error(_ rank: Int) -> Double { boost_math_binomial_cdf(Double(rank - 1), Double(count), p) }
        guard error(1) <= alpha else { return nil }
        guard error(count) > alpha else { return values[count - 1] }
        return values[firstRank { error($0) > alpha } - 2]
    }

    /// The first of the ranks 1...n that satisfies a condition which, once true, stays true.
    private func firstRank(where isReached: (Int) -> Bool) -> Int {
        var low = 1
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isReached(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// A range that covers the true value with a stated probability.
public struct Interval: Sendable, Equatable {
    public var low: Double
    public var high: Double
    /// Such as 0.95; 1 for a quantity known exactly.
    public var confidence: Double

    public init(low: Double, high: Double, confidence: Double) {
        self.low = low
        self.high = high
        self.confidence = confidence
    }
}
