import Gating
import Records
import Statistics
import Suites

/// What gates on this machine are worth, from gates between equal sides.
struct CalibrationReport: Sendable, Codable, Equatable {
    /// Whose gates are foretold, beside the one that was played.
    static let margins = [0.01, 0.02, 0.03, 0.05, 0.1]

    var suite: SuiteReference
    /// `max_increase` of the gates.
    var margin: Double
    /// As planned for every gate.
    var looks: [Int]
    /// The share of equal things that a gate may fail.
    var allowedFalseAlarmRate: Double
    var seed: UInt64
    var requestedSeconds: Double
    var spentSeconds: Double
    var ending: Calibration.Result.StopReason
    /// Of every interval here.
    var confidence: Double
    /// Of all variants together.
    var gates: GateTally
    /// Gates in a row without a false alarm that would show the rate to be at most the allowed one.
    var gatesToProve: Int
    /// Nil without a gate.
    var secondsPerGate: Double?
    var variants: [VariantCalibration]

    /// Whether so many false alarms happen by chance in fewer than 1 of 40 calibrations, were the promise kept.
    var breaksThePromise: Bool { (gates.falseAlarmRate?.low ?? 0) > allowedFalseAlarmRate }
}

extension CalibrationReport {
    /// - Complexity: O(variants × margins) forecasts; seconds of work.
    init(
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

/// How gates between equal sides ended; those that were cut off are not among them.
struct GateTally: Sendable, Codable, Equatable {
    var gates: Int
    var passed: Int
    /// False alarms.
    var failed: Int
    var undecided: Int
    /// Of `gates`, with Clopper and Pearson's interval; nil without a gate.
    var falseAlarmRate: Estimate?
    var undecidedShare: Estimate?
}

extension GateTally {
    init(_ outcomes: [GateOutcome]) {
        let decisions = outcomes.compactMap(\.decision)
        gates = decisions.count
        passed = decisions.count { $0 == .passed }
        failed = decisions.count { $0 == .failed }
        undecided = decisions.count { $0 == .undecided }
        falseAlarmRate = Estimate(successes: failed, trials: gates)
        undecidedShare = Estimate(successes: undecided, trials: gates)
    }
}

/// What a gate is expected to take, at a true change.
struct ExpectedGateTime: Sendable, Codable, Equatable {
    /// The range comes from that of the spread between launches.
    var launches: Estimate
    /// Of the launches; evaluating golden sets comes on top.
    var seconds: Estimate
    /// At the spread that was observed.
    var failedShare: Double
    var passedShare: Double
    var undecidedShare: Double
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

/// What a gate of one margin would be worth on this machine.
struct MarginForecast: Sendable, Codable, Equatable {
    /// `max_increase`: 0.03 is 3 %.
    var margin: Double
    /// The smallest true change that is failed in four of five gates, with the range that the spread's gives.
    var detectableChange: Estimate
    /// `launches` of a suite with which four of five slow-downs by twice the margin would be failed; nil when no practical
    /// number would do.
    var launchesNeeded: Int?
    /// When nothing changed.
    var unchanged: ExpectedGateTime
    /// When the candidate is slower by twice the margin.
    var doubled: ExpectedGateTime

    /// Whether such gates mostly decide: at least four of five pass what did not change, and fail what is slower by
    /// twice the margin.
    var isSharp: Bool { unchanged.passedShare >= 0.8 && doubled.failedShare >= 0.8 }
}

/// A number and the interval around it, as reports print them.
struct Estimate: Sendable, Codable, Equatable {
    /// Of every interval in a calibration's report, two-sided.
    static let confidence = 0.95

    var value: Double
    var low: Double
    var high: Double

    init(value: Double, low: Double, high: Double) {
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
