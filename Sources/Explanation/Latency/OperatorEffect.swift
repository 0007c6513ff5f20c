import Statistics

/// What one operator, or several that stand for each other, add to the change of an inference's time.
public struct OperatorEffect: Sendable, Equatable {
    /// Candidate less baseline, nanoseconds per inference, with the interval that holds for all effects of a decomposition at once.
    public var nanoseconds: Double
    public var interval: Interval

    public init(nanoseconds: Double, interval: Interval) {
        self.nanoseconds = nanoseconds
        self.interval = interval
    }
}
