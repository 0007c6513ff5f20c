import Diagnostics
import Foundation
import Records
import Statistics
import Suites
import TestSupport
import Testing

@testable import Gating

@Suite("Gates that look while the evidence grows", .hangLimit)
struct SequentialGateTests {
    static let looks = [8, 12, 16, 24, 32]

    /// A scene whose pair was planned with the default looks.
    private func scene(_ effects: [Double], ending: PairRecord.StopReason? = .complete) -> Scene {
        var scene = Scene(effects: effects)
        scene.run.pairs[0].launchesPlanned = 32
        scene.run.pairs[0].looks = Self.looks
        scene.run.pairs[0].ending = ending
        return scene
    }

    private func calm(_ count: Int, mean: Double = 0, spread: Double = 0.004) -> [Double] {
        Array((Scene.effects(mean: mean, spread: spread) + Scene.effects(mean: mean, spread: spread)).prefix(count))
    }

    @Test("a pair without a change is decided at the first look, and says of how many launches")
    func firstLook() throws {
        let verdict = scene(calm(8), ending: .decided).verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .passed)
        #expect(verdict.evidence?.launches == 8)
        #expect(
            verdict.details.contains {
                $0.hasPrefix("8 of at most 32 launches") && $0.contains("over looks at 8, 12, 16, 24, 32")
            })
    }

    @Test("what was measured after the deciding look changes nothing")
    func laterLaunchesDoNotCount() throws {
        let early = scene(calm(8)).verdict(.latencyP50, .maximumIncrease(0.03))
        let contradicted = scene(calm(8) + [Double](repeating: 0.5, count: 24))
        let late = contradicted.verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(late.state == .passed)
        #expect(late.headline == early.headline)
        #expect(late.details.contains { $0.contains("32 were measured, the rest after this look") })
    }

    @Test(
        "an early look needs overwhelming evidence: what one look at the end would decide is not decided at the first")
    func earlyLooksAreStrict() {
        let effects = Array(Scene.effects(mean: log(1.012), spread: 0.015).prefix(8))
        var once = scene(effects)
        once.run.pairs[0].looks = [8]
        #expect(once.verdict(.latencyP50, .maximumIncrease(0.03)).state == .passed)
        #expect(scene(effects).verdict(.latencyP50, .maximumIncrease(0.03)).state == .inconclusive)
    }

    @Test("a stored run is judged again to the same verdict")
    func recordSuffices() throws {
        for mean in [0.0, 0.02, 0.028, 0.05] {
            let run = scene(calm(32, mean: mean, spread: 0.01)).run
            let stored = try JSONDecoder().decode(RunRecord.self, from: JSONEncoder().encode(run))
            let gates = [Scene.gate(.latencyP50, .maximumIncrease(0.03))]
            #expect(Judge.judge(run: stored, gates: gates) == Judge.judge(run: run, gates: gates))
        }
    }

    @Test("time that ended before the first look leaves the gate undecided, with the time that it needs")
    func budgetBeforeFirstLook() {
        var scene = scene(calm(5), ending: .budget)
        scene.run.pairs[0].secondsSpent = 2.5
        let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .inconclusive)
        #expect(
            verdict.headline
                == "undecided: latency p50: the time allowed had room for 5 launches, the first look needs 8; "
                + "about 3 more launches (1.5 s) would reach it")
        for count in [0, 1] {
            let verdict = self.scene(calm(count), ending: .budget).verdict(.latencyP50, .maximumIncrease(0.03))
            #expect(verdict.state == .inconclusive)
            #expect(verdict.headline.contains("the first look needs 8"))
        }
        // Nothing measured for another reason has no value, which is worse than undecided.
        #expect(self.scene([], ending: nil).verdict(.latencyP50, .maximumIncrease(0.03)).state == .error)
    }

    @Test("launches between two looks wait for the next one")
    func betweenLooks() throws {
        let verdict = scene(calm(11, mean: 0.025, spread: 0.01), ending: .budget)
            .verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .inconclusive)
        #expect(verdict.evidence?.launches == 8)
        #expect(verdict.headline.contains("the time allowed had no room for the next look: about "))
        let held = scene(calm(11, mean: 0.025, spread: 0.01), ending: .heldUp)
            .verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(held.headline.contains("another pawl kept the machine: about "))
    }

    @Test("looks that are no schedule are an error, not a crash", arguments: [[], [0], [8, 8], [12, 8], [-3, 8]])
    func brokenSchedules(looks: [Int]) {
        var scene = scene(calm(8))
        scene.run.pairs[0].looks = looks
        #expect(scene.verdict(.latencyP50, .maximumIncrease(0.03)).state == .error)
    }

    @Test("a side that failed in the middle of a gate has no verdict but an error", arguments: [0, 1])
    func failureInTheMiddle(cell: Int) {
        var scene = scene(calm(12), ending: nil)
        scene.run.cells[cell].failure = CellFailure(kind: .crash, phase: "measure", message: "the worker crashed")
        scene.run.cells[cell].launches.removeLast()
        let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .error)
        #expect(verdict.headline.contains("failed in measure"))
    }

    @Test("an interval of zero width decides at the first look; on a margin of 0 it passes when nothing differs")
    func zeroVariance() {
        let same = [Double](repeating: 0, count: 8)
        #expect(scene(same).verdict(.latencyP50, .maximumIncrease(0)).state == .passed)
        #expect(scene(same.map { $0 + 1e-6 }).verdict(.latencyP50, .maximumIncrease(0)).state == .failed)
        #expect(scene(calm(32)).verdict(.latencyP50, .maximumIncrease(0)).state == .inconclusive)
    }
}

