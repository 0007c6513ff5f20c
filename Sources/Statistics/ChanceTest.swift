import Foundation

/// Whether predictions do better than guessing.
///
/// Two tests must both go against the predictions before they are said to be at chance, so that a sound model is not accused:
///
/// 1. Nothing tells them from guessing, each test one-sided at `significance`.
/// 2. There were enough samples to tell: predictions that make a tenth of the way from guessing to perfect are excluded, one-sided at
///    `accusation`. Where they are not, the set is too small to say.
public enum ChanceTest {
    public enum Outcome: String, Sendable, Equatable {
        case above
        case atOrBelow
        /// Too few samples to say.
        case undecided
    }

    /// How likely predictions by guessing pass for more than that, in each test.
    public static let significance = 0.01
    /// How likely predictions that make `usefulShare` of the way from guessing to perfect are said to be at chance.
    public static let accusationAlpha = 0.001
    /// Of the way from guessing to perfect.
    public static let usefulShare = 0.1

    /// `usefulShare` of the way from `chance` to perfect.
    public static func useful(above chance: Double) -> Double { chance + usefulShare * (1 - chance) }

    /// Of one class a sample.
    ///
    /// Guessing is naming the most frequent label. Predictions are above chance when they are right more often than that (exact
    /// binomial test), or more often than predictions with the same frequencies that were dealt out at random (permutation test by its
    /// normal approximation: a model that finds a rare class is worth something, though always naming the other is right more often).
    ///
    /// - Parameter independent: how many of the samples count as independent; nil for all. Fewer make it harder to accuse.
    /// - Returns: nil where all samples have one label: guessing is right on every one.
    /// - Source: the moments of the permutation test are those of Hoeffding, "A combinatorial central limit theorem", Annals of
    ///   Mathematical Statistics 22 (1951), theorem 2.
    public static func classes(_ counts: ConfusionCounts, independent: Int? = nil) -> Outcome? {
        guard counts.presentLabels > 1, let share = Proportion(successes: counts.right, trials: counts.total) else {
            return nil
        }
        let guess = Double(counts.mostFrequentLabel.count) / Double(counts.total)
        if share.lowerBound(alpha: significance) > guess || isAssociated(counts) { return .above }
        return excludes(share, useful(above: guess), independent: independent) ? .atOrBelow : .undecided
    }

    /// Whether a share of so many independent samples lies below `level`, one-sided at `accusation`.
    private static func excludes(_ share: Proportion, _ level: Double, independent: Int?) -> Bool {
        let trials = min(independent ?? share.trials, share.trials)
        let successes = Int((share.share * Double(trials)).rounded(.up))
        guard let counted = Proportion(successes: min(successes, trials), trials: trials) else { return false }
        return counted.upperBound(alpha: accusationAlpha) < level
    }

    /// The mean and the variance of the correct predictions, were the predictions dealt out at random among the samples.
    static func permutationMoments(_ counts: ConfusionCounts) -> (mean: Double, variance: Double) {
        let total = Double(counts.total)
        var products = 0.0, corrections = 0.0
        for (label, prediction) in zip(counts.labels, counts.predictions) {
            let (a, b) = (Double(label), Double(prediction))
            products += a * b
            corrections += a * b * (a + b) / total
        }
        let variance = (products - corrections + products * products / (total * total)) / (total - 1)
        return (products / total, max(variance, 0))
    }

    private static func isAssociated(_ counts: ConfusionCounts) -> Bool {
        guard counts.total > 1 else { return false }
        let (mean, variance) = permutationMoments(counts)
        guard variance > 1e-12 else { return false }
        // Half a sample of continuity correction.
        let distance = (Double(counts.right) - 0.5 - mean) / variance.squareRoot()
        return StandardNormal.upperTail(distance) < significance
    }

    /// Of an area under the ROC curve, where guessing is one half.
    ///
    /// - Parameters:
    ///   - standardError: of the area as it is, such as the jackknife's.
    ///   - positives: samples of either kind, for the standard error were there no relation, √((P + N + 1) / 12 P N).
    ///   - units: independent units behind `standardError`.
    /// - Returns: nil without samples of both kinds, or with a standard error that is no number.
    /// - Source: Mann & Whitney, "On a test of whether one of two random variables is stochastically larger than the other", Annals
    ///   of Mathematical Statistics 18 (1947).
    public static func area(
        _ area: Double, standardError: Double, positives: Int, negatives: Int, units: Int
    ) -> Outcome? {
        guard positives > 0, negatives > 0, units > 1, area.isFinite, standardError.isFinite else { return nil }
        let (p, n) = (Double(positives), Double(negatives))
        let unrelated = ((p + n + 1) / (12 * p * n)).squareRoot()
        if (area - 0.5) / unrelated > StandardNormal.quantile(1 - significance) { return .above }
        let error = max(standardError, unrelated)
        let halfWidth = StudentT(degreesOfFreedom: Double(units - 1)).quantile(1 - accusationAlpha) * error
        return area + halfWidth < useful(above: 0.5) ? .atOrBelow : .undecided
    }

    /// Fewer units are never said to be at chance: where all have the same value, their spread says nothing.
    public static let fewestUnits = 20

    /// Of a metric that is 1 for perfect predictions and `guess` for predictions that have nothing to do with the labels.
    ///
    /// - Parameters:
    ///   - standardError: of the value, such as the jackknife's.
    ///   - units: independent units behind `standardError`.
    ///   - tests: how many values it is the best of.
    /// - Returns: nil with fewer than two units, and for values that are no numbers.
    public static func metric(
        _ value: Double, guess: Double, standardError: Double, units: Int, tests: Int = 1
    ) -> Outcome? {
        guard units > 1, value.isFinite, guess.isFinite, guess < 1, standardError.isFinite else { return nil }
        let distribution = StudentT(degreesOfFreedom: Double(units - 1))
        let level = 1 - significance / Double(max(tests, 1))
        // What equals the guess is not above it for the rounding of two ways to it.
        if value - distribution.quantile(level) * standardError > guess + 1e-9 { return .above }
        guard units >= fewestUnits else { return .undecided }
        let high = value + distribution.quantile(1 - accusationAlpha) * standardError
        return high < useful(above: guess) ? .atOrBelow : .undecided
    }
}
