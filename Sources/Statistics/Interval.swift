/// A range that covers the true value with a stated probability.
public struct Interval: Sendable, Equatable {
    public var low: Double
    public var high: Double
    /// Such as 0.95; 1 for a quantity known exactly.
    public var confidence: Double

    public init(low: Double, high: Double, confidence: Double) {
        self.low = low
        self.high = high
        self.confidence = confidence
    }
}
