import Foundation

/// Bounds of a statistic by the bootstrap-t: the distribution of t = (estimate - truth) / SE is taken from resamples, with
/// t* = (estimate* - estimate) / SE*, each SE* computed from its own resample:
///
///     lower(α) = estimate - t*(1 - α) SE,    upper(α) = estimate - t*(α) SE,
///
/// t*(p) the quantile of order k = ⌊(B + 1) p⌋ of B resamples, counted from the nearer end. Its one-sided error is α + O(1/n);
/// the percentile and the normal interval err by O(1/√n), which for few, large differences is too much to gate on.
///
/// A resample without variation has t* = ±infinity, or 0 where it shows the estimate itself. So a bound that rests
/// on a handful of differing samples is infinite: it decides nothing.
///
/// An order below 20 would rest on too few resamples. Then t* is read at order 20 and its distance from the median stretched like
/// the normal distribution's, z(α) / z(20 / (B + 1)).
///
/// - Source: Hall, "Theoretical comparison of bootstrap confidence intervals", Annals of Statistics 16 (1988), for the
///   choice; Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), section 12.5, for the method.
public struct StudentizedBootstrap: Sendable, Equatable {
    /// Samples.
    public let count: Int
    public let value: Double
    /// 0 when the samples show no variation: then every bound is the value.
    public let standardError: Double
    /// B.
    public let resamples: Int
    /// t*, ascending; empty when there is no variation.
    private let pivots: [Double]
    /// Of the resamples, those without variation.
    private let degenerateShare: Double

    private static let fewestResamples = 2000
    /// What more resamples than that may cost: some tenths of a second.
    private static let drawLimit = 50_000_000
    /// The order at which a quantile is known to about a quarter of its tail probability.
    private static let steadyOrder = 20

    /// - Parameters:
    ///   - seed: the same seed gives the same bounds on every machine.
    ///   - smallestAlpha: the smallest one-sided level that will be asked for.
    ///   - resamples: B, at least 100; nil takes as many as put 20 beyond the smallest alpha, at least 2000, and beyond 2000
    ///     no more than make 50 million draws.
    /// - Returns: nil for fewer than two samples, more than 2³² - 1, or an estimate that is not finite.
    /// - Complexity: O(n) for each resample, and no allocation.
    public init?(_ statistic: some BootstrapStatistic, seed: UInt64, smallestAlpha: Double, resamples: Int? = nil) {
        var statistic = statistic
        let count = statistic.count
        guard count > 1, UInt32(exactly: count) != nil else { return nil }
        let drawn = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
        defer { drawn.deallocate() }
        for index in 0..<count { drawn[index] = UInt32(index) }
        let (value, standardError) = statistic.estimate(UnsafeBufferPointer(drawn))
        guard value.isFinite, standardError.isFinite else { return nil }
        self.count = count
        self.value = value
        self.standardError = standardError
        guard standardError > 0 else {
            self.resamples = 0
            (pivots, degenerateShare) = ([], 1)
            return
        }
        let resamples = resamples.map { max($0, 100) } ?? Self.resamples(count: count, smallestAlpha: smallestAlpha)
        self.resamples = resamples
        var generator = SeededGenerator(seed: seed)
        var pivots: [Double] = []
        pivots.reserveCapacity(resamples)
        var degenerate = 0
        for _ in 0..<resamples {
            Self.draw(into: drawn, with: &generator)
            let (drawnValue, error) = statistic.estimate(UnsafeBufferPointer(drawn))
            let difference = drawnValue - value
            if error > 0 {
                pivots.append(difference / error)
            } else {
                degenerate += 1
                let isTheValue = difference.magnitude <= 1e-9 * standardError
                pivots.append(isTheValue ? 0 : difference > 0 ? .infinity : -.infinity)
            }
        }
        pivots.sort()
        self.pivots = pivots
        degenerateShare = Double(degenerate) / Double(resamples)
    }

    /// One-sided: the true value lies below this with probability about alpha. May be -infinity.
    public func lowerBound(alpha: Double) -> Double {
        guard standardError > 0 else { return value }
        return value - pivot(alpha, fromTheTop: true) * standardError
    }

    /// One-sided: the true value lies above this with probability about alpha. May be infinity.
    public func upperBound(alpha: Double) -> Double {
        guard standardError > 0 else { return value }
        return value - pivot(alpha, fromTheTop: false) * standardError
    }

