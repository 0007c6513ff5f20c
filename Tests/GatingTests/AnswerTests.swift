import Gating
import Records
import Suites
import TestSupport
import Testing

@Suite(.hangLimit) struct AnswerTests {
    private func scene(reference: Range<Int> = 0..<0, candidate: Range<Int>) -> Scene {
        var scene = Scene(effects: [0, 0])
        scene.setWrong(reference: reference, candidate: candidate)
        return scene
    }

    /// Only the first `count` golden samples.
    private func shortened(_ count: Int, wrong: Range<Int> = 0..<0) -> Scene {
        var scene = scene(candidate: wrong)
        scene.run.goldenSets[0].labels.removeLast(700 - count)
        scene.run.goldenSets[0].sampleNames.removeLast(700 - count)
        for cell in 0...1 {
            scene.run.cells[cell].accuracy?.predictions.removeLast(700 - count)
            scene.run.cells[cell].accuracy?.labelRanks.removeLast(700 - count)
        }
        return scene
    }

    @Test(
        "a lost point of accuracy in seventy fails, none passes, a few are undecided",
        arguments: [
            (0..<0, Verdict.State.passed), (0..<35, .failed), (0..<5, .inconclusive),
        ])
    func drop(wrong: Range<Int>, state: Verdict.State) throws {
        let verdict = scene(candidate: wrong).verdict(.accuracy, .maximumDrop(0.01))
        #expect(verdict.state == state)
        let evidence = try #require(verdict.evidence)
        #expect(evidence.effect == Double(wrong.count) / 700)
        #expect(evidence.samples == 700)
    }

