import Foundation
import Gating
import Records
import Suites
import TestSupport
import Testing

@Suite("Verdicts say where predictions come from", .hangLimit)
struct EvaluationProvenanceTests {
    private let day = Date(timeIntervalSince1970: 1_767_323_045)
    private let scene = Scene(effects: [])

    private func origin(reusedFrom run: String? = nil, repetition: RepeatedEvaluation? = nil) -> EvaluationProvenance {
        EvaluationProvenance(key: "k", scoresDigest: "s", evaluatedAt: day, reusedFromRun: run, repetition: repetition)
    }

    @Test("Reused evaluations are named in verdicts on predictions, of either side, and in no other")
    func reused() {
        var scene = scene
        scene.run.cells[0].accuracy?.origin = origin(reusedFrom: "0123456789")
        scene.run.cells[1].accuracy?.origin = origin()
        let line =
            "the predictions of magika/fp32 are those of run 01234567 of 2026-01-02, reused: "
            + "nothing that could change them has changed"
        #expect(scene.verdict(.accuracy, .maximumDrop(0.01)).details.last == line)
        #expect(scene.verdict(.klDivergence, .maximum(1)).details.last == line)
        #expect(!scene.verdict(.accuracy, .minimum(0.5), against: .nothing).details.contains(line))
        #expect(!scene.verdict(.modelSize, .maximumRatio(1)).details.contains(line))
        scene.run.cells[1].accuracy?.origin = origin(reusedFrom: "fedcba9876")
        let own = scene.verdict(.accuracy, .minimum(0.5), against: .nothing)
        #expect(own.details.last?.contains("magika/int8 are those of run fedcba98") == true)
    }

    @Test("Where predictions come from changes no state")
    func stateIsTheSame() {
        var reused = scene
        for index in reused.run.cells.indices { reused.run.cells[index].accuracy?.origin = origin(reusedFrom: "r") }
        #expect(
            reused.verdict(.agreement, .minimum(0.9)).state == scene.verdict(.agreement, .minimum(0.9)).state)
    }

    @Test("Predictions that differ from earlier ones are a finding, in words and numbers")
    func different() throws {
        var scene = scene
        scene.run.cells[1].accuracy?.origin = origin(
            repetition: RepeatedEvaluation(
                run: "abcdef0123", evaluatedAt: day, differingSamples: 3, differingPredictions: 1))
        let count = try #require(scene.run.cells[1].accuracy?.predictions.count)
        let line = try #require(EvaluationText.difference(scene.run.cells[1], in: scene.run))
        #expect(
            line == "the predictions of magika/int8 differ from those of run abcdef01 of 2026-01-02, though model, "
                + "runtime, options, golden set and processor are the same: 3 of \(count) samples, 1 with another predicted class; "
                + "the model or the runtime is not deterministic, and its evaluations are not reused any more"
        )
        #expect(scene.verdict(.accuracy, .maximumDrop(0.01)).details.contains(line))

        scene.run.cells[1].accuracy?.origin?.repetition?.run = scene.run.id
        scene.run.cells[1].accuracy?.origin?.repetition?.differingPredictions = 0
        let twin = try #require(EvaluationText.difference(scene.run.cells[1], in: scene.run))
        #expect(twin.contains("differ from another evaluation in this run"))
        #expect(twin.contains("the predicted classes are the same"))
    }

    @Test("The same predictions again, or predictions given once, are no finding")
    func same() {
        var cell = scene.run.cells[1]
        #expect(EvaluationText.difference(cell, in: scene.run) == nil)
        cell.accuracy?.origin = origin(
            repetition: RepeatedEvaluation(run: "a", evaluatedAt: day, differingSamples: 0, differingPredictions: 0))
        #expect(EvaluationText.difference(cell, in: scene.run) == nil)
    }
}
