import Foundation
import Gating
import Records
import Suites
import TestSupport
import Testing

@Suite(.hangLimit) struct ApplicationTests {
    private let scene = Scene(effects: Scene.effects(mean: 0, spread: 0.005))

    @Test("a gate against the reference does not judge the reference itself; an absolute one does")
    func referenceIsNotJudgedAgainstItself() {
        let relative = Judge.judge(run: scene.run, gates: [Scene.gate(.latencyP50, .maximumIncrease(0.03))])
        #expect(relative.map(\.cell) == [1])
        let absolute = Judge.judge(run: scene.run, gates: [Scene.gate(.modelSize, .maximum(2e6), against: .nothing)])
        #expect(absolute.map(\.cell) == [0, 1])
    }

    @Test("baseline-side cells are never judged")
    func baselineIsNeverJudged() {
        var scene = scene
        scene.addBaseline(effects: Scene.effects(mean: 0, spread: 0.005))
        let verdicts = Judge.judge(run: scene.run, gates: [Scene.gate(.modelSize, .maximum(2e6), against: .nothing)])
        #expect(verdicts.map(\.cell) == [0, 1])
    }

    @Test(
        "patterns choose models and variants",
        arguments: [
            (["magika"], ["int*"], [1]), (["m?gika"], [], [0, 1]), (["*"], ["fp32", "int8"], [0, 1]),
            ([], ["f*2"], [0]),
        ])
    func patterns(models: [String], variants: [String], cells: [Int]) {
        let gate = Scene.gate(.modelSize, .maximum(2e6), against: .nothing, models: models, variants: variants)
        #expect(Judge.judge(run: scene.run, gates: [gate]).map(\.cell) == cells)
    }

    @Test("a gate that fits nothing says so instead of vanishing", arguments: ["other", "", "magika?", "*z*"])
    func fitsNothing(model: String) {
        let verdicts = Judge.judge(
            run: scene.run, gates: [Scene.gate(.modelSize, .maximum(1), against: .nothing, models: [model])])
        #expect(verdicts.map(\.state) == [.notJudged])
        #expect(verdicts.first?.cell == nil)
    }

    @Test("a hostile pattern is answered at once")
    func hostilePattern() {
        let pattern = String(repeating: "*a", count: 200) + "b"
        var scene = scene
        scene.run.cells[1].variant = String(repeating: "a", count: 400)
        let gate = Scene.gate(.modelSize, .maximum(1), against: .nothing, variants: [pattern])
        #expect(Judge.judge(run: scene.run, gates: [gate]).map(\.state) == [.notJudged])
    }

    @Test("without a baseline a gate against it is not judged, never passed")
    func noBaseline() {
        let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03), against: .baseline)
        #expect(verdict.state == .notJudged)
        #expect(verdict.headline.hasPrefix("not judged: no baseline was given; pass --baseline NAME, --against SUITE2"))
    }

    @Test("with a baseline its same-named variant is the measure, not the reference")
    func withBaseline() {
        var scene = Scene(effects: Scene.effects(mean: -0.5, spread: 0.005))
        scene.addBaseline(effects: Scene.effects(mean: 0.2, spread: 0.005))
        #expect(scene.verdict(.latencyP50, .maximumIncrease(0.03), against: .baseline).state == .failed)
        #expect(scene.verdict(.latencyP50, .maximumIncrease(0.03)).state == .passed)
    }

    @Test("a variant that the baseline suite lacks is an error")
    func missingCounterpart() {
        var scene = scene
        scene.addBaseline(effects: [0, 0])
        scene.run.cells[2].variant = "other"
        let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03), against: .baseline)
        #expect(verdict.state == .error)
        #expect(verdict.headline == "no value: the baseline suite has no magika/int8")
    }

    @Test("a model without a reference, or a pair that was not measured, is an error")
    func missingPieces() {
        var scene = scene
        scene.run.pairs = []
        #expect(scene.verdict(.latencyP50, .maximumIncrease(0.03)).state == .error)
        scene.run.cells[0].isReference = false
        #expect(scene.verdict(.latencyP50, .maximumIncrease(0.03)).state == .error)
    }

    @Test("a failed cell, or a failed counterpart, is an error in its own words", arguments: [0, 1])
    func failures(failedCell: Int) {
        var scene = scene
        scene.run.cells[failedCell].failure = CellFailure(
            kind: .crash, phase: "load", message: "the worker died", signal: "SIGSEGV",
            standardErrorTail: ["first", "malloc(): corrupted"])
        for metric in [(Metric.latencyP50, Gate.Limit.maximumIncrease(1)), (.modelSize, .maximumRatio(2))] {
            let verdict = scene.verdict(metric.0, metric.1)
            #expect(verdict.state == .error)
            #expect(verdict.headline.hasSuffix("failed in load: the worker died (SIGSEGV)"))
            #expect(verdict.headline.contains("the reference magika/fp32") == (failedCell == 0))
            #expect(verdict.details.contains("signal: SIGSEGV"))
            #expect(verdict.details.contains("last line on standard error: malloc(): corrupted"))
        }
    }

    @Test(
        "a question that makes no sense is an error, not a pass",
        arguments: [
            (Metric.klDivergence, Gate.Limit.maximumIncrease(0.1)), (.agreement, .maximumDrop(0.1)),
            (.latencyP50, .maximum(1e9)), (.latencyP50, .maximumIncrease(.nan)), (.latencyP50, .maximumRatio(-1)),
            (.accuracy, .maximumRatio(2)),
        ])
    func senseless(metric: Metric, limit: Gate.Limit) {
        #expect(scene.verdict(metric, limit).state == .error)
    }

    @Test("judging a stored run again gives the same verdicts")
    func repeatable() throws {
        let gates = [
            Scene.gate(.latencyP50, .maximumIncrease(0.03)), Scene.gate(.accuracy, .maximumDrop(0.01), index: 1),
            Scene.gate(.latencyP99, .maximum(5e7), against: .nothing, index: 2),
        ]
        let stored = try JSONDecoder().decode(RunRecord.self, from: JSONEncoder().encode(scene.run))
        #expect(Judge.judge(run: stored, gates: gates) == Judge.judge(run: scene.run, gates: gates))
    }
}
