import Foundation

/// Compares two neighbouring stretches with the noise within levels, never through a step between them, down to one value against three.
///
///     t = (mean after - mean before) / (s · √w)
///
/// s² pools the squares about the levels of all stretches; w is the variance of the difference of two neighbouring means of an
/// autoregression in units of what s² then estimates, the larger of that without correlation and that under `correlation`. So
/// three values of correlation 0.6, which vary less among themselves than about their true level, are not taken for quiet.
struct LevelTest {
    let values: [Double]
    /// ρ as large as it may well be.
    let correlation: Double
    /// How far values vary at least, whatever they show: rounding.
    let leastDeviation: Double
    let clip: RunningMedianClip

    struct Outcome {
        var size: Double
        /// Of the size.
        var standardError: Double
        var degreesOfFreedom: Double
        /// Two-sided.
        var pValue: Double
    }

    /// - Parameters:
    ///   - starts: of all stretches of the values before `end`, those compared among them, in order, from 0.
    ///   - before: the stretch before `after`.
    func compare(_ before: Range<Int>, _ after: Range<Int>, starts: [Int], end: Int) -> Outcome {
        let stretches = zip(starts, starts.dropFirst() + [end]).map { $0..<$1 }
        let size = level(after) - level(before)
        let segments = stretches.map { LevelSegmentation.Segment(range: $0, level: level($0)) }
        let noise = ResidualNoise(Array(values[..<end]), segments: segments)
        let lost = stretches.count, freedom = Double(end - lost)
        guard freedom > 0 else { return Outcome(size: size, standardError: .infinity, degreesOfFreedom: 0, pValue: 1) }
        let width =
            [0, correlation].map { rho in
                Autoregression(rho).varianceOfDifference(before.count, after.count)
                    / Autoregression(rho).varianceWithin(stretches.map(\.count))
            }.max() ?? .infinity
        let deviation = max(noise.deviation, leastDeviation)
        let error = deviation * width.squareRoot()
        let squared = correlation * correlation
        let degrees = max(min(freedom, 4), freedom * (1 - squared) / (1 + squared))
        // Without any noise there is no doubt.
        let p =
            error > 0
            ? 2 * StudentT(degreesOfFreedom: degrees).upperTail(size.magnitude / error) : size == 0 ? 1 : 0
        return Outcome(size: size, standardError: error, degreesOfFreedom: freedom, pValue: min(1, p))
    }

    /// Of the difference between two neighbouring stretches, by the ratio of likelihoods, which needs no guess of the correlation.
    ///
    /// The parameters are those of `compare`.
    func pValue(_ before: Range<Int>, _ after: Range<Int>, starts: [Int], end: Int) -> Double {
        var limited = Array(values[..<end])
        for (start, next) in zip(starts, starts.dropFirst() + [end]) where next - start >= Self.fewestToLimit {
            limited.replaceSubrange(start..<next, with: clip.clip(Array(values[start..<next])))
        }
        let step = StepLikelihood(limited, starts: starts, at: after.lowerBound, leastDeviation: leastDeviation)
        return StepLikelihood.pValue(
            step.ratio, count: end, levels: starts.count, shorter: min(before.count, after.count))
    }

    /// Fewer values do not tell an outlier.
    private static let fewestToLimit = 5

    /// Mean of a stretch, single outliers limited where there are enough values to tell.
    func level(_ range: Range<Int>) -> Double {
        guard range.count >= Self.fewestToLimit else { return LevelShiftEvidence.level(values[range]) }
        return LevelShiftEvidence.level(clip.clip(Array(values[range]))[...])
    }
}

/// Moments of a stationary first-order autoregression of variance 1.
struct Autoregression {
    /// ρ, from 0 to below 1.
    let correlation: Double

    init(_ correlation: Double) {
        self.correlation = correlation
    }

    /// Of the mean of n neighbouring values: (1 + 2 Σ (1 - k/n) ρᵏ) / n over k = 1 ... n - 1.
    func varianceOfMean(_ count: Int) -> Double {
        let n = Double(count), r = correlation
        return ((1 + r) / (1 - r) - 2 * r * (1 - pow(r, n)) / (n * (1 - r) * (1 - r))) / n
    }

    /// Of the difference of the means of n values and of the m that follow them.
    func varianceOfDifference(_ before: Int, _ after: Int) -> Double {
        let r = correlation
        let shared =
            r * (1 - pow(r, Double(before))) * (1 - pow(r, Double(after)))
            / ((1 - r) * (1 - r) * Double(before) * Double(after))
        return varianceOfMean(before) + varianceOfMean(after) - 2 * shared
    }

    /// The sum of squares about the means of stretches, divided by their degrees of freedom.
    func varianceWithin(_ counts: [Int]) -> Double {
        var squares = 0.0, freedom = 0
        for count in counts where count > 1 {
            squares += Double(count) * (1 - varianceOfMean(count))
            freedom += count - 1
        }
        return freedom > 0 ? squares / Double(freedom) : 1
    }
}
