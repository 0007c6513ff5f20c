import Foundation
import Gating
import Records
import Statistics

/// What the gates of one variant against its copy showed.
struct VariantCalibration: Sendable, Codable, Equatable {
    /// `model/variant`.
    var name: String
    var gates: GateTally
    /// Launches measured, also of a gate that was cut off.
    var launches: Int
    /// Of the gates that ended.
    var meanLaunches: Double?
    var secondsPerLaunch: Double?
    /// Standard deviation of the launches' effects, which are logarithms: 0.01 is about 1 %. Nil for fewer than two.
    var launchSpread: Estimate?
    /// By margin, ascending; empty where the spread is not known.
    var forecasts: [MarginForecast]

    /// - Parameter margin: one of those foretold.
    func forecast(margin: Double) -> MarginForecast? { forecasts.first { $0.margin == margin } }
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

/// What a gate said of a variant and its copy, and the launches that it took.
struct GateOutcome: Sendable, Equatable {
    enum Decision: Sendable { case passed, failed, undecided }

    /// Position in `CalibrationPlan.variants`.
    var variant: Int
    /// Nil when the gate was cut off, which says nothing of it; its launches are as good as any.
    var decision: Decision?
    /// d of each launch; their true mean is 0.
    var effects: [Double]
    var launches: Int
    /// Of all its launches.
    var seconds: Double

    init(variant: Int, decision: Decision?, effects: [Double], launches: Int, seconds: Double) {
        self.variant = variant
        self.decision = decision
        self.effects = effects
        self.launches = launches
        self.seconds = seconds
    }

    /// Judges the run of an isolated pair by the code that judges every run.
    ///
    /// - Throws: `CalibrationError.measurementFailed` when the verdict is that there is no value.
    init(variant: Int, plan: CalibrationPlan, run: RunRecord) throws(CalibrationError) {
        guard let pair = run.pairs.first, run.cells.count == 2 else {
            throw .measurementFailed("\(plan.variants[variant].name): nothing was measured")
        }
        let change = try? LatencyChange(
            .latencyP50, of: pair, baseline: run.cells[pair.baselineCell], candidate: run.cells[pair.candidateCell])
        var decision: Decision?
        if run.status != .interrupted {
            guard let verdict = Judge.judge(run: run, gates: [plan.gate]).first else {
                throw .measurementFailed("\(plan.variants[variant].name): nothing was judged")
            }
            switch verdict.state {
            case .passed: decision = .passed
            case .failed: decision = .failed
            case .inconclusive: decision = .undecided
            case .error, .notJudged:
                throw .measurementFailed("\(plan.variants[variant].name): \(verdict.headline)")
            }
        }
        self.init(
            variant: variant, decision: decision, effects: change?.effects.values ?? [],
            launches: pair.launchesMeasured, seconds: pair.secondsSpent)
    }
}
