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
