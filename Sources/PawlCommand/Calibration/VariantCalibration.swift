import Foundation
import Gating
import Statistics

/// What the gates of one variant against its copy showed.
public struct VariantCalibration: Sendable, Codable, Equatable {
    /// `model/variant`.
    public var name: String
    public var gates: GateTally
    /// Launches measured, also of a gate that was cut off.
    public var launches: Int
    /// Of the gates that ended.
    public var meanLaunches: Double?
    public var secondsPerLaunch: Double?
    /// Standard deviation of the launches' effects, which are logarithms: 0.01 is about 1 %. Nil for fewer than two.
    public var launchSpread: Estimate?
    /// By margin, ascending; empty where the spread is not known.
    public var forecasts: [MarginForecast]

    /// - Parameter margin: one of those foretold.
    public func forecast(margin: Double) -> MarginForecast? { forecasts.first { $0.margin == margin } }
}

extension VariantCalibration {
    /// - Parameters:
    ///   - outcomes: this variant's.
    ///   - margins: `max_increase` of the gates to foretell.
    /// - Complexity: six forecasts a margin.
    init(name: String, outcomes: [GateOutcome], margins: [Double], forecaster: GateForecaster, seed: UInt64) {
        self.name = name
        gates = GateTally(outcomes)
        launches = outcomes.reduce(0) { $0 + $1.launches }
        let ended = outcomes.filter { $0.decision != nil }
        meanLaunches = ended.isEmpty ? nil : Double(ended.reduce(0) { $0 + $1.launches }) / Double(ended.count)
        let seconds = launches > 0 ? outcomes.reduce(0) { $0 + $1.seconds } / Double(launches) : nil
        secondsPerLaunch = seconds
        forecasts = []
        guard let effects = Sample(outcomes.flatMap(\.effects)), effects.count >= 2, let seconds else { return }
        let spread = SpreadAboutZero(effects)
        let interval = spread.interval(confidence: Estimate.confidence)
        let estimate = Estimate(value: spread.standardDeviation, low: interval.low, high: interval.high)
        launchSpread = estimate
        forecasts = margins.sorted().map { margin in
            func time(_ change: Double) -> ExpectedGateTime {
                func forecast(_ deviation: Double) -> GateForecast {
                    forecaster.forecast(
                        margin: margin, change: change, noise: effects,
                        scale: estimate.value > 0 ? deviation / estimate.value : 1, seed: seed)
                }
                return ExpectedGateTime(
                    (forecast(estimate.value), forecast(estimate.low), forecast(estimate.high)),
                    secondsPerLaunch: seconds)
            }
            return MarginForecast(
                margin: margin,
                detectableChange: estimate.map {
                    forecaster.detectableChange(margin: margin, launchDeviation: $0)
                },
                launchesNeeded: forecaster.requiredLaunches(
                    margin: margin, change: 2 * margin, launchDeviation: estimate.value),
                unchanged: time(0), doubled: time(2 * margin))
        }
    }
}
