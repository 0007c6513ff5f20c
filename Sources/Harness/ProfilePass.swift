import CSystem
import Records
import Statistics
import Suites
import Support
import Worker

/// Measures a pair launch by launch: without a profiler, as gates do, and at once with it, in fresh workers.
struct ProfilePass {
    /// Of a profiled block and a profiled warm-up: profiles grow with every inference, and a few are steady.
    static let profiledBlockNanoseconds: UInt64 = 5_000_000
    static let profiledWarmUpNanoseconds: UInt64 = 20_000_000
    /// Without them there is no interval at all.
    static let fewestLaunches = 2

    private let plan: Plan
    private let workers: WorkerStarter
    private let lockFile: String
    private let patience: BusyWaitLimit
    private let observe: @Sendable (RunEvent) -> Void
    private var generator: SeededGenerator

    /// - Parameter plan: of one pair, its tensors resolved.
    init(
        plan: Plan, workers: WorkerStarter, lockFile: String, patience: BusyWaitLimit, seed: UInt64,
        observe: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.plan = plan
        self.workers = workers
        self.lockFile = lockFile
        self.patience = patience
        self.observe = observe
        generator = SeededGenerator(seed: seed)
    }

    mutating func measure(seconds: Double, launches: Int) -> PairProfile {
        var profile = PairProfile()
        let observe = observe
        var watch = LoadMonitor(rule: PauseRule(cores: AllowedCores(), budgetSeconds: seconds, patience: patience)) {
            observe(.waitingForIdleMachine(foreignCores: $0, seconds: $1))
        }
        observe(.phase(.profile, steps: launches))
        let start = pawl_monotonic_raw_nanoseconds()
        func elapsed() -> Double { Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9 }
        /// Of the launches so far, without waiting: the first reads files anew.
        var longest = 0.0
        for index in 0..<launches {
            guard !workers.interruption.wasTriggered else {
                profile.ending = .interrupted
                break
            }
            guard index < Self.fewestLaunches || elapsed() + longest <= seconds else {
                profile.ending = .budget
                observe(.stepsDropped(launches - index))
                break
            }
            let before = elapsed()
            do {
                profile.launches.append(try launch(index, start: start, spent: before, &watch))
            } catch {
                note(error, in: &profile)
                break
            }
            longest = index == 0 ? 0 : max(longest, elapsed() - before)
            observe(.stepFinished(label: plan.cells[1].name))
        }
        profile.busiestPrograms = watch.busiestPrograms
        profile.seconds = elapsed()
        return profile
    }

    private enum Problem: Error {
        case side(LaunchMeasurement.SideFailure)
        case lock(MeasurementLock.Failure)
    }

    private func note(_ problem: Problem, in profile: inout PairProfile) {
        switch problem {
        case .side(let problem):
            profile.ending = workers.interruption.wasTriggered ? .interrupted : .failed
            profile.failure = .init(cell: problem.cell, failure: problem.failure)
        case .lock(.interrupted): profile.ending = .interrupted
        case .lock(.held): profile.ending = .heldUp
        }
    }

    private mutating func launch(
        _ index: Int, start: UInt64, spent: Double, _ watch: inout LoadMonitor
    ) throws(Problem) -> PairProfile.Launch {
        let lock: MeasurementLock
        do throws(MeasurementLock.Failure) {
            let observe = observe
            lock = try MeasurementLock(
                workers.interruption, path: lockFile, holder: "an explanation of suite '\(plan.suite.name)'",
                patienceSeconds: LatencyPass.longestWait
            ) { observe(.waitingForAnotherRun(holder: $0, seconds: LatencyPass.longestWait)) }
        } catch {
            throw .lock(error)
        }
        defer { withExtendedLifetime(lock) {} }
        let beginning = watch.begin(measuredSeconds: spent, interruption: workers.interruption)
        do throws(LaunchMeasurement.SideFailure) {
            var measurement = LaunchMeasurement(
                comparison: LatencyComparison(pair: 0, cells: plan.cells), index: index, plan: plan, workers: workers,
                runStartNanoseconds: start)
            let plain = try measurement.measure(using: &generator)
            measurement.profiles = true
            measurement.plan.measurement.minimumBlockNanoseconds = Self.profiledBlockNanoseconds
            measurement.plan.measurement.warmUpCapNanoseconds = Self.profiledWarmUpNanoseconds
            let profiled = try measurement.measureProfiles(using: &generator)
            let sides = zip(plain, profiled).map { plain, profiled in
                PairProfile.Side(
                    plainBlocks: plain.blocks, profiledBlocks: profiled.blocks, operators: profiled.profile.operators,
                    inferences: profiled.profile.inferences)
            }
            return PairProfile.Launch(baseline: sides[0], candidate: sides[1], conditions: watch.end(beginning))
        } catch {
            throw .side(error)
        }
    }
}
