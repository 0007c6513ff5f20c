import Foundation
import Records
import Suites
import TestSupport
import Testing

@testable import Gating

@Suite("Gates against the record of an earlier run", .hangLimit)
struct StoredBaselineTests {
    private func judged(_ scene: Scene, _ metric: Metric = .latencyP50, _ limit: Gate.Limit = .maximumIncrease(0.03))
        -> Verdict
    {
        scene.verdict(metric, limit, against: .baseline)
    }

    @Test(
        "three states, by an interval that holds what runs differ by",
        arguments: [
            (0.20, Verdict.State.failed, "int8 is slower: latency p50 +22"),
            (-0.02, .passed, "passes: latency p50 -2.0 %"),
            (0.03, .inconclusive, "undecided: latency p50 +3.0"),
        ])
    func states(change: Double, state: Verdict.State, words: String) throws {
        let verdict = judged(Scene.stored(change: change))
        #expect(verdict.state == state)
        #expect(verdict.headline.hasPrefix(words), "\(verdict.headline)")
        #expect(verdict.headline.hasSuffix("(stored baseline: drift not cancelled)"))
        let first = try #require(verdict.details.first)
        #expect(
            first
                == "stored baseline: drift not cancelled; run 3f2a1b0c of 1970-01-11T00:00:00Z, commit 5b9284a4d1c0 (modified)"
        )
        let evidence = try #require(verdict.evidence)
        // A latency is whole nanoseconds: half of one in 4 ms.
        #expect(abs(evidence.effect - expm1(change)) < 0.5 / 4e6 * exp(change))
        #expect(evidence.low < evidence.effect && evidence.effect < evidence.high)
        #expect(evidence.launches == 16)
        #expect(abs((evidence.candidateValue ?? 0) - 4e6 * exp(change)) < 1)
        #expect(
            verdict.details.contains {
                $0.hasPrefix("spread from run to run 0.85 %, from 6 other runs between 1970-01-01 and 1970-01-06")
            })
    }

    @Test("the interval is wider than launches alone would make it, by what runs differ by")
    func width() throws {
        let calm = try #require(
            judged(Scene.stored(change: 0, history: [0.001, -0.001, 0.001, -0.001, 0.001])).evidence)
        let moody = try #require(judged(Scene.stored(change: 0, history: [0.01, -0.01, 0.01, -0.01, 0.01])).evidence)
        #expect(moody.high - moody.low > 5 * (calm.high - calm.low))
        #expect(judged(Scene.stored(change: 0.05, history: [0.001, -0.001, 0.001, -0.001, 0.001])).state == .failed)
        #expect(judged(Scene.stored(change: 0.05)).state == .inconclusive)
    }

    @Test("with too little history a gate is undecided, and says what would tell", arguments: [0, 1, 4])
    func noHistory(count: Int) {
        let verdict = judged(Scene.stored(change: 0.2, history: [Double](repeating: 0.01, count: count)))
        #expect(verdict.state == .inconclusive)
        #expect(verdict.evidence == nil)
        #expect(verdict.headline.contains("at least 5 needed"))
        #expect(
            verdict.details.contains {
                $0.contains("\(5 - count) more \(count == 4 ? "run " : "runs ")") && $0.contains("'pawl run SUITE'")
            }, "\(verdict.details)")
    }

    @Test("history of another variant or metric is none")
    func otherHistory() {
        for change: (inout EarlierLevel) -> Void in [
            { $0.variant = "fp32" }, { $0.model = "m" }, { $0.metric = .loadTime },
        ] {
            var scene = Scene.stored(change: 0.2)
            for index in 0..<6 { change(&scene.run.storedBaseline!.history[index]) }
            #expect(judged(scene).headline.contains("no other usable runs"))
        }
    }

    @Test("an undecided gate says how long a history would decide, or that none would")
    func advice() {
        #expect(judged(Scene.stored(change: 0.008)).headline.contains("a history of about "))
        #expect(
            judged(Scene.stored(change: 0.03)).headline.contains(
                "runs differ too much from one another for this margin"))
    }

    @Test("launches beside another variant are not compared")
    func interleaved() {
        for cell in [1, 2] {
            var scene = Scene.stored(change: 0.2)
            for index in 0..<16 { scene.run.cells[cell].launches[index].wasInterleaved = true }
            let verdict = judged(scene)
            #expect(verdict.state == .inconclusive)
            #expect(verdict.headline.contains("was measured only side by side with another variant"))
            #expect(verdict.details.contains { $0.contains("'pawl run SUITE'") })
            #expect(judged(scene, .peakMemory).state == .passed, "memory does not mind")
        }
    }

    @Test("a history shorter than the time between the runs is told")
    func shortHistory() {
        func tells(_ days: Double) -> Bool {
            var scene = Scene.stored(change: 0)
            scene.run.startedAt = Date(timeIntervalSince1970: (10 + days) * 86_400.0)
            return judged(scene).details.contains { $0.contains("slower drift than the history saw") }
        }
        #expect(!tells(9))
        #expect(tells(11))
    }

    @Test("k counts these judgements: the more of them, the more evidence a failure takes")
    func family() throws {
        let scene = Scene.stored(change: 0.2)
        let gate = Scene.gate(.latencyP50, .maximumIncrease(0.03), against: .baseline)
        let many = (0..<4).map { Scene.gate(.latencyP50, .maximumIncrease(0.03), against: .baseline, index: $0) }
        let one = try #require(Judge.judge(run: scene.run, gates: [gate]).first { $0.cell == 1 }?.evidence)
        let four = try #require(Judge.judge(run: scene.run, gates: many).first { $0.cell == 1 }?.evidence)
        // Two cells are in the run, and each gate takes in both.
        #expect(abs(one.confidence - (1 - 0.01 / 2 - 0.05)) < 1e-12)
        #expect(abs(four.confidence - (1 - 0.01 / 8 - 0.05)) < 1e-12)
        #expect(four.low < one.low)
    }

    @Test("a variant that the earlier run does not have, or could not measure, is an error")
    func missing() {
        var absent = Scene.stored(change: 0)
        absent.run.cells.removeLast()
        #expect(judged(absent).state == .error)
        #expect(judged(absent).headline == "no value: run 3f2a1b0c has no magika/int8")
        var failed = Scene.stored(change: 0)
        failed.run.cells[2].failure = CellFailure(kind: .crash, phase: "load", message: "died")
        #expect(judged(failed).state == .error)
        #expect(judged(failed).headline.contains("the baseline magika/int8 failed in load"))
    }

    @Test("another golden set leaves nothing to compare but the file's size")
    func goldenSet() {
        var scene = Scene.stored(change: 0)
        scene.run.cells[2].goldenSetDigest = "another"
        for metric in [Metric.latencyP50, .peakMemory] {
            #expect(judged(scene, metric).state == .error)
            #expect(judged(scene, metric).headline.contains("used another golden set"))
        }
        #expect(judged(scene, .accuracy, .maximumDrop(0.01)).state == .error)
        #expect(judged(scene, .agreement, .minimum(0.97)).state == .error)
        #expect(judged(scene, .modelSize).state == .passed)
    }

    @Test("answers are paired by sample, sizes are exact, and neither drifts")
    func answersAndSizes() {
        var scene = Scene.stored(change: 0)
        for sample in 0..<60 { scene.run.cells[1].accuracy?.predictions[sample] = 1 }
        let accuracy = judged(scene, .accuracy, .maximumDrop(0.01))
        #expect(accuracy.state == .failed)
        #expect(accuracy.details.contains { $0.contains("lost: sample-0, sample-1") })
        #expect(accuracy.details.first?.hasPrefix("stored baseline: run 3f2a1b0c") == true)
        #expect(!accuracy.headline.contains("drift"))
        #expect(judged(scene, .agreement, .minimum(0.97)).state == .failed)
        #expect(judged(scene, .macroF1, .maximumDrop(0.01)).state == .failed)
        scene.run.cells[1].modelFile.bytes += 1_000_000
        #expect(judged(scene, .modelSize).state == .failed)
    }

    @Test("probabilities are not in the record, so their divergence has no value")
    func divergence() {
        let verdict = judged(Scene.stored(change: 0), .klDivergence, .maximum(0.1))
        #expect(verdict.state == .error)
        #expect(verdict.headline.contains("--against SUITE2"))
    }

    @Test("memory is compared by launches, with the drift named")
    func memory() {
        var scene = Scene.stored(change: 0)
        #expect(judged(scene, .peakMemory).state == .passed)
        #expect(judged(scene, .peakMemory).headline.hasSuffix("(stored baseline: drift not cancelled)"))
        for index in 0..<16 { scene.run.cells[1].launches[index].peakMemoryBytes += 20_000_000 }
        #expect(judged(scene, .peakMemory).state == .failed)
    }

    @Test("gates on throughput and ratios are judged on their own side")
    func otherLimits() {
        var scene = Scene.stored(change: 0.2)
        for index in 0..<6 {
            var level = scene.run.storedBaseline!.history[index]
            level.metric = .throughput
            level.mean = log(1e9) - level.mean
            scene.run.storedBaseline?.history.append(level)
        }
        let throughput = judged(scene, .throughput, .maximumDrop(0.03))
        #expect(throughput.state == .failed)
        #expect((throughput.evidence?.effect ?? 0) > 0.1)
        #expect(judged(scene, .latencyP50, .maximumRatio(1.03)).state == .failed)
        #expect(judged(scene, .latencyP50, .maximumRatio(1.5)).state == .passed)
    }

    @Test("a candidate is measured alone to a fixed number of launches, whatever they say")
    func fixedBudget() {
        let gate = Scene.gate(.latencyP50, .maximumIncrease(0.03), against: .baseline)
        let rule = StoppingRule(gates: [gate], launchesAlone: 16)
        for change in [0, 0.03, 0.5] {
            var scene = Scene.stored(change: change)
            #expect(rule.decision(scene.run, cell: 1) == .decided)
            scene.run.cells[1].launches.removeLast(8)
            #expect(rule.decision(scene.run, cell: 1) == .undecided(moreLaunches: 8))
            // What was measured beside the reference is not measured alone.
            scene.run.cells[1].launches += (0..<8).map { Scene.launch($0, pair: 0, latency: 4e6) }
            #expect(rule.decision(scene.run, cell: 1) == .undecided(moreLaunches: 8))
            scene.run.storedBaseline = nil
            #expect(rule.decision(scene.run, cell: 1) == .decided)
        }
    }
}
