/// What gates would come to and take, were launches to vary as assumed.
public struct GateForecast: Sendable, Equatable {
    /// Gates simulated.
    public let gates: Int
    public let meanLaunches: Double
    public let failedShare: Double
    public let passedShare: Double

    public var undecidedShare: Double { 1 - failedShare - passedShare }
}
