import Gating

/// What a gate is expected to take, at a true change.
public struct ExpectedGateTime: Sendable, Codable, Equatable {
    /// The range comes from that of the spread between launches.
    public var launches: Estimate
    /// Of the launches; evaluating golden sets comes on top.
    public var seconds: Estimate
    /// At the spread that was observed.
    public var failedShare: Double
    public var passedShare: Double
    public var undecidedShare: Double
}

extension ExpectedGateTime {
    /// - Parameters:
    ///   - forecasts: at the observed spread, and at the ends of its interval.
    init(_ forecasts: (value: GateForecast, low: GateForecast, high: GateForecast), secondsPerLaunch: Double) {
        let launches = [forecasts.value, forecasts.low, forecasts.high].map(\.meanLaunches)
        // A spread beyond hope gives up no sooner than one that just fails to decide, so the ends need not be in order.
        self.launches = Estimate(value: launches[0], low: launches.min() ?? 0, high: launches.max() ?? 0)
        seconds = self.launches.map { $0 * secondsPerLaunch }
        failedShare = forecasts.value.failedShare
        passedShare = forecasts.value.passedShare
        undecidedShare = forecasts.value.undecidedShare
    }
}
