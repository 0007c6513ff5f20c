import Foundation

/// How much better one more level explains a series, whatever the correlation of its noise.
///
/// Values are a stationary first-order autoregression about levels that hold from one start to the next. With S(ρ) the least sum of
/// squared innovations over all levels, twice the profile log-likelihood is
///
///     ℓ(ρ) = ln(1 - ρ²) - n ln S(ρ),
///
/// and the ratio is max ℓ with the further level less max ℓ without, each over ρ = 0, 0.1, ..., 0.6. Neither noise nor correlation is
/// estimated apart from the levels: in ten values a step passes for correlation, and correlation for a step, and the ratio weighs both.
///
/// - Source: the likelihood of a stationary autoregression, Brockwell & Davis, "Time series: theory and methods" (1991), section 8.7.
struct StepLikelihood {
    /// Correlations up to which false points are promised to stay rare.
    static let correlations: [Double] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]

    /// Values on either side of a place that is searched for, at least.
    static let margin = 2

    /// Twice the logarithm of the ratio of likelihoods.
    var ratio: Double
    /// First value of the further level.
    var position: Int

    private init(ratio: Double, position: Int) {
        self.ratio = ratio
        self.position = position
    }

    /// The place where one step explains a stretch best.
    ///
    /// - Parameters:
    ///   - margin: values on either side at least, 1 or more.
    ///   - leastDeviation: how far values vary at least, whatever they show.
    /// - Returns: nil where there is no such place, or nothing varies.
    /// - Complexity: O(n), for each ρ.
    static func best(
        _ values: [Double], in stretch: Range<Int>, margin: Int = margin, leastDeviation: Double = 0
    ) -> StepLikelihood? {
        let count = stretch.count
        guard margin >= 1, count >= 2 * margin, count > 2 else { return nil }
        let scaled = Scaled(values[stretch])
        guard scaled.unit > 0 else { return nil }
        let floor = leastDeviation / scaled.unit
        // S(ρ) over (1 - ρ²)^(1/n): its smallest is the largest likelihood.
        var without = Double.infinity
        var with = [Double](repeating: .infinity, count: count)
        for correlation in correlations {
            let q = 1 - correlation, first = 1 - correlation * correlation
            let share = pow(first, -1 / Double(count))
            var tail = 0.0, squares = first * scaled.values[0] * scaled.values[0]
            // Sums of innovations from a place on.
            var tails = [Double](repeating: 0, count: count + 1)
            for index in stride(from: count - 1, through: 1, by: -1) {
                let innovation = scaled.values[index] - correlation * scaled.values[index - 1]
                tail += innovation
                tails[index] = tail
                squares += innovation * innovation
            }
            let level = first * scaled.values[0] + q * tail
            let weight = first + Double(count - 1) * q * q
            let whole = squares - level * level / weight
            let least = Double(count - 2) * floor * floor * first
            var lowest = Double.infinity
            for place in margin...(count - margin) {
                let later = Double(count - 1 - place)
                let across = q + later * q * q, own = 1 + later * q * q
                let step = tails[place] - tails[place + 1] + q * tails[place + 1]
                let saved =
                    (own * level * level - 2 * across * level * step + weight * step * step)
                    / (weight * own - across * across)
                // What the values lack of the least variation is added to both.
                let rest = squares - saved
                with[place] = min(with[place], max(rest, least) * share)
                lowest = min(lowest, rest)
            }
            without = min(without, (whole + max(0, least - lowest)) * share)
        }
        guard let place = (margin...(count - margin)).min(by: { with[$0] < with[$1] }) else { return nil }
        let n = Double(count)
        return StepLikelihood(
            ratio: n * (log(max(without, Scaled.least)) - log(max(with[place], Scaled.least))),
            position: stretch.lowerBound + place)
    }

    /// Of a step at a place that is known.
    ///
    /// - Parameters:
    ///   - values: up to the last one that is known.
    ///   - starts: of all levels, from 0, the one asked about among them.
    ///   - position: the start that is asked about, not 0.
    ///   - leastDeviation: how far values vary at least, whatever they show.
    init(_ values: [Double], starts: [Int], at position: Int, leastDeviation: Double) {
        self.position = position
        ratio = Self.ratio(
            values, starts: starts, without: starts.filter { $0 != position }, leastDeviation: leastDeviation)
    }

    /// Of levels from `starts` on against fewer levels, from `others` on; 0 or more.
    static func ratio(_ values: [Double], starts: [Int], without others: [Int], leastDeviation: Double) -> Double {
        let scaled = Scaled(values[...])
        guard scaled.unit > 0 else { return 0 }
        let floor = leastDeviation / scaled.unit
        let freedom = Double(max(values.count - starts.count, 0))
        var without = Double.infinity, with = Double.infinity
        for correlation in correlations {
            let share = pow(1 - correlation * correlation, -1 / Double(values.count))
            let fine = scaled.squares(about: starts, correlation)
            let lacking = max(0, freedom * floor * floor * (1 - correlation * correlation) - fine)
            with = min(with, (fine + lacking) * share)
            without = min(without, (scaled.squares(about: others, correlation) + lacking) * share)
        }
        return max(0, Double(values.count) * (log(max(without, Scaled.least)) - log(max(with, Scaled.least))))
    }

    // MARK: - Probabilities

    /// Of a ratio as large where a place is known and nothing changed, two-sided.
    ///
    /// Under a known ρ, t = √(f (exp(ratio / n) - 1)) has Student's distribution with f degrees of freedom. With ρ unknown it is wider, most at
    /// ρ = 0.6 and in short stretches: t is divided by a factor that covers the quantiles 0.95 to 0.999 of 8,000 simulated series
    /// of each of 4 to 61 values (`pawl-bench shifts` counts the false points that are left).
    ///
    /// - Parameters:
    ///   - count: n, values in all.
    ///   - levels: their number, the further one among them.
    ///   - shorter: values of the shorter of the two levels.
    static func pValue(_ ratio: Double, count: Int, levels: Int, shorter: Int) -> Double {
        let freedom = Double(count - levels)
        guard freedom > 0, shorter > 0 else { return 1 }
        let t = (freedom * expm1(max(ratio, 0) / Double(count))).squareRoot()
        let m = Double(shorter * shorter)
        let reach = min(1, 23 * m / (m + 9) / (freedom + 2))
        return min(1, 2 * StudentT(degreesOfFreedom: freedom).upperTail(t / (1 + 0.33 * pow(reach, 0.7))))
    }

    /// The ratio that the best of all places exceeds in so many series without a change.
    ///
    /// The table holds quantiles of simulated series, for each length the largest over ρ of 0, 0.3 and 0.6 and over normal noise, outliers and
    /// rounded values (of eight values or more), at ρ = 0 also Student's t with 3 degrees of freedom; linear in ln n and in the logarithm
    /// of the share. `pawl-bench penalties` draws it again.
    static func critical(count: Int, share: Double) -> Double {
        let place = log(Double(max(count, Int(counts[0]))))
        let row = min(max(counts.lastIndex { log($0) <= place } ?? 0, 0), counts.count - 2)
        let along = (place - log(counts[row])) / (log(counts[row + 1]) - log(counts[row]))
        func at(_ table: [Double]) -> Double { table[row] + along * (table[row + 1] - table[row]) }
        let five = at(atFiveHundredths), one = at(atOneHundredth)
        return five + max(one - five, 0) * log(0.05 / max(share, 1e-6)) / log(5)
    }

    static let counts: [Double] = [5, 6, 7, 8, 10, 12, 16, 20, 30, 50, 100, 200, 500, 1000, 2000]
    static let atFiveHundredths: [Double] = [
        12.1, 12.2, 12.3, 12.5, 12.6, 12.8, 12.9, 13.1, 13.1, 13.1, 13.4, 13.5, 13.6, 14.0, 14.2,
    ]
    static let atOneHundredth: [Double] = [
        18.4, 17.5, 17.0, 16.8, 16.6, 16.6, 16.6, 17.0, 17.2, 17.5, 17.6, 17.8, 18.2, 19.0, 19.5,
    ]
}

