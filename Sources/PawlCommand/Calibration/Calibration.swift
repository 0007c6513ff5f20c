import CSystem
import Records
import Statistics
import Suites

/// Gates equal things on this machine for a stated time, to see how often that raises an alarm.
public struct Calibration {
    /// Measures an isolated pair; the seed is of its random orders.
    public typealias Measure = (_ plan: Plan, _ seed: UInt64) throws -> RunRecord

    /// How it came to an end, and everything that was measured until then.
    public struct Result {
        public enum StopReason: String, Sendable, Codable { case complete, interrupted, failed }

        public var outcomes: [GateOutcome] = []
        public var ending = StopReason.complete
        /// What `failed`.
        public var error: (any Error)?
        public var seconds = 0.0

        public init() {}
    }

    private let plan: CalibrationPlan
    private let seed: UInt64
    private let measure: Measure
    private let observe: (CalibrationEvent) -> Void
    private let now: () -> Double

    /// - Parameters:
    ///   - observe: called between gates, from the thread that runs.
    ///   - now: seconds of a clock that does not jump.
    public init(
        _ plan: CalibrationPlan, seed: UInt64, observe: @escaping (CalibrationEvent) -> Void = { _ in },
        now: @escaping () -> Double = { Double(pawl_monotonic_raw_nanoseconds()) / 1e9 }, measure: @escaping Measure
    ) {
        self.plan = plan
        self.seed = seed
        self.measure = measure
        self.observe = observe
        self.now = now
    }

    /// Gates one variant after the other, in turn, until the time is up.
    ///
    /// The gate at hand when the time is up is finished: cutting it off would lose long gates, which are the undecided ones,
    /// more often than short ones. At least one gate is begun.
    public func run(seconds: Double) -> Result {
        var generator = SeededGenerator(seed: seed)
        var result = Result()
        let start = now()
        repeat {
            let variant = result.outcomes.count % plan.variants.count
            observe(
                .gateBegan(
                    number: result.outcomes.count + 1, variant: plan.variants[variant].name,
                    mostLaunches: plan.measurement.launches))
            do {
                let run = try measure(plan.variants[variant].plan, generator.next())
                let outcome = try GateOutcome(variant: variant, plan: plan, run: run)
                result.outcomes.append(outcome)
                observe(.gateEnded(outcome))
                if run.status == .interrupted { result.ending = .interrupted }
            } catch {
                (result.ending, result.error) = (.failed, error)
            }
            result.seconds = now() - start
        } while result.ending == .complete && result.seconds < seconds
        return result
    }
}
