import Foundation
import Statistics

/// What Criterion.rs calls "Performance has regressed" and "has improved".
///
/// 1. T of Welch between the samples; its distribution under "no difference" from resamples of the pooled values; a
///    difference is there when the two-sided p is below 0.05.
/// 2. Then the relative change of the mean is bootstrapped, each side from itself: regressed when its whole 95 %
///    percentile interval lies above +1 %, improved when it lies below -1 %, else "within noise threshold".
///
/// Criterion takes 100,000 resamples, here it is 2,000: a p near 0.05 is then uncertain by 0.005, which moves no figure
/// by more than a gate or two.
/// - Source: Criterion.rs, book, "Analysis process" and "Command-line output"; the defaults of `Criterion`.
struct CriterionTest: SampleTest {
    var alpha = 0.05
    var confidence = 0.95
    var noiseThreshold = 0.01
    var resamples = 2000

    var name: String {
        noiseThreshold == 0.01 ? "Criterion" : "Criterion, ±\(PawlRule.percent(noiseThreshold)) noise threshold"
    }

    func decide(baseline: [Double], candidate: [Double]) -> Ruling.Decision {
        guard let observed = WelchTest.compare(baseline, candidate)?.t else { return .pass }
        var generator = SeededGenerator(seed: 1)
        let pooled = baseline + candidate
        var above = 0
        for _ in 0..<resamples {
            let first = Moments(resampling: pooled, count: baseline.count, using: &generator)
            let second = Moments(resampling: pooled, count: candidate.count, using: &generator)
            if Moments.t(first, second) > observed { above += 1 }
        }
        let pValue = 2 * Double(min(above, resamples - above)) / Double(resamples)
        guard pValue < alpha else { return .pass }

        var changes = (0..<resamples).map { _ in
            let before = Moments(resampling: baseline, count: baseline.count, using: &generator).mean
            return Moments(resampling: candidate, count: candidate.count, using: &generator).mean / before - 1
        }
        changes.sort()
        guard let sample = Sample(changes) else { return .pass }
        let sorted = sample.sorted
        if sorted.quantile((1 - confidence) / 2) > noiseThreshold { return .fail }
        return sorted.quantile((1 + confidence) / 2) < -noiseThreshold ? .faster : .pass
    }

    /// Mean and variance (divisor n - 1) of a resample, without keeping it.
    private struct Moments {
        var mean = 0.0
        var squares = 0.0
        var count: Int

        /// With Welford's (1962) recurrence.
        init(resampling values: [Double], count: Int, using generator: inout SeededGenerator) {
            self.count = count
            for index in 0..<count {
                // The high bits times the count: no division, and a bias far below 1e-9.
                let place = Int(truncatingIfNeeded: generator.next().multipliedFullWidth(by: UInt64(values.count)).high)
                let distance = values[place] - mean
                mean += distance / Double(index + 1)
                squares += distance * (values[place] - mean)
            }
        }

        static func t(_ first: Moments, _ second: Moments) -> Double {
            let variance =
                first.squares / Double(first.count - 1) / Double(first.count)
                + second.squares / Double(second.count - 1) / Double(second.count)
            return variance > 0 ? (second.mean - first.mean) / variance.squareRoot() : 0
        }
    }
}
