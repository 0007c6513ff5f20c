import Foundation
import Gating
import Records
import Suites
import TestSupport
import Testing

/// Gates on macro F1 and on divergence: intervals from samples drawn again.
@Suite(.hangLimit) struct ResampledAnswerTests {
    /// 700 samples of two classes in turn; fp32 errs in the first of them, int8 in the second.
    private func scene(reference: Range<Int> = 0..<0, candidate: Range<Int>, count: Int = 700) -> Scene {
        var scene = Scene(effects: [0, 0])
        let labels = (0..<count).map { Int32($0 % 2) }
        scene.run.goldenSets[0].labels = labels
        scene.run.goldenSets[0].sampleNames = labels.indices.map { "sample-\($0)" }
        for (cell, wrong) in [(0, reference), (1, candidate)] {
            scene.run.cells[cell].accuracy?.predictions = labels.enumerated().map {
                wrong.contains($0.offset) ? 1 - $0.element : $0.element
            }
            scene.run.cells[cell].accuracy?.labelRanks = (0..<count).map { wrong.contains($0) ? 1 : 0 }
            scene.setDivergences((0..<count).map { Scene.divergence($0) }, ofCell: cell)
        }
        return scene
    }

    @Test(
        "a lost point of macro F1 in seventy fails, none passes, a few are undecided",
        arguments: [
            (0..<0, Verdict.State.passed), (0..<36, .failed), (0..<6, .inconclusive), (0..<8, .inconclusive),
        ])
    func drop(wrong: Range<Int>, state: Verdict.State) throws {
        let verdict = scene(candidate: wrong).verdict(.macroF1, .maximumDrop(0.01))
        #expect(verdict.state == state)
        // Both classes lose alike, so macro F1 loses what accuracy loses.
        let evidence = try #require(verdict.evidence)
        #expect((evidence.effect - Double(wrong.count) / 700).magnitude < 1e-12)
        #expect(evidence.low <= evidence.effect && evidence.effect <= evidence.high)
        #expect(evidence.samples == 700)
        #expect(evidence.resamples == (wrong.count < 15 ? nil : 2000))
        #expect((0.01...0.05).contains(try #require(evidence.minimalDetectableEffect)))
    }

    @Test("a failure tells change, interval, both values and where the interval comes from")
    func words() throws {
        let verdict = scene(candidate: 0..<36).verdict(.macroF1, .maximumDrop(0.01))
        #expect(verdict.headline.hasPrefix("int8 is less accurate: macro F1 -5.14 points (interval -"))
        #expect(verdict.headline.hasSuffix("allowed -1 point"))
        #expect(verdict.details.contains("macro F1 94.86 %, the reference 100.00 %; equal predictions 94.86 %"))
        #expect(verdict.details.contains("interval by bootstrap-t, 700 samples drawn again 2000 times"))
        #expect(verdict.details.contains { $0.contains(/would have failed a true -\d\.\d\d points with 80 % power/) })
    }

    @Test("an undecided drop says how many golden samples would decide")
    func undecided() {
        let verdict = scene(candidate: 0..<8).verdict(.macroF1, .maximumDrop(0.01))
        #expect(verdict.headline.contains(/about \d+ golden samples would decide, there are 700/))
    }

    @Test("macro F1 sees the loss of a rare class that accuracy cannot")
    func rareClass() {
        var scene = Scene(effects: [0, 0])
        let labels = (0..<700).map { Int32($0 < 30 ? 1 : 0) }
        scene.run.goldenSets[0].labels = labels
        scene.run.cells[0].accuracy?.predictions = labels
        scene.run.cells[1].accuracy?.predictions = labels.enumerated().map { $0.offset < 24 ? 0 : $0.element }
        #expect(scene.verdict(.accuracy, .maximumDrop(0.05)).state == .passed)
        #expect(scene.verdict(.macroF1, .maximumDrop(0.05)).state == .failed)
    }

