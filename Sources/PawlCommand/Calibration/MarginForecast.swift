/// What a gate of one margin would be worth on this machine.
public struct MarginForecast: Sendable, Codable, Equatable {
    /// `max_increase`: 0.03 is 3 %.
    public var margin: Double
    /// The smallest true change that is failed in four of five gates, with the range that the spread's gives.
    public var detectableChange: Estimate
    /// `launches` of a suite with which four of five slow-downs by twice the margin would be failed; nil when no practical
    /// number would do.
    public var launchesNeeded: Int?
    /// When nothing changed.
    public var unchanged: ExpectedGateTime
    /// When the candidate is slower by twice the margin.
    public var doubled: ExpectedGateTime

    /// Whether such gates mostly give an answer: at least four of five pass what did not change, and fail what is slower by
    /// twice the margin.
    public var isSharp: Bool { unchanged.passedShare >= 0.8 && doubled.failedShare >= 0.8 }
}
