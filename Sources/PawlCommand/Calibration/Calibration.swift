import CSystem
import Diagnostics
import Foundation
import Harness
import Records
import Statistics
import Suites
import Support

/// Gates equal things on this machine for a stated time, to see how often that raises an alarm.
struct Calibration {
    /// Measures an isolated pair; the seed is of its random orders.
    typealias Measure = (_ plan: Plan, _ seed: UInt64) throws -> RunRecord

    /// How it ended, and everything that was measured until then.
    struct Result {
        enum StopReason: String, Sendable, Codable { case complete, interrupted, failed }

        var outcomes: [GateOutcome] = []
        var ending = StopReason.complete
        /// What `failed`.
        var error: (any Error)?
        var seconds = 0.0
    }

    private let plan: CalibrationPlan
    private let seed: UInt64
    private let measure: Measure
    private let observe: (CalibrationEvent) -> Void
    private let now: () -> Double

    /// - Parameters:
    ///   - observe: called between gates, from the thread that runs.
    ///   - now: seconds of a clock that does not jump.
    init(
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
    func run(seconds: Double) -> Result {
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

/// What a calibration reports while it goes on.
enum CalibrationEvent: Sendable {
    /// - Parameters:
    ///   - number: counts from 1.
    ///   - mostLaunches: the last look.
    case gateBegan(number: Int, variant: String, mostLaunches: Int)
    /// From the harness, within a gate.
    case within(RunEvent)
    case gateEnded(GateOutcome)
}

/// Why a variant could not be gated against itself.
public enum CalibrationError: DiagnosableError, Equatable {
    /// A side of a pair failed, or gave no value.
    case measurementFailed(String)
    case nothingToCalibrate(suite: String)

    public var blame: Blame {
        switch self {
        case .measurementFailed: .machine
        case .nothingToCalibrate: .input
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .measurementFailed(let reason):
            [Diagnostic(code: "calibration.measurement", reason)]
        case .nothingToCalibrate(let suite):
            [
                Diagnostic(
                    code: "calibration.nothing", "suite '\(suite)' has no reference to calibrate with",
                    hint: "name variants with --only GLOB, or another suite with --suite SUITE")
            ]
        }
    }
}

/// Measures a pair by itself with the harness that gates use: launches of fresh processes, and nothing beside them.
public struct PairMeasurement: Sendable {
    public var worker: WorkerCommand
    public var interruption: Interruption

    public init(worker: WorkerCommand, interruption: Interruption) {
        self.worker = worker
        self.interruption = interruption
    }

    /// - Parameters:
    ///   - plan: of one pair, as `Plan.isolating` makes it.
    ///   - ask: as `Harness`; nil measures all launches.
    /// - Returns: the record, `interrupted` when the interruption came first.
    /// - Throws: `CalibrationError.measurementFailed` when a side failed, `FileError` when there is no private folder.
    public func measure(
        _ plan: Plan, seed: UInt64, observe: @escaping @Sendable (RunEvent) -> Void = { _ in },
        ask: (@Sendable (InterimLook) -> InterimLook.Decision)? = nil
    ) throws -> RunRecord {
        let announced = RunRecord(
            id: "pair", kind: .gate, status: .running, suite: plan.suite, against: plan.against, startedAt: Date(),
            seed: seed, pawlVersion: "",
            environment: EnvironmentRecord(hostName: "", machineFingerprint: "", facts: []))
        let harness = Harness(worker: worker, interruption: interruption, observe: observe, ask: ask)
        let run = try harness.measure(plan, as: announced, phases: [.latency])
        if run.status != .interrupted, let cell = run.cells.first(where: { $0.failure != nil }),
            let failure = cell.failure
        {
            throw CalibrationError.measurementFailed("\(cell.name): \(failure.phase): \(failure.message)")
        }
        return run
    }
}
