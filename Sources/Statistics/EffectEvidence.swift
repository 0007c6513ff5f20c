/// What the effects of some launches say, as every gate reads them.
public struct EffectEvidence: Sendable, Equatable {
    /// One d per launch, in order of launch.
    public let effects: Sample
    public let correlation: SerialCorrelation
    /// Of the effects, with as many effective launches as the correlation leaves. From `firstTrimmedCount` launches on the
    /// lowest and the highest effect are trimmed.
    public let test: OneSampleTTest

    /// With fewer launches than this a trimmed launch costs more certainty than an outlier does; docs/method.md has the
    /// simulation that chose it.
    public static let firstTrimmedCount = 12

    /// Nil for fewer than two launches.
    public init?(_ effects: Sample) {
        let correlation = SerialCorrelation(effects)
        guard
            let test = OneSampleTTest(
                effects, trimmedPerSide: effects.count >= Self.firstTrimmedCount ? 1 : 0,
                effectiveCount: correlation.effectiveCount)
        else { return nil }
        self.effects = effects
        self.correlation = correlation
        self.test = test
    }
}
