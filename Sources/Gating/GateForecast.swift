/// How simulated gates end, and how many launches they take, if launches vary as assumed.
public struct GateForecast: Sendable, Equatable {
    /// Gates simulated.
    public let gates: Int
    public let meanLaunches: Double
    public let failedShare: Double
    public let passedShare: Double

    public var undecidedShare: Double { 1 - failedShare - passedShare }
}
