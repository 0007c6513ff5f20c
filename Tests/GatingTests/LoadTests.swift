import Foundation
import Gating
import Records
import Suites
import TestSupport
import Testing

@Suite("Load from outside breaks no gate by itself", .hangLimit)
struct LoadTests {
    /// Eight launches of int8, 40 values each: 4 ms where nothing disturbed it, `slow` where others took 1.4 of 2 cores. CPU time
    /// is that of the quiet launches throughout.
    private func scene(disturbed: Int, slow: Double = 20e6, cpu: Double = 4e6) -> Scene {
        var scene = Scene(effects: [Double](repeating: 0, count: 8), valuesPerBlock: 40)
        scene.run.environment.facts = [
            EnvironmentRecord.Fact(group: "cpu", key: "logical_cores", value: .number(2, unit: "cores"))
        ]
        for cell in 0...1 {
            scene.run.cells[cell].runtime.options["threads"] = "1"
            for launch in 0..<8 {
                let isDisturbed = launch < disturbed
                scene.run.cells[cell].launches[launch].conditions = MachineConditions(
                    foreignCores: isDisturbed ? 1.4 : 0.02, probeNanoseconds: 1_000_000)
                for block in 0..<4 {
                    // Not all alike, so that bounds have something to bound.
                    let latency = (isDisturbed ? slow : 4e6) * (1 + 0.001 * Double((launch * 3 + block) % 8))
                    scene.run.cells[cell].launches[launch].blocks[block].valuesNanoseconds =
                        [UInt64](repeating: UInt64(latency.rounded()), count: 40)
                    scene.run.cells[cell].launches[launch].blocks[block].wallNanoseconds = UInt64(latency * 40)
                    scene.run.cells[cell].launches[launch].blocks[block].cpuNanoseconds = UInt64(cpu * 40)
                }
            }
        }
        return scene
    }

    private static let times: [(Metric, Gate.Limit)] = [
        (.latencyP50, .maximum(10e6)), (.latencyP90, .maximum(10e6)), (.latencyP99, .maximum(10e6)),
        (.latencyMax, .maximum(10e6)), (.latencyMean, .maximum(10e6)), (.throughput, .minimum(100)),
    ]

