import Foundation

/// Compares the levels of two neighbouring stretches under the noise of the whole series.
struct LevelShiftEvidence {
    /// Limited values of the whole series.
    let values: [Double]
    let noise: ResidualNoise
    /// The correlation that widens everything here.
    let correlation: Double

    static let confidence = 0.95
    /// Two-sided: what the ranks must say before a shift is believed.
    static let rankLevel = 0.05
    /// Of minus twice the logarithm of the likelihood ratio: maximum of two independent unit exponentials at probability 0.95, twice.
    ///
    /// - Source: Siegmund, "Confidence sets in change-point problems", Int. Stat. Review 56 (1988), for the Brownian limit (1 - e⁻ˣ)².
    static let positionThreshold = -2 * log(1 - confidence.squareRoot())

    /// Mean of the limited values. Summed as differences from the first, so that equal values give exactly that value.
    static func level(_ values: ArraySlice<Double>) -> Double {
        let origin = values[values.startIndex]
        return origin + values.reduce(0) { $0 + ($1 - origin) } / Double(values.count)
    }

    func level(_ range: Range<Int>) -> Double { Self.level(values[range]) }

    /// The rank test with its deviate divided by how much the correlation widens the difference of two means.
    func pValue(_ before: Range<Int>, _ after: Range<Int>) -> Double {
        guard let ranks = RankSum(values[before], values[after]) else { return 1 }
        guard correlation > 0 else { return ranks.pValue }
        let independent = 1 / Double(before.count) + 1 / Double(after.count)
        let widening = (varianceOfMean(before.count) + varianceOfMean(after.count)) / independent
        return min(1, 2 * StandardNormal.upperTail(ranks.deviate.magnitude / widening.squareRoot()))
    }

    func standardError(_ before: Range<Int>, _ after: Range<Int>) -> Double {
        noise.deviation * standardErrorOfUnitNoise(before, after)
    }

    func standardErrorOfUnitNoise(_ before: Range<Int>, _ after: Range<Int>) -> Double {
        (varianceOfMean(before.count) + varianceOfMean(after.count)).squareRoot()
    }

    func interval(_ before: Range<Int>, _ after: Range<Int>) -> Interval {
        let size = level(after) - level(before)
        let halfWidth = quantile(1 - (1 - Self.confidence) / 2) * standardError(before, after)
        return Interval(low: size - halfWidth, high: size + halfWidth, confidence: Self.confidence)
    }

    /// Of Student's t, with as many degrees of freedom as the residuals are worth independent values.
    func quantile(_ probability: Double) -> Double {
        StudentT(degreesOfFreedom: degreesOfFreedom).quantile(probability)
    }

    private var degreesOfFreedom: Double {
        max(1, Double(values.count - noise.levelCount) * (1 - correlation) / (1 + correlation))
    }

    /// Of the mean of n neighbouring values of variance 1: (1 + 2 Σ (1 - k/n) ρᵏ) / n over k = 1 ... n - 1.
    private func varianceOfMean(_ count: Int) -> Double {
        let n = Double(count)
        let r = correlation
        let sum = (1 + r) / (1 - r) - 2 * r * (1 - pow(r, n)) / (n * (1 - r) * (1 - r))
        return sum / n
    }
}