    @Test("a failure says how much was lost and names the first ten samples")
    func namesFlips() {
        let verdict = scene(candidate: 0..<35).verdict(.accuracy, .maximumDrop(0.01))
        #expect(verdict.headline.hasPrefix("int8 is less accurate: accuracy -5.00 points (interval "))
        #expect(verdict.headline.hasSuffix("allowed -1 point"))
        #expect(
            verdict.details.contains(
                "lost: sample-0, sample-1, sample-2, sample-3, sample-4, sample-5, sample-6, sample-7, sample-8, "
                    + "sample-9 and 25 more"))
    }

    @Test("an undecided drop says how many golden samples would decide")
    func undecidedDrop() {
        let verdict = scene(candidate: 0..<5).verdict(.accuracy, .maximumDrop(0.01))
        #expect(verdict.headline.contains(/about \d+ golden samples would decide, there are 700/))
    }

    @Test("equal losses and gains hide from accuracy but not from agreement")
    func agreementSeesDamage() {
        let scene = scene(reference: 0..<40, candidate: 40..<80)
        #expect(scene.verdict(.accuracy, .maximumDrop(0.05)).state == .passed)
        let verdict = scene.verdict(.agreement, .minimum(0.97))
        #expect(verdict.state == .failed)
        #expect(
            verdict.headline.hasPrefix("int8 predicts differently from the reference: agreement 88.57 % (interval "))
        #expect(verdict.headline.hasSuffix("needed 97 %"))
    }

    @Test(
        "a share that reaches its limit passes, clearly below fails, below by luck is undecided",
        arguments: [
            (0..<10, Verdict.State.passed), (0..<21, .passed), (0..<22, .inconclusive), (0..<28, .inconclusive),
            (0..<40, .failed),
        ])
    func shares(wrong: Range<Int>, state: Verdict.State) {
        // 21 of 700 is 3 %.
        #expect(scene(candidate: wrong).verdict(.agreement, .minimum(0.97)).state == state)
        #expect(scene(candidate: wrong).verdict(.accuracy, .minimum(0.97), against: .nothing).state == state)
    }

    @Test("a pass that other samples might not repeat says so")
    func narrowPass() {
        let verdict = scene(candidate: 0..<20).verdict(.agreement, .minimum(0.97))
        #expect(verdict.state == .passed)
        #expect(verdict.details.contains { $0.hasPrefix("reached on these samples; other samples") })
    }

    @Test(
        "golden sets of none, one and three samples neither crash nor pass what they cannot show",
        arguments: [
            (0, Verdict.State.error), (1, .inconclusive), (3, .inconclusive),
        ])
    func tinyGoldenSets(count: Int, state: Verdict.State) {
        #expect(shortened(count).verdict(.accuracy, .maximumDrop(0.01)).state == state)
        let wrong = shortened(count, wrong: 0..<min(count, 1))
        #expect(
            wrong.verdict(.agreement, .minimum(0.97)).state
                == (count == 0 ? .error : count == 1 ? .inconclusive : .inconclusive))
        #expect(
            wrong.verdict(.topKAccuracy, .minimum(0.97), against: .nothing).state == (count == 0 ? .error : .passed))
        #expect(shortened(count).verdict(.topKAccuracy, .maximumDrop(0.01)).state == state)
    }

    @Test("top-k accuracy is compared like accuracy, by what lies within the top k")
    func topK() throws {
        var scene = scene(candidate: 0..<35)
        // Rank 1 is within the top 5; 35 other samples leave it.
        #expect(scene.verdict(.topKAccuracy, .maximumDrop(0.01)).state == .passed)
        for sample in 100..<135 { scene.run.cells[1].accuracy?.labelRanks[sample] = 5 }
        let verdict = scene.verdict(.topKAccuracy, .maximumDrop(0.01))
        #expect(verdict.state == .failed)
        #expect(verdict.headline.hasPrefix("int8 is less accurate: top-k accuracy -5.00 points (interval "))
        #expect(verdict.details.contains { $0.hasPrefix("top-k accuracy (top 5) 95.00 %, the reference 100.00 %") })
        #expect(verdict.details.contains { $0.hasPrefix("lost: sample-100, ") })
        #expect(try #require(verdict.evidence).effect == 0.05)
        #expect(scene.verdict(.topKAccuracy, .minimum(0.99), against: .nothing).state == .failed)
        scene.run.cells[1].accuracy?.labelRanks = []
        let silent = scene.verdict(.topKAccuracy, .maximumDrop(0.01))
        #expect(silent.state == .error)
        #expect(silent.headline.contains("does not keep it sample by sample"))
    }

    @Test("a drop says what it would have failed, beside the tests and in the evidence")
    func detectableDrop() throws {
        let verdict = scene(candidate: 0..<5).verdict(.accuracy, .maximumDrop(0.01))
        let detectable = try #require(verdict.evidence?.minimalDetectableEffect)
        #expect((0.02...0.04).contains(detectable))
        #expect(verdict.details.contains { $0.contains(/would have failed a true -[23]\.\d\d points with 80 % power/) })
    }

    @Test("a metric that is NaN or missing is an error", arguments: [Metric.klDivergence, .macroF1, .topKAccuracy])
    func notANumber(metric: Metric) {
        for value in [Double.nan, nil] {
            var scene = scene(candidate: 0..<0)
            scene.run.cells[1].accuracy?.metrics[metric] = value
            let verdict =
                metric == .klDivergence
                ? scene.verdict(metric, .maximum(1)) : scene.verdict(metric, .minimum(0), against: .nothing)
            #expect(verdict.state == .error)
        }
    }

    @Test("a cell that was not evaluated is an error, on either side", arguments: [0, 1])
    func notEvaluated(cell: Int) {
        var scene = scene(candidate: 0..<0)
        scene.run.cells[cell].accuracy = nil
        #expect(scene.verdict(.accuracy, .maximumDrop(0.01)).state == .error)
        #expect(scene.verdict(.agreement, .minimum(0.9)).state == .error)
        #expect(scene.verdict(.macroF1, .maximumDrop(0.1)).state == .error)
    }

    @Test("agreement and divergence from the baseline are taken from the baseline")
    func againstBaseline() {
        var scene = scene(candidate: 0..<40)
        scene.addBaseline(effects: [0, 0])
        let answers = scene.run.cells[1].accuracy
        scene.run.cells[2].accuracy = answers
        scene.run.cells[1].accuracy?.metricsAgainstBaseline = [.klDivergence: 0.5]
        scene.run.cells[1].accuracy?.unitValuesAgainstBaseline[.klDivergence] = (0..<700).map {
            50 * Scene.divergence($0)
        }
        #expect(scene.verdict(.agreement, .minimum(0.97), against: .baseline).state == .passed)
        #expect(scene.verdict(.agreement, .minimum(0.97)).state == .failed)
        #expect(scene.verdict(.klDivergence, .maximum(0.1), against: .baseline).state == .failed)
        #expect(scene.verdict(.klDivergence, .maximum(0.1)).state == .passed)
    }
}