    @Test("A budget that only disturbed launches exceed is undecided, and says what took the cores", arguments: times)
    func undecided(metric: Metric, limit: Gate.Limit) {
        let verdict = scene(disturbed: 8).verdict(metric, limit, against: .nothing)
        #expect(verdict.state == .inconclusive)
        #expect(
            verdict.headline.hasSuffix(
                "; other programs took 1.4 cores during 8 of 8 launches: measure again on a calm machine (--on-busy wait)"
            ))
        // The same figures with nobody else on the machine are the model's own.
        var quiet = scene(disturbed: 8)
        for launch in 0..<8 { quiet.run.cells[1].launches[launch].conditions?.foreignCores = 0.02 }
        #expect(quiet.verdict(metric, limit, against: .nothing).state == .failed)
    }

    @Test("A budget that holds even under load passes", arguments: times)
    func passes(metric: Metric, limit: Gate.Limit) {
        let verdict = scene(disturbed: 8, slow: 8e6).verdict(metric, limit, against: .nothing)
        #expect(verdict.state == .passed)
    }

    @Test("Undisturbed launches decide by themselves, whatever the others say", arguments: times)
    func calmLaunchesDecide(metric: Metric, limit: Gate.Limit) throws {
        let passed = scene(disturbed: 5).verdict(metric, limit, against: .nothing)
        #expect(passed.state == .passed)
        #expect(passed.details.contains("judged by the 3 of 8 launches that no other program disturbed"))
        #expect(try #require(passed.evidence).launches == 3)
        // 5 ms and 150 a second: between what the calm launches take and what is asked for.
        let tight = limit == .minimum(100) ? Gate.Limit.minimum(400) : .maximum(2e6)
        #expect(scene(disturbed: 5).verdict(metric, tight, against: .nothing).state == .failed)
    }

    @Test("Too few undisturbed launches decide nothing: one, or too few values for the bound")
    func tooFewCalmLaunches() {
        #expect(scene(disturbed: 7).verdict(.latencyP50, .maximum(10e6), against: .nothing).state == .inconclusive)
        // 320 values of two launches bound a 99th percentile, 160 of one do not.
        #expect(scene(disturbed: 6).verdict(.latencyP99, .maximum(10e6), against: .nothing).state == .passed)
        // A median of load times takes five launches.
        var loading = scene(disturbed: 4)
        for launch in 0..<8 {
            loading.run.cells[1].launches[launch].loadNanoseconds = launch < 4 ? 90_000_000 : 5_000_000
        }
        #expect(loading.verdict(.loadTime, .maximum(1e6), against: .nothing).state == .inconclusive)
        // Seven of seven bound a median from below at 1/2^7: enough for 2 % shared by two cells, not for 1 %.
        let seven = scene(disturbed: 1)
        #expect(seven.verdict(.loadTime, .maximum(1e6), against: .nothing).state == .inconclusive)
        let policy = JudgementPolicy(failAlpha: 0.02)
        #expect(seven.verdict(.loadTime, .maximum(1e6), against: .nothing, policy: policy).state == .failed)
    }

    @Test("What takes more than twice the budget of CPU time alone fails under any load")
    func cpuTimeAlone() {
        let verdict = scene(disturbed: 8).verdict(.latencyP99, .maximum(1.9e6), against: .nothing)
        #expect(verdict.state == .failed)
        #expect(
            verdict.details.contains(
                "other programs disturbed 8 of 8 launches; the CPU time of an inference alone is 4.00 ms, far over "
                    + "the budget"))
        #expect(scene(disturbed: 8).verdict(.latencyP99, .maximum(2.1e6), against: .nothing).state == .inconclusive)
        // Two threads share the CPU time.
        var threads = scene(disturbed: 8)
        threads.run.cells[1].runtime.options["threads"] = "2"
        #expect(threads.verdict(.latencyP99, .maximum(1.9e6), against: .nothing).state == .inconclusive)
        // A worker that does not tell its CPU time proves nothing by it.
        #expect(
            scene(disturbed: 8, cpu: 0).verdict(.latencyP99, .maximum(1e3), against: .nothing).state == .inconclusive)
    }

    @Test("Load that comes and goes makes neighbouring launches alike, and hides no budget that nothing could keep")
    func paceOfTheLoad() {
        var scene = scene(disturbed: 8)
        for launch in 0..<8 {
            for block in 0..<4 {
                let cpu = (launch < 4 ? 4e6 : 7.9e6) * (1 + 0.001 * Double(launch))
                scene.run.cells[1].launches[launch].blocks[block].cpuNanoseconds = UInt64(cpu * 40)
            }
        }
        #expect(scene.verdict(.latencyP50, .maximum(1e6), against: .nothing).state == .failed)
        #expect(scene.verdict(.latencyP50, .maximum(2.5e6), against: .nothing).state == .inconclusive)
    }

    @Test("A worker alone on its core that waited for it was disturbed, though nobody was seen")
    func waiting() {
        var scene = scene(disturbed: 7)
        for launch in 0..<8 {
            scene.run.cells[1].launches[launch].conditions = nil
            scene.run.cells[1].launches[launch].pinnedCore = 1
        }
        let verdict = scene.verdict(.latencyP50, .maximum(10e6), against: .nothing)
        #expect(verdict.state == .inconclusive)
        #expect(verdict.headline.contains("its worker had to wait for the processor in 7 of 8 launches"))
        // Load on the machine that leads a run says nothing of another.
        var remote = self.scene(disturbed: 8)
        remote.run.cells[1].device = "board"
        #expect(remote.verdict(.latencyP50, .maximum(10e6), against: .nothing).state == .failed)
    }

    @Test(
        "An eighth of the cores is what others may take",
        arguments: [(2, 0.3, true), (2, 0.2, false), (16, 1.9, false), (16, 2.1, true)])
    func shareOfCores(cores: Int, foreign: Double, isCrowded: Bool) {
        #expect(MachineConditions(foreignCores: foreign).isCrowded(onCores: cores) == isCrowded)
    }

    // MARK: - Beside a reference

    /// int8 is slower by `wall` in time and by `cpu` in CPU time.
    private func pair(wall: Double, cpu: Double, cpuSpread: Double = 0.01, disturbed: Int) -> Scene {
        var scene = Scene(effects: Scene.effects(mean: wall, spread: 0.01))
        let cpuEffects = Scene.effects(mean: cpu, spread: cpuSpread)
        for launch in 0..<16 {
            for cell in 0...1 {
                scene.run.cells[cell].launches[launch].conditions = MachineConditions(
                    foreignCores: launch < disturbed ? 1.4 : 0)
                for block in 0..<4 {
                    scene.run.cells[cell].launches[launch].blocks[block].cpuNanoseconds = UInt64(
                        12e6 * (cell == 1 ? exp(cpuEffects[launch]) : 1))
                }
            }
        }
        return scene
    }

    @Test("A true regression is found under load: its CPU time has it as well")
    func regressionUnderLoad() {
        let verdict = pair(wall: 0.2, cpu: 0.2, disturbed: 16).verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .failed)
    }

    /// Student's t of 8 launches is about 12: enough for a fifth of one percent, not for the first look's share of it.
    @Test("A regression of several times is found at the first look, though load makes its CPU time vary")
    func grossRegressionUnderLoad() {
        var scene = pair(wall: 1.5, cpu: 1.5, cpuSpread: 0.35, disturbed: 16)
        scene.run.pairs[0].looks = [8, 12, 16, 24, 32]
        let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .failed)
        #expect(verdict.evidence?.launches == 8)
    }

    @Test("A slowdown that only waiting explains is undecided under load, and a failure on a calm machine")
    func waitingUnderLoad() {
        let verdict = pair(wall: 0.2, cpu: 0, disturbed: 16).verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .inconclusive)
        let words =
            "but other programs disturbed 16 of 16 launches, and neither CPU time nor calm launches show it as surely"
        #expect(verdict.headline.contains(words))
        #expect(pair(wall: 0.2, cpu: 0, disturbed: 0).verdict(.latencyP50, .maximumIncrease(0.03)).state == .failed)
        // Four disturbed launches of sixteen leave enough that prove it.
        #expect(pair(wall: 0.2, cpu: 0, disturbed: 4).verdict(.latencyP50, .maximumIncrease(0.03)).state == .failed)
    }

    @Test("The mean and the throughput have CPU time to confirm them; a 99th percentile has calm launches only")
    func otherFigures() {
        let slow = pair(wall: 0.2, cpu: 0.2, disturbed: 16)
        #expect(slow.verdict(.latencyMean, .maximumIncrease(0.03)).state == .failed)
        #expect(slow.verdict(.throughput, .maximumDrop(0.03)).state == .failed)
        #expect(slow.verdict(.latencyP99, .maximumIncrease(0.03)).state == .inconclusive)
        #expect(pair(wall: 0.2, cpu: 0.2, disturbed: 4).verdict(.latencyP99, .maximumIncrease(0.03)).state == .failed)
    }

    @Test("What is within its margin passes under load as well")
    func passesBesideTheReference() {
        #expect(pair(wall: 0, cpu: 0, disturbed: 16).verdict(.latencyP50, .maximumIncrease(0.03)).state == .passed)
    }

    @Test("No number of launches is told to a pair that only waits longer: more of the same load would hardly tell")
    func stopping() throws {
        let scene = pair(wall: 0.2, cpu: 0, disturbed: 16)
        let rule = StoppingRule(gates: [Scene.gate(.latencyP50, .maximumIncrease(0.03))])
        #expect(rule.decision(scene.run, pair: try #require(scene.run.pairs.first)) == .undecided(moreLaunches: nil))
    }

    @Test("Between looks only memory and fixed budgets ask for launches")
    func betweenLooks() throws {
        let scene = Scene(effects: [0, 0])
        var pair = try #require(scene.run.pairs.first)
        pair.looks = [8, 16]
        let time = Scene.gate(.latencyP50, .maximumIncrease(0.03))
        let memory = Scene.gate(.peakMemory, .maximumIncrease(0.1))
        #expect(StoppingRule(gates: [time]).decision(scene.run, pair: pair, isBetweenLooks: true) == .decided)
        #expect(StoppingRule(gates: [time]).decision(scene.run, pair: pair) != .decided)
        let missing = MemoryChange.minimumLaunches - 2
        #expect(missing > 0)
        #expect(
            StoppingRule(gates: [time, memory]).decision(scene.run, pair: pair, isBetweenLooks: true)
                == .undecided(moreLaunches: missing))
    }

    @Test("Memory without a launch in time is undecided, not an error")
    func memoryWithoutALaunch() {
        var scene = Scene(effects: [])
        scene.run.pairs[0].ending = .budget
        let verdict = scene.verdict(.peakMemory, .maximumIncrease(0.1))
        #expect(verdict.state == .inconclusive)
        #expect(verdict.headline.contains("the time allowed had no room for its launches"))
        scene.run.pairs[0].ending = .heldUp
        #expect(scene.verdict(.peakMemory, .maximumIncrease(0.1)).headline.contains("another pawl kept the machine"))
    }
}