    @Test(
        "equal predictions pass where so many samples show it, as they do for accuracy",
        arguments: [1, 3, 298, 299, 700])
    func identical(count: Int) throws {
        let scene = scene(reference: 0..<1, candidate: 0..<1, count: count)
        let verdict = scene.verdict(.macroF1, .maximumDrop(0.01))
        #expect(verdict.state == (count < 299 ? .inconclusive : .passed))
        let evidence = try #require(verdict.evidence)
        #expect(evidence.low == 0 && (evidence.high - (1 - pow(0.05, 1 / Double(count)))).magnitude < 1e-9)
        if count < 299 {
            #expect(verdict.headline.hasSuffix("about 299 golden samples would decide, there are \(count)"))
        }
        let words = count == 1 ? "1 sample" : "\(count) samples"
        #expect(verdict.details.contains { $0.hasPrefix("equal predictions on all \(words); of other samples") })
    }

    @Test("equal probabilities are a fact, whatever the number of samples", arguments: [1, 700])
    func identicalProbabilities(count: Int) throws {
        var scene = scene(candidate: 0..<0, count: count)
        scene.setDivergences([Double](repeating: 0, count: count), ofCell: 1)
        scene.run.cells[1].accuracy?.metrics[.klDivergence] = 0
        let verdict = scene.verdict(.klDivergence, .maximum(0))
        #expect(verdict.state == .passed)
        #expect(verdict.details.contains { $0.contains("nothing varies, so the interval is a point") })
    }

