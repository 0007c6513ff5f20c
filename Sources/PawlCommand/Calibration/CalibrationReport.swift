import Gating
import Records
import Suites

/// What gates on this machine are worth, from gates between equal sides.
public struct CalibrationReport: Sendable, Codable, Equatable {
    /// Whose gates are foretold, beside the one that was played.
    public static let margins = [0.01, 0.02, 0.03, 0.05, 0.1]

    public var suite: SuiteReference
    /// `max_increase` of the gates.
    public var margin: Double
    /// As planned for every gate.
    public var looks: [Int]
    /// The share of equal things that a gate may fail.
    public var allowedFalseAlarmRate: Double
    public var seed: UInt64
    public var requestedSeconds: Double
    public var spentSeconds: Double
    public var ending: Calibration.Result.StopReason
    /// Of every interval here.
    public var confidence: Double
    /// Of all variants together.
    public var gates: GateTally
    /// Gates in a row without a false alarm that would show the rate to be at most the allowed one.
    public var gatesToProve: Int
    /// Nil without a gate.
    public var secondsPerGate: Double?
    public var variants: [VariantCalibration]

    /// Whether so many false alarms happen by chance in fewer than 1 of 40 calibrations, were the promise kept.
    public var breaksThePromise: Bool { (gates.falseAlarmRate?.low ?? 0) > allowedFalseAlarmRate }
}

extension CalibrationReport {
    /// - Complexity: O(variants × margins) forecasts; seconds of work.
    public init(
        _ result: Calibration.Result, plan: CalibrationPlan, seed: UInt64, requestedSeconds: Double,
        policy: JudgementPolicy = JudgementPolicy()
    ) {
        guard let forecaster = GateForecaster(looks: plan.measurement.looks, policy: policy) else {
            preconditionFailure("every measurement policy has a schedule")
        }
        suite = plan.suite
        margin = plan.margin
        looks = plan.measurement.looks
        allowedFalseAlarmRate = policy.failAlpha
        self.seed = seed
        self.requestedSeconds = requestedSeconds
        spentSeconds = result.seconds
        ending = result.ending
        confidence = Estimate.confidence
        gates = GateTally(result.outcomes)
        gatesToProve = Estimate.gatesToProve(policy.failAlpha)
        let ended = result.outcomes.filter { $0.decision != nil }
        secondsPerGate = ended.isEmpty ? nil : ended.reduce(0) { $0 + $1.seconds } / Double(ended.count)
        let margins = Self.margins.contains(margin) ? Self.margins : Self.margins + [margin]
        variants = plan.variants.indices.map { index in
            VariantCalibration(
                name: plan.variants[index].name, outcomes: result.outcomes.filter { $0.variant == index },
                margins: margins, forecaster: forecaster, seed: seed)
        }
    }
}
