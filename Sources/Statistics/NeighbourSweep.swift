/// Which neighbours in a row of levels differ, such as the releases of a library by the time that one model takes on each.
///
/// Of every two neighbours effects are drawn, differences of their levels with some noise, and looked at after planned numbers of them.
/// At a look a pair of neighbours is
///
/// - `changed` when Student's test of its own effects rejects "there is no difference". P(any equal neighbours are called changed) ≤ α,
///   over all pairs, both directions and all looks: α is divided by the number of pairs and by two (Bonferroni), and spent over the
///   looks in proportion to the evidence (`ErrorSpending.power(1)`).
/// - `unchanged` when its tests reject "the difference is δ or more" and "it is -δ or less". P(a difference of δ is called
///   unchanged) ≤ β for each pair, spent by `power(0.5)`: most pairs are equal, and the sooner they are let go, the more time is left for
///   the others.
///
/// Two effects say next to nothing of their spread by themselves. Before `EffectEvidence.firstTrimmedCount` effects the test for
/// `unchanged` therefore takes a robust spread pooled over all pairs, or the pair's own where that is larger. The test for `changed` never
/// does: a pair that is noisier than its neighbours must not look like a change.
///
/// Neighbours are compared, not the ends of ever shorter stretches, between which two opposite steps would cancel. Nor would other
/// pairs tell more: whichever of n levels are compared, L comparisons leave the differences that were compared with a variance of
/// (n - 1) σ² / L on average (Foster's theorem on effective resistances).
///
/// - Source: Schuirmann, "A comparison of the two one-sided tests procedure and the power approach", J. Pharmacokin. Biopharm. 15
///   (1987), for `unchanged`; Foster, "The average impedance of an electrical network", Contributions to Applied Mechanics (1949).
public struct NeighbourSweep: Sendable {
    public enum Decision: String, Sendable, Codable { case changed, unchanged, undecided }

    /// What a pair's effects say at the last look that they reached.
    public struct Finding: Sendable, Equatable {
        public let decision: Decision
        /// The difference, in the effects' unit.
        public let estimate: Double
        /// The interval of the test that decided, or is nearest to it: without 0 for `changed`, within ±δ for `unchanged`.
        public let low: Double
        public let high: Double
        /// How many effects were in at the look.
        public let effects: Int
    }

    /// Of each pair, α / (2 pairs).
    public let changeAlpha: Double
    /// δ: every difference of at least so much is to be found.
    public let smallestStep: Double
    /// The numbers of effects after which a pair is looked at.
    public var looks: [Int] { unchanged.looks.map(\.count) }

    /// A spread of fewer values may be small by chance, and a small level of a test with so few degrees of freedom asks for next to
    /// infinite evidence: an earlier look would spend error probability for nothing.
    static let leastForChange = 6

    private let changed: SequentialDesign
    private let unchanged: SequentialDesign

    /// - Parameters:
    ///   - pairs: how many pairs of neighbours there are.
    ///   - smallestStep: δ, above 0.
    ///   - falseAlarm: α, over all pairs; above 0, below 1.
    ///   - miss: β, of each pair with a difference of δ; in (0, 0.5].
    ///   - looks: ascending, from 2 up.
    /// - Returns: nil when the parameters are outside these domains.
    public init?(pairs: Int, smallestStep: Double, falseAlarm: Double = 0.01, miss: Double = 0.02, looks: [Int]) {
        guard pairs > 0, falseAlarm < 1, smallestStep > 0, smallestStep.isFinite, let first = looks.first, first >= 2,
            let last = looks.last
        else { return nil }
        changeAlpha = falseAlarm / Double(2 * pairs)
        let late = looks.filter { $0 >= Self.leastForChange }
        guard
            let changed = SequentialDesign(
                looks: late.isEmpty ? [last] : late, alpha: changeAlpha, spending: .power(1)),
            let unchanged = SequentialDesign(looks: looks, alpha: miss, spending: .power(0.5))
        else { return nil }
        self.smallestStep = smallestStep
        self.changed = changed
        self.unchanged = unchanged
    }

    /// - Parameters:
    ///   - own: the pair's effects, in the order in which they were drawn. What came after the last look that was reached is left out.
    ///   - all: those of every pair so far, this one among them.
    /// - Returns: nil before the first look, and for an effect that is no finite number.
    public func finding(_ own: [Double], among all: [[Double]]) -> Finding? {
        guard let look = unchanged.looks.last(where: { $0.count <= own.count }),
            let evidence = Sample(Array(own.prefix(look.count))).flatMap({ EffectEvidence($0) })
        else { return nil }
        let test = evidence.test
        func finding(_ decision: Decision, _ low: Double, _ high: Double) -> Finding {
            Finding(decision: decision, estimate: test.mean, low: low, high: high, effects: look.count)
        }
        let level = changed.looks.last { $0.count == look.count }?.nominalAlpha
        if let level, case let (low, high) = (test.lowerBound(alpha: level), test.upperBound(alpha: level)),
            low > 0 || high < 0
        {
            return finding(.changed, low, high)
        }
        let equivalence = equivalenceTest(test, among: all)
        let low = equivalence.lowerBound(alpha: look.nominalAlpha)
        let high = equivalence.upperBound(alpha: look.nominalAlpha)
        return finding(low > -smallestStep && high < smallestStep ? .unchanged : .undecided, low, high)
    }

    /// How many more effects the next look takes; nil after the last.
    public func effectsToNextLook(after count: Int) -> Int? { looks.first { $0 > count }.map { $0 - count } }

    private func equivalenceTest(_ own: OneSampleTTest, among all: [[Double]]) -> SatterthwaiteTest {
        guard own.count < EffectEvidence.firstTrimmedCount, let spread = Self.pooledSpread(all) else {
            return SatterthwaiteTest(own)
        }
        let variance = max(spread.variance, own.standardDeviation * own.standardDeviation)
        let part = SatterthwaiteTest.Part(
            variance: variance / own.effectiveCount, degreesOfFreedom: spread.degreesOfFreedom)
        return SatterthwaiteTest(mean: own.mean, parts: [part]) ?? SatterthwaiteTest(own)
    }

    /// The variance of single effects about the means of their pairs; nil where no pair has two.
    ///
    /// Squares far from the others count in part (`RobustVariation`): one launch that a neighbour disturbed must not keep every pair
    /// measuring. That takes about a tenth of the degrees of freedom.
    static func pooledSpread(_ all: [[Double]]) -> SatterthwaiteTest.Part? {
        var residuals: [Double] = []
        var degreesOfFreedom = 0
        for effects in all where effects.count > 1 {
            guard let sample = Sample(effects) else { continue }
            let (mean, n) = (sample.mean, Double(sample.count))
            // Each with the variance of a single effect.
            residuals += sample.values.map { ($0 - mean) * (n / (n - 1)).squareRoot() }
            degreesOfFreedom += sample.count - 1
        }
        guard degreesOfFreedom > 0 else { return nil }
        let plain = residuals.reduce(0) { $0 + $1 * $1 } / Double(residuals.count)
        return .init(
            variance: RobustVariation.meanSquare(residuals) ?? plain, degreesOfFreedom: 0.9 * Double(degreesOfFreedom))
    }
}
