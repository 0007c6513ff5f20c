import Harness
import Records
import Suites
import Support
import TestSupport
import Testing

@testable import PawlCommand

@Suite("Gating equal things until the time is up", .hangLimit)
struct CalibrationRunTests {
    static let quiet = [0.001, -0.002, 0.0005, -0.001, 0.002, -0.0005, 0.001, -0.001]
    static let slow = quiet.map { $0 + 0.2 }
    /// Around the margin: no look decides.
    static let torn = (0..<16).map { $0.isMultiple(of: 2) ? 0.09 : -0.03 }

    /// Each gate takes four seconds of a clock that only gates move.
    final class Machine {
        var seconds = 0.0
        var seeds: [UInt64] = []
        var plans: [Plan] = []
        var events: [String] = []
        let runs: [[Double]]
        init(_ runs: [[Double]]) { self.runs = runs }

        func run(_ plan: CalibrationPlan, seed: UInt64 = 1, seconds: Double, interruptedAt: Int? = nil)
            -> Calibration.Result
        {
            let calibration = Calibration(
                plan, seed: seed,
                observe: { event in
                    switch event {
                    case .gateBegan(let number, let variant, let most):
                        self.events.append("\(number) \(variant) \(most)")
                    case .gateEnded(let outcome): self.events.append("\(outcome.launches) launches")
                    case .within: break
                    }
                }, now: { self.seconds }
            ) { plan, seed in
                let number = self.seeds.count
                self.seeds.append(seed)
                self.plans.append(plan)
                self.seconds += 4
                guard number < self.runs.count else { throw CalibrationError.measurementFailed("m/a: load: gone") }
                return CalibrationFixture.run(
                    plan, effects: self.runs[number], status: number == interruptedAt ? .interrupted : .complete)
            }
            return calibration.run(seconds: seconds)
        }
    }

    let fixture: CalibrationFixture
    let plan: CalibrationPlan

    init() throws {
        fixture = try CalibrationFixture()
        plan = try fixture.plan(try fixture.suite())
    }

    @Test("the variants take turns, and the gate at hand when the time is up is finished")
    func turns() {
        let machine = Machine([[Double]](repeating: Self.quiet, count: 9))
        let result = machine.run(plan, seconds: 9)
        #expect(result.outcomes.map(\.variant) == [0, 1, 0])
        #expect(result.outcomes.allSatisfy { $0.decision == .passed && $0.launches == 8 && $0.seconds == 4 })
        #expect(result.ending == .complete && result.error == nil && result.seconds == 12)
        #expect(
            machine.events == ["1 m/a 16", "8 launches", "2 m/b 16", "8 launches", "3 m/a 16", "8 launches"])
        #expect(machine.plans.map { $0.cells[1].variant } == ["a", "b", "a"])
    }

    @Test("at least one gate is played, however short the time")
    func shortest() {
        #expect(Machine([Self.quiet]).run(plan, seconds: 1e-9).outcomes.count == 1)
    }

    @Test("every gate has a seed of its own, and one seed repeats them all")
    func seeds() {
        func seeds(_ seed: UInt64) -> [UInt64] {
            let machine = Machine([[Double]](repeating: Self.quiet, count: 5))
            _ = machine.run(plan, seed: seed, seconds: 20)
            return machine.seeds
        }
        #expect(Set(seeds(7)).count == 5)
        #expect(seeds(7) == seeds(7))
        #expect(seeds(7) != seeds(8))
    }

    @Test("false alarms and indecision are counted as the judge says")
    func decisions() throws {
        let result = Machine([Self.quiet, Self.slow, Self.torn, Self.quiet]).run(plan, seconds: 16)
        #expect(result.outcomes.map(\.decision) == [.passed, .failed, .undecided, .passed])
        for (found, expected) in zip(result.outcomes[1].effects, Self.slow) { #expect(abs(found - expected) < 1e-6) }
        let tally = GateTally(result.outcomes)
        #expect((tally.gates, tally.passed, tally.failed, tally.undecided) == (4, 2, 1, 1))
    }

    @Test("an interruption ends it; the gate that was cut off is not counted, its launches are")
    func interrupted() {
        let result = Machine([Self.quiet, Array(Self.slow.prefix(3))]).run(plan, seconds: 100, interruptedAt: 1)
        #expect(result.ending == .interrupted)
        #expect(result.outcomes.map(\.decision) == [.passed, nil])
        #expect(GateTally(result.outcomes).gates == 1)
        #expect(result.outcomes[1].effects.count == 3)
    }

    @Test("a failure ends it and keeps what was measured before")
    func failed() throws {
        let result = Machine([Self.quiet, Self.quiet]).run(plan, seconds: 100)
        #expect(result.ending == .failed)
        #expect(result.error as? CalibrationError == .measurementFailed("m/a: load: gone"))
        #expect(result.outcomes.count == 2)
    }

    @Test("a run without a usable value is a failure, not a pass")
    func unusable() {
        let result = Machine([[.nan, .nan, .nan, .nan, .nan, .nan, .nan, .nan]]).run(plan, seconds: 4)
        #expect(result.ending == .failed && result.outcomes.isEmpty)
    }

    @Test("real launches: fresh processes, looks that stop, and no golden set evaluated")
    func scriptedWorker() throws {
        let looks = try CalibrationFixture(looks: [2, 4])
        let plan = try looks.plan(try looks.suite(["a": "latency_us 200"]), margin: 1)
        let pairs = PairMeasurement(
            worker: WorkerCommand(arguments: [Repository.product("scripted-worker")]), interruption: Interruption())
        var run: RunRecord?
        let result = Calibration(plan, seed: 3) { plan, seed in
            let measured = try pairs.measure(plan, seed: seed)
            run = measured
            return measured
        }.run(seconds: 1e-9)
        #expect(result.ending == .complete, "\(String(describing: result.error))")
        let measured = try #require(run)
        let launches = measured.pairs[0].launchesMeasured
        #expect([2, 4].contains(launches))
        #expect(
            measured.cells.allSatisfy { $0.accuracy == nil && $0.operators.isEmpty && $0.launches.count == launches })
        #expect(result.outcomes[0].effects.count == launches && result.outcomes[0].decision != nil)
    }

    @Test("a worker that crashes ends the calibration with its last words")
    func crash() throws {
        let plan = try fixture.plan(try fixture.suite(["a": "crash load"]))
        let pairs = PairMeasurement(
            worker: WorkerCommand(arguments: [Repository.product("scripted-worker")]), interruption: Interruption())
        let result = Calibration(plan, seed: 3) { try pairs.measure($0, seed: $1) }.run(seconds: 60)
        #expect(result.ending == .failed)
        guard case .measurementFailed(let words) = result.error as? CalibrationError else {
            Issue.record("\(String(describing: result.error))")
            return
        }
        #expect(words.hasPrefix("m/a") && words.contains("load"))
    }
}