    /// Two-sided, with equal tails.
    public func interval(confidence: Double) -> Interval {
        let alpha = (1 - confidence) / 2
        return Interval(low: lowerBound(alpha: alpha), high: upperBound(alpha: alpha), confidence: confidence)
    }

    /// About how many samples would tell the value from a limit, were it and the spread to stay what they are.
    ///
    /// - Returns: at least 2, and enough that resamples without variation are rarer than alpha; nil when the value lies on
    ///   the limit, or shows no variation.
    public func requiredCount(limit: Double, alpha: Double, power: Double = 0.8) -> Int? {
        guard standardError > 0 else { return nil }
        let bySpread = NormalPower(alpha: alpha, power: power).requiredCount(
            distance: (value - limit).magnitude, standardError: standardError, count: count)
        guard let bySpread else { return nil }
        guard degenerateShare > alpha, degenerateShare < 1 else { return bySpread }
        // The chance to draw none of a few samples falls geometrically with the number of samples.
        return max(bySpread, Int((Double(count) * log(alpha) / log(degenerateShare)).rounded(.up)))
    }

    private static func resamples(count: Int, smallestAlpha: Double) -> Int {
        let affordable = max(drawLimit / count, fewestResamples)
        let wanted = Double(steadyOrder) / smallestAlpha
        return wanted < Double(affordable) ? max(Int(wanted.rounded(.up)), fewestResamples) : affordable
    }

    /// Two indices from each random word, by its halves: ⌊half · n / 2³²⌋. No index is more than n / 2³² likelier than another.
    private static func draw(into drawn: UnsafeMutableBufferPointer<UInt32>, with generator: inout SeededGenerator) {
        let n = UInt64(drawn.count)
        var position = 0
        while position < drawn.count {
            let word = generator.next()
            drawn[position] = UInt32(truncatingIfNeeded: ((word & 0xFFFF_FFFF) &* n) >> 32)
            if position + 1 < drawn.count {
                drawn[position + 1] = UInt32(truncatingIfNeeded: ((word >> 32) &* n) >> 32)
            }
            position += 2
        }
    }

    private func pivot(_ alpha: Double, fromTheTop: Bool) -> Double {
        func ordered(_ order: Int) -> Double { fromTheTop ? pivots[resamples - order] : pivots[order - 1] }
        let order = Int(Double(resamples + 1) * min(max(alpha, 0), 0.5))
        guard order < Self.steadyOrder else { return ordered(order) }
        let steady = ordered(Self.steadyOrder)
        let median = pivots[resamples / 2]
        guard steady.isFinite, median.isFinite else { return fromTheTop ? .infinity : -.infinity }
        let stretch =
            StandardNormal.quantile(max(alpha, .leastNormalMagnitude))
            / StandardNormal.quantile(Double(Self.steadyOrder) / Double(resamples + 1))
        return median + (steady - median) * stretch
    }
}

/// A number that can be computed again from samples drawn with replacement, with its own standard error.
public protocol BootstrapStatistic {
    /// How many samples there are to draw from.
    var count: Int { get }

    /// - Parameter drawn: indices from 0 to below `count`, as many as there are samples.
    /// - Returns: value and standard error; an error of exactly 0 when the drawn samples show no variation.
    mutating func estimate(_ drawn: UnsafeBufferPointer<UInt32>) -> (value: Double, standardError: Double)
}

/// The mean of a sample, to be drawn again: standard error s / √n with divisor n - 1 in s.
public struct BootstrapMean: BootstrapStatistic, Sendable {
    private let mean: Double
    /// Differences from the mean: sums of them cancel little.
    private let centred: [Double]
    /// What a variance must exceed to be more than rounding.
    private let grain: Double

    public init(_ sample: Sample) {
        let mean = sample.mean
        self.mean = mean
        centred = sample.values.map { $0 - mean }
        grain = 1e-13 * centred.reduce(0) { max($0, $1 * $1) }
    }

    public var count: Int { centred.count }

    public func estimate(_ drawn: UnsafeBufferPointer<UInt32>) -> (value: Double, standardError: Double) {
        var sum = 0.0
        var squares = 0.0
        for index in drawn {
            let value = centred[Int(index)]
            sum += value
            squares += value * value
        }
        let n = Double(drawn.count)
        let variance = squares / n - sum / n * (sum / n)
        return (mean + sum / n, variance > grain ? (variance / (n - 1)).squareRoot() : 0)
    }
}