@Suite("When to stop measuring", .hangLimit)
struct StoppingRuleTests {
    private static let gate = Scene.gate(.latencyP50, .maximumIncrease(0.03))

    private func scene(_ effects: [Double]) -> Scene {
        var scene = Scene(effects: effects)
        scene.run.pairs[0].launchesPlanned = 32
        scene.run.pairs[0].looks = SequentialGateTests.looks
        return scene
    }

    private func decision(_ scene: Scene, _ gates: [Gate]) -> StoppingRule.Decision {
        StoppingRule(gates: gates).decision(scene.run, pair: scene.run.pairs[0])
    }

    @Test("it stops exactly when the judge has decided")
    func agreesWithTheJudge() {
        var simulation = NormalDraws(seed: 5)
        for _ in 0..<40 {
            let count = SequentialGateTests.looks.randomElement(using: &simulation.generator) ?? 8
            let mean = Double.random(in: 0...0.06, using: &simulation.generator)
            let scene = scene((0..<count).map { _ in mean + 0.01 * simulation.next() })
            let state = scene.verdict(.latencyP50, .maximumIncrease(0.03)).state
            let isDecided = decision(scene, [Self.gate]) == .decided
            #expect(isDecided == (state != .inconclusive))
        }
    }

    @Test("a pair that serves several gates goes on until all are decided")
    func severalGates() {
        let scene = scene(Array(Scene.effects(mean: 0.02, spread: 0.01).prefix(8)))
        let wide = Scene.gate(.latencyP50, .maximumIncrease(0.5), index: 1)
        #expect(decision(scene, [wide]) == .decided)
        guard case .undecided(let launches?) = decision(scene, [wide, Self.gate]) else {
            Issue.record("the narrow gate is not decided")
            return
        }
        #expect(launches > 0)
    }

    @Test("it and the verdict say the same number of launches, also where launches resemble their neighbours")
    func sameForecast() throws {
        let drifting = (0..<16).map { 0.024 + 0.012 * sin(Double($0) / 3) }
        for effects in [drifting, Scene.effects(mean: 0.024, spread: 0.012)] {
            let scene = scene(effects)
            let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
            let said = try #require(verdict.headline.firstMatch(of: #/about (\d+) more launch/#))
            #expect(decision(scene, [Self.gate]) == .undecided(moreLaunches: Int(said.output.1)))
        }
        #expect(
            scene(drifting).verdict(.latencyP50, .maximumIncrease(0.03)).details.contains { $0.contains("resemble") })
    }

    @Test("they agree at every number of launches, before the first look and where no launch counts")
    func agreeAtEveryCount() throws {
        var draws = NormalDraws(seed: 11)
        for (mean, spread) in [(0.0, 0.004), (0.02, 0.01), (0.029, 0.01), (0.03, 0.02), (0.05, 0.03)] {
            var effects: [Double] = []
            for count in 1...32 {
                // Neighbours resemble each other in every second of the series.
                let last = spread == 0.01 ? (effects.last ?? mean) - mean : 0
                effects.append(mean + 0.6 * last + spread * draws.next())
                let scene = scene(effects)
                let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
                let said = verdict.headline.firstMatch(of: #/about (\d+) more launch/#).flatMap { Int($0.output.1) }
                let expected: StoppingRule.Decision =
                    verdict.state == .inconclusive ? .undecided(moreLaunches: said) : .decided
                #expect(decision(scene, [Self.gate]) == expected, "\(count) launches: \(verdict.headline)")
            }
        }
        // One launch is too few for a test; what was measured goes on, and says for how long.
        #expect(decision(scene([0.01]), [Self.gate]) == .undecided(moreLaunches: 7))
    }

    @Test("an effect on the margin promises no number of launches")
    func onTheMargin() {
        let scene = scene(Scene.effects(mean: log(1.03), spread: 0.01))
        #expect(decision(scene, [Self.gate]) == .undecided(moreLaunches: nil))
    }

    @Test("a fixed budget waits for as many inferences as could decide it, whatever they are")
    func fixedBudgets() {
        // 8 launches with 4 blocks of 3 values: 96 of the 299 that bound a p99.
        let scene = scene([Double](repeating: 0, count: 8))
        let tail = Scene.gate(.latencyP99, .maximum(50e6), against: .nothing, index: 1)
        #expect(decision(scene, [Self.gate, tail]) == .undecided(moreLaunches: 17))
        let median = Scene.gate(.latencyP50, .maximum(50e6), against: .nothing, index: 1)
        #expect(decision(scene, [Self.gate, median]) == .decided)
        #expect(StoppingRule(gates: [tail]).decision(scene.run, cell: 1) == .undecided(moreLaunches: 17))
    }

    @Test("peak memory waits for five launches")
    func memory() {
        let gate = Scene.gate(.peakMemory, .maximumIncrease(0.1))
        #expect(decision(scene([0, 0, 0]), [gate]) == .undecided(moreLaunches: 2))
        #expect(decision(scene([0, 0, 0, 0, 0]), [gate]) == .decided)
    }
}

/// Seeded standard normal draws.
struct NormalDraws {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() -> Double { StandardNormal.draw(using: &generator) }
}
