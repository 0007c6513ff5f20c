/// The difference of two runs of different times, judged by how much runs of one and the same thing differ.
///
/// Two runs were not measured side by side: whatever made one run slow as a whole (temperature, memory layout after a restart,
/// a neighbour) stands in their difference. The spread within the two runs says nothing about it; other runs do.
/// With y the means of k runs of one unchanged thing, none of them among the two compared,
///
///     V = Σ (yᵢ - ȳ)² / (k - 1)
///
/// estimates the variance of a run's mean, that from run to run and that from within together. So
///
///     d = candidate - baseline,   SE² = 2 V + Σ over both sides of max(0, s² - s̄²),
///
/// with s the standard error of the side within its run and s̄² the mean of the history's s²: a side that is noisier within than the
/// history is charged for it, one that is quieter earns nothing. Both sides are taken to differ from run to run alike. Degrees of
/// freedom by Satterthwaite; without extra noise they are k - 1, and the test is exact for normal runs.
///
/// Subtracting the spread within from V, to have the one between runs alone, was not chosen: the difference of two estimates
/// can be negative, and its degrees of freedom are a guess.
public struct RunDifference: Sendable, Equatable {
    public let candidate: RunMean
    public let baseline: RunMean
    /// Runs of the baseline's own variant, without the baseline's run.
    public let history: [RunMean]
    public let test: SatterthwaiteTest

    private let spread: Double
    private let extra: [SatterthwaiteTest.Part]

    /// - Returns: nil for a history of fewer than two runs, or values that are not finite.
    public init?(baseline: RunMean, candidate: RunMean, history: [RunMean]) {
        guard let spread = Sample(history.map(\.mean))?.standardDeviation,
            let within = Sample(history.map(\.part.variance))?.mean
        else { return nil }
        self.baseline = baseline
        self.candidate = candidate
        self.history = history
        self.spread = spread
        extra = [candidate.part, baseline.part].map { part in
            SatterthwaiteTest.Part(
                variance: max(0, part.variance - within), degreesOfFreedom: part.degreesOfFreedom)
        }
        guard
            let test = Self.test(
                candidate.mean - baseline.mean, spread: spread, historyCount: history.count, extra: extra)
        else { return nil }
        self.test = test
    }

    /// √V: how much the means of the history differ from run to run.
    public var betweenRunStandardDeviation: Double { spread }

    /// The test as it would be with another number of runs in the history and all spreads as they are.
    ///
    /// - Parameter historyCount: at least 2.
    public func test(historyCount: Int) -> SatterthwaiteTest {
        Self.test(test.mean, spread: spread, historyCount: max(historyCount, 2), extra: extra) ?? test
    }

    /// What the launches of the two runs alone would say: Welch's test. It takes every drift between the runs for an effect;
    /// it is here to be compared with, not to decide.
    public var withinRunTest: SatterthwaiteTest? { SatterthwaiteTest(from: baseline, to: candidate) }

    private static func test(
        _ mean: Double, spread: Double, historyCount: Int, extra: [SatterthwaiteTest.Part]
    ) -> SatterthwaiteTest? {
        let between = SatterthwaiteTest.Part(
            variance: 2 * spread * spread, degreesOfFreedom: Double(historyCount - 1))
        return SatterthwaiteTest(mean: mean, parts: [between] + extra)
    }
}

/// The mean of one run's launches, and how well that run alone knows it.
public struct RunMean: MeanTest, Equatable {
    public let mean: Double
    /// Of the spread within the run only: what differs from run to run does not show in it.
    public let standardError: Double
    public let degreesOfFreedom: Double
    public let count: Int

    public init(mean: Double, standardError: Double, degreesOfFreedom: Double, count: Int) {
        self.mean = mean
        self.standardError = standardError
        self.degreesOfFreedom = degreesOfFreedom
        self.count = count
    }

    /// From the values of a run's launches, in order of time.
    ///
    /// Values that resemble their neighbours count for fewer (`SerialCorrelation`).
    ///
    /// - Parameter trimmedPerSide: as in `OneSampleTTest`.
    /// - Returns: nil for fewer than two values.
    public init?(_ sample: Sample, trimmedPerSide: Int = 0) {
        let test = OneSampleTTest(
            sample, trimmedPerSide: trimmedPerSide, effectiveCount: SerialCorrelation(sample).effectiveCount)
        guard let test else { return nil }
        self.init(
            mean: test.mean, standardError: test.standardError, degreesOfFreedom: test.degreesOfFreedom,
            count: sample.count)
    }

    var part: SatterthwaiteTest.Part {
        SatterthwaiteTest.Part(variance: standardError * standardError, degreesOfFreedom: degreesOfFreedom)
    }
}