    @Test("few differing samples are counted, not drawn, and pass where they cannot come to a point")
    func rareDifferences() throws {
        let verdict = scene(candidate: 0..<1, count: 5000).verdict(.macroF1, .maximumDrop(0.01))
        #expect(verdict.state == .passed)
        #expect(
            verdict.details.contains(
                "rests on about 1 of 5000 samples, too few to draw again: interval by gamma bounds for rare events"
            ))
        // The exact upper bound of one lost answer: 4.74 of 5000.
        #expect((try #require(verdict.evidence).high - 4.744 / 5000).magnitude < 1e-5)
        #expect(scene(candidate: 0..<1, count: 300).verdict(.macroF1, .maximumDrop(0.01)).state == .inconclusive)
    }

    @Test("of equal predictions it is said how different other samples could be")
    func identicalBound() {
        // 1 - 0.05^(1/700) is 0.43 %.
        let verdict = scene(candidate: 0..<0).verdict(.macroF1, .maximumDrop(0.01))
        #expect(
            verdict.details.contains { $0.hasSuffix("of other samples of the same kind up to 0.43 % could differ") })
    }

    @Test("few samples neither crash nor decide what they cannot show", arguments: [1, 3])
    func fewSamples(count: Int) throws {
        let scene = scene(candidate: 0..<1, count: count)
        for verdict in [scene.verdict(.macroF1, .maximumDrop(0.01)), scene.verdict(.klDivergence, .maximum(0.002))] {
            #expect(verdict.state == .inconclusive)
            let evidence = try #require(verdict.evidence)
            #expect(!evidence.effect.isNaN && !evidence.low.isNaN && !evidence.high.isNaN)
        }
        let answer = scene.verdict(.macroF1, .maximumDrop(0.01))
        #expect(
            answer.headline.contains(
                count == 1 ? "a single golden sample shows no spread" : "golden samples would decide"))
    }

    @Test("no samples are an error")
    func noSamples() {
        let scene = scene(candidate: 0..<0, count: 0)
        #expect(scene.verdict(.macroF1, .maximumDrop(0.01)).state == .error)
        #expect(scene.verdict(.macroF1, .minimum(0.1), against: .nothing).state == .error)
        #expect(scene.verdict(.klDivergence, .maximum(1)).state == .error)
    }

    @Test(
        "a macro F1 that reaches its limit passes, clearly below fails, below by luck is undecided",
        arguments: [(0..<20, Verdict.State.passed), (0..<28, .inconclusive), (0..<60, .failed)])
    func minimum(wrong: Range<Int>, state: Verdict.State) throws {
        let verdict = scene(candidate: wrong).verdict(.macroF1, .minimum(0.97), against: .nothing)
        #expect(verdict.state == state)
        let evidence = try #require(verdict.evidence)
        #expect(evidence.low < evidence.effect && evidence.effect < evidence.high)
        if state == .passed {
            #expect(verdict.details.contains { $0.hasPrefix("reached on these samples; other samples") })
        }
    }

    @Test(
        "the mean divergence is judged by its interval",
        arguments: [(0.02, Verdict.State.passed), (0.0101, .inconclusive), (0.005, .failed)])
    func divergence(limit: Double, state: Verdict.State) throws {
        let verdict = scene(candidate: 0..<0).verdict(.klDivergence, .maximum(limit))
        #expect(verdict.state == state)
        let evidence = try #require(verdict.evidence)
        #expect((evidence.effect - 0.01).magnitude < 1e-12)
        #expect(evidence.low > 0.009 && evidence.high < 0.011 && evidence.low < evidence.high)
        #expect(evidence.samples == 700)
        #expect(try #require(evidence.minimalDetectableEffect) > limit)
        #expect(verdict.details.contains { $0.contains(/would have failed a true 0\.\d+ nats with 80 % power/) })
        if state == .inconclusive {
            #expect(verdict.headline.contains(/about \d+ golden samples would decide, there are 700/))
        }
    }

    @Test("equal probabilities pass; equal divergences are a point, on either side of the limit")
    func equalDivergences() throws {
        var scene = scene(candidate: 0..<0)
        scene.setDivergences([Double](repeating: 0, count: 700), ofCell: 1)
        let zero = scene.verdict(.klDivergence, .maximum(0))
        #expect(zero.state == .passed)
        #expect(zero.headline == "passes: KL divergence 0 nats, allowed 0 nats")
        #expect(zero.details.contains { $0.hasPrefix("equal probabilities for all 700 samples: nothing varies") })
        #expect(try #require(zero.evidence).minimalDetectableEffect == nil)
        scene.setDivergences([Double](repeating: 0.5, count: 700), ofCell: 1)
        #expect(scene.verdict(.klDivergence, .maximum(0.5)).state == .passed)
        let above = scene.verdict(.klDivergence, .maximum(0.4))
        #expect(above.state == .failed)
        #expect(above.details.contains("all 700 samples have the same value: the interval is a point"))
    }

    @Test("a divergence that is missing, negative or no number is an error", arguments: [Double.nan, .infinity, -0.1])
    func unusableDivergence(value: Double) {
        var scene = scene(candidate: 0..<0)
        scene.run.cells[1].accuracy?.unitValues[.klDivergence]?[3] = value
        let verdict = scene.verdict(.klDivergence, .maximum(1))
        #expect(verdict.state == .error)
        #expect(verdict.headline.hasSuffix("KL divergence of magika/int8 is not a number for sample-3"))
        scene.run.cells[1].accuracy?.unitValues[.klDivergence]?.removeLast()
        let short = scene.verdict(.klDivergence, .maximum(1))
        #expect(short.state == .error)
        #expect(short.headline.hasSuffix("the record of magika/int8 does not keep it sample by sample"))
    }

    @Test("the same predictions get the same verdict in every run")
    func reproducible() throws {
        var scene = scene(candidate: 0..<36)
        let first = scene.verdict(.macroF1, .maximumDrop(0.01))
        scene.run.seed = 2
        #expect(first == scene.verdict(.macroF1, .maximumDrop(0.01)))
    }

    @Test("macro F1 and divergence share the answers' allowance of wrong failures")
    func family() throws {
        let scene = scene(candidate: 0..<36)
        let gates = [
            Scene.gate(.macroF1, .maximumDrop(0.01)), Scene.gate(.accuracy, .maximumDrop(0.01), index: 1),
            Scene.gate(.klDivergence, .maximum(0.02), index: 2),
            Scene.gate(.topKAccuracy, .maximumDrop(0.01), index: 3),
        ]
        for verdict in Judge.judge(run: scene.run, gates: gates) {
            #expect((try #require(verdict.evidence).confidence - (1 - 0.01 / 4 - 0.05)).magnitude < 1e-12)
        }
    }
}