/// Values about their mean in units of their range, so that squares neither vanish nor overflow.
private struct Scaled {
    let values: [Double]
    /// 0 where all are equal.
    let unit: Double

    /// Squares that rounding alone leaves.
    static let least = 1e-26

    init(_ stretch: ArraySlice<Double>) {
        let low = stretch.min() ?? 0, high = stretch.max() ?? 0
        let unit = high - low
        self.unit = unit
        let origin = stretch.reduce(0) { $0 + ($1 - low) } / Double(max(stretch.count, 1)) + low
        values = unit > 0 ? stretch.map { ($0 - origin) / unit } : Array(stretch)
    }

    /// The least sum of squared innovations about levels from `starts` on: normal equations that couple neighbours alone.
    func squares(about starts: [Int], _ correlation: Double) -> Double {
        let q = 1 - correlation, first = 1 - correlation * correlation
        var squares = 0.0, saved = 0.0
        // Of the level at hand: its weight, its sum, and how it is coupled with the next one.
        var weight = 0.0, sum = 0.0
        var next = 1
        for index in values.indices {
            if index == 0 {
                weight = first
                sum = first * values[0]
                squares += first * values[0] * values[0]
                continue
            }
            let innovation = values[index] - correlation * values[index - 1]
            squares += innovation * innovation
            if next < starts.count, starts[next] == index {
                next += 1
                weight += correlation * correlation
                sum -= correlation * innovation
                saved += sum * sum / weight
                // Elimination of the level before from the equation of this one.
                let coupling = -correlation / weight
                weight = 1 + correlation * coupling
                sum = innovation - coupling * sum
            } else {
                weight += q * q
                sum += q * innovation
            }
        }
        return max(0, squares - saved - sum * sum / weight)
    }
}
