import Statistics

/// A number and the interval around it, as reports print them.
public struct Estimate: Sendable, Codable, Equatable {
    /// Of every interval in a calibration's report, two-sided.
    public static let confidence = 0.95

    public var value: Double
    public var low: Double
    public var high: Double

    public init(value: Double, low: Double, high: Double) {
        self.value = value
        self.low = low
        self.high = high
    }

    /// Nil for no trials.
    init?(successes: Int, trials: Int) {
        guard let proportion = Proportion(successes: successes, trials: trials) else { return nil }
        let interval = proportion.interval(confidence: Self.confidence)
        self.init(value: proportion.share, low: interval.low, high: interval.high)
    }

    /// Gates without a false alarm after which the interval ends at `rate` or below.
    static func gatesToProve(_ rate: Double) -> Int {
        Proportion.trialsWithoutSuccess(toBound: rate, alpha: (1 - confidence) / 2)
    }

    func map(_ transform: (Double) -> Double) -> Estimate {
        Estimate(value: transform(value), low: transform(low), high: transform(high))
    }
}
