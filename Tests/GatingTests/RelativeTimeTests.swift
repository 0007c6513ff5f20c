import Foundation
import Gating
import Records
import Statistics
import Suites
import TestSupport
import Testing

@Suite(.hangLimit) struct RelativeTimeTests {
    @Test("a variant that takes several times as long fails, and the headline says how much")
    func failsClearly() throws {
        let scene = Scene(effects: Scene.effects(mean: log(4.7), spread: 0.01))
        let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .failed)
        #expect(
            verdict.headline
                == "int8 is 4.7x slower: latency p50 +370 % (interval +367 % .. +372 %), allowed +3 %")
        #expect(verdict.rule == "latency p50 at most +3 % above the reference")
        #expect((verdict.file, verdict.line, verdict.column) == ("s.yaml", 12, 5))
        #expect(verdict.secondsSpent == 32)
        let evidence = try #require(verdict.evidence)
        #expect(evidence.low > evidence.limit)
        #expect(evidence.launches == 16)
        // 4 ms times 4.7.
        let summary = try #require(evidence.summary)
        #expect(summary.complaint == "is 4.7x slower")
        #expect(summary.measured == "+370 % (18.8 ms, the reference 4.00 ms)" && summary.limit == "allowed +3 %")
        #expect(summary.certainty == "16 launches put it between +367 % and +372 %")
        let baseline = try #require(evidence.baselineValue)
        #expect(abs(baseline - 4e6) < 1e-6)
    }

    @Test("a faster variant passes with its figures")
    func passes() {
        let verdict = Scene(effects: Scene.effects(mean: log(0.454), spread: 0.01)).verdict(
            .latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .passed)
        #expect(verdict.headline == "passes: latency p50 -54.6 % (interval -54.9 % .. -54.4 %), allowed +3 %")
        let summary = verdict.evidence?.summary
        #expect(summary?.complaint == nil && summary?.measured.hasPrefix("-54.6 % (1.82 ms, the reference") == true)
        #expect(summary?.certainty == "16 launches put it between -54.9 % and -54.4 %")
    }

    @Test("what is slower but clearly within the margin passes and says so")
    func slowerWithinMargin() {
        let verdict = Scene(effects: Scene.effects(mean: log(1.015), spread: 0.002)).verdict(
            .latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .passed)
        #expect(verdict.headline.hasPrefix("passes: slower, within margin: latency p50 +1.50 %"))
    }

    @Test("an interval that straddles the margin is undecided and says what would decide")
    func undecided() throws {
        let verdict = Scene(effects: Scene.effects(mean: log(1.026), spread: 0.03)).verdict(
            .latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .inconclusive)
        #expect(verdict.headline.hasPrefix("undecided: latency p50 +2.6 % (interval "))
        #expect(verdict.headline.contains("more launches ("))
        #expect(verdict.headline.hasSuffix(" would decide"))
        let summary = try #require(verdict.evidence?.summary)
        #expect(summary.complaint == nil && summary.certainty.hasPrefix("16 launches put it between "))
        #expect(summary.certainty.hasSuffix(" would decide"))
        let evidence = try #require(verdict.evidence)
        #expect(evidence.low <= 0.03 && 0.03 < evidence.high)
    }

    @Test("the promise of more launches holds: with that many the same effect is decided")
    func adviceIsTrue() throws {
        let verdict = Scene(effects: Scene.effects(mean: log(1.02), spread: 0.025)).verdict(
            .latencyP50, .maximumIncrease(0.03))
        let more = try #require(verdict.headline.firstMatch(of: /about (\d+) more/).flatMap { Int($0.1) })
        let rounds = (16 + more + 15) / 16
        let effects = (0..<rounds).flatMap { _ in Scene.effects(mean: log(1.02), spread: 0.025) }
        #expect(Scene(effects: effects).verdict(.latencyP50, .maximumIncrease(0.03)).state == .passed)
    }

    @Test("an effect exactly on the margin promises nothing")
    func onTheMargin() {
        let verdict = Scene(effects: Scene.effects(mean: log(1.03), spread: 0.01)).verdict(
            .latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .inconclusive)
        #expect(verdict.headline.hasSuffix("on the margin: no practical number of launches would decide"))
    }

    @Test(
        "equal effects in every launch decide without a NaN",
        arguments: [(0.0, 0.0, Verdict.State.passed), (0.02, 0.01, .failed), (-0.02, 0.0, .passed)])
    func zeroVariance(effect: Double, limit: Double, state: Verdict.State) throws {
        let verdict = Scene(effects: [Double](repeating: effect, count: 16)).verdict(
            .latencyP50, .maximumIncrease(limit))
        #expect(verdict.state == state)
        let evidence = try #require(verdict.evidence)
        for number in [evidence.effect, evidence.low, evidence.high, try #require(evidence.minimalDetectableEffect)] {
            #expect(number.isFinite)
        }
    }

    @Test("the alpha of failing is divided among the cells that can fail")
    func bonferroni() throws {
        var scene = Scene(effects: Scene.effects(mean: log(1.037), spread: 0.0085))
        let gate = Scene.gate(.latencyP50, .maximumIncrease(0.03))
        let alone = Judge.judge(run: scene.run, gates: [gate])
        #expect(alone.map(\.state) == [.failed])
        for id in 2..<12 {
            var cell = scene.run.cells[1]
            cell.id = id
            cell.variant = "v\(id)"
            scene.run.cells.append(cell)
        }
        let verdict = try #require(Judge.judge(run: scene.run, gates: [gate]).first { $0.cell == 1 })
        #expect(verdict.state == .inconclusive)
        #expect(verdict.details.contains { $0.contains("needs below 0.00091") })
    }

    @Test("positively correlated launches count for fewer")
    func correlatedLaunches() throws {
        let slow = [
            0.0, 0.0, 0.001, 0.001, 0.01, 0.011, 0.012, 0.013, 0.021, 0.022, 0.022, 0.021, 0.01, 0.01, 0.001, 0,
        ]
        let verdict = Scene(effects: slow).verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.details.contains { $0.hasPrefix("launches resemble their neighbours") })
    }

    @Test("a failure names the operators that grew most, and what they replaced")
    func namesOperators() {
        var scene = Scene(effects: Scene.effects(mean: log(4.7), spread: 0.01))
        func node(_ type: String, _ milliseconds: Double) -> OperatorRecord {
            OperatorRecord(name: type, type: type, provider: "cpu", meanNanoseconds: milliseconds * 1e6)
        }
        scene.run.cells[0].operators = [node("Conv", 2.1), node("MatMul", 1)]
        scene.run.cells[1].operators = [node("ConvInteger", 11.2), node("MatMul", 5.3)]
        let details = scene.verdict(.latencyP50, .maximumIncrease(0.03)).details
        #expect(
            details.contains(
                "ConvInteger 11.2 ms, 60 % of the inference; the reference has none, it spends 2.10 ms in Conv"))
        #expect(details.contains("MatMul 5.30 ms, 28 % of the inference; the reference spends 1.00 ms in it"))
    }

    @Test("unsteady warm-ups are named")
    func namesUnsteadyWarmUps() {
        var scene = Scene(effects: Scene.effects(mean: 0, spread: 0.01))
        scene.run.cells[0].launches[3].warmUp.becameSteady = false
        let details = scene.verdict(.latencyP50, .maximumIncrease(0.03)).details
        #expect(details.contains("warm-up ended at its cap, not steady, in 1 worker"))
    }

    @Test("identical files are gated all the same, and said to be identical")
    func identicalFiles() {
        var scene = Scene(effects: Scene.effects(mean: 0, spread: 0.005))
        scene.run.cells[1].modelFile = scene.run.cells[0].modelFile
        let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .passed)
        #expect(verdict.details.first == "identical files (A/A): any difference is noise")
        scene.run.cells[1].runtime.version = "2"
        #expect(
            scene.verdict(.latencyP50, .maximumIncrease(0.03)).details.first
                == "identical model files on different runtimes")
    }

    @Test(
        "every other time and rate metric is judged by its launches",
        arguments: [
            (Metric.latencyP90, Gate.Limit.maximumIncrease(0.03)), (.latencyP99, .maximumIncrease(0.03)),
            (.latencyMax, .maximumIncrease(0.03)), (.latencyMean, .maximumIncrease(0.03)),
            (.latencyP50, .maximumRatio(1.03)), (.throughput, .maximumDrop(0.03)),
        ])
    func otherMetrics(metric: Metric, limit: Gate.Limit) throws {
        let slow = Scene(effects: Scene.effects(mean: 0.2, spread: 0.01)).verdict(metric, limit)
        #expect(slow.state == .failed)
        let fast = Scene(effects: Scene.effects(mean: -0.2, spread: 0.01)).verdict(metric, limit)
        #expect(fast.state == .passed)
        for evidence in [try #require(slow.evidence), try #require(fast.evidence)] {
            #expect(evidence.low <= evidence.effect && evidence.effect <= evidence.high)
        }
        #expect(try #require(slow.evidence).low > (try #require(slow.evidence)).limit)
    }

    @Test("load and first inference are compared launch by launch")
    func loadTime() {
        var scene = Scene(effects: Scene.effects(mean: 0, spread: 0.01))
        for launch in 0..<16 {
            scene.run.cells[1].launches[launch].loadNanoseconds = UInt64(10_000_000 + launch % 3 * 1000)
        }
        let verdict = scene.verdict(.loadTime, .maximumIncrease(0.5))
        #expect(verdict.state == .failed)
        #expect(verdict.headline.hasPrefix("int8 loads 2.0x slower: load time +100 %"))
        #expect(scene.verdict(.firstInferenceTime, .maximumIncrease(0.5)).state == .passed)
    }

    @Test("a demanded speed-up that is missed fails without calling the variant slower")
    func demandedSpeedUp() {
        let verdict = Scene(effects: Scene.effects(mean: log(0.8), spread: 0.01)).verdict(
            .latencyP50, .maximumRatio(0.5))
        #expect(verdict.state == .failed)
        #expect(
            verdict.headline == "int8 is not fast enough: latency p50 0.80x (interval 0.79x .. 0.80x), allowed 0.5x")
    }

    @Test("one launch decides nothing, none is an error, and so is a time of 0")
    func tooLittle() {
        #expect(Scene(effects: [0]).verdict(.latencyP50, .maximumIncrease(0.03)).state == .inconclusive)
        #expect(Scene(effects: []).verdict(.latencyP50, .maximumIncrease(0.03)).state == .error)
        var scene = Scene(effects: Scene.effects(mean: 0, spread: 0.01))
        scene.run.cells[1].launches[5].blocks[2].valuesNanoseconds = [0]
        let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .error)
        #expect(verdict.headline.contains("not a usable number in launch 5"))
    }
}
