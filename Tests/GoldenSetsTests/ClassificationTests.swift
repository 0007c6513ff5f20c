import Diagnostics
import Foundation
import GoldenSets
import TestSupport
import Testing

@Suite(.hangLimit) struct ClassificationTests {
    private let names = (0..<12).map { "sample-\($0)" }

    private func matrix(_ values: [Float], columns: Int = KnownResults.classes) -> ScoreMatrix {
        ScoreMatrix(rows: values.count / columns, columns: columns, values: values)
    }

    private func evaluate(_ values: [Float], topK: Int) throws -> ClassificationEvaluation {
        try ClassificationEvaluation.evaluate(
            scores: matrix(values), kind: .logits, labels: KnownResults.labels, topK: topK, sampleNames: names)
    }

    @Test("Accuracy, top-k accuracy and macro F1 are scikit-learn's") func evaluationMatchesScikitLearn() throws {
        let reference = try evaluate(KnownResults.referenceScores, topK: 2)
        #expect(reference.predictions == KnownResults.referencePredictions)
        #expect(reference.accuracy == KnownResults.referenceAccuracy)
        #expect(abs(reference.macroF1 - KnownResults.referenceMacroF1) < 1e-15)
        #expect(reference.topKAccuracy == 1)
        let candidate = try evaluate(KnownResults.candidateScores, topK: 2)
        #expect(candidate.predictions == KnownResults.candidatePredictions)
        #expect(candidate.accuracy == KnownResults.candidateAccuracy)
        #expect(abs(candidate.macroF1 - KnownResults.candidateMacroF1) < 1e-15)
        #expect(candidate.topKAccuracy == KnownResults.candidateTop2)
        #expect(try evaluate(KnownResults.candidateScores, topK: 3).topKAccuracy == KnownResults.candidateTop3)
        #expect(try evaluate(KnownResults.candidateScores, topK: 99).topKAccuracy == 1)
    }

    @Test("Agreement and divergence are SciPy's, flips are listed") func comparisonMatchesSciPy() throws {
        let comparison = try ClassificationComparison.compare(
            candidate: matrix(KnownResults.candidateScores), reference: matrix(KnownResults.referenceScores),
            kind: .logits, labels: KnownResults.labels, sampleNames: names)
        #expect(comparison.agreement == KnownResults.agreement)
        #expect(abs(comparison.meanDivergence - KnownResults.meanDivergence) < 1e-6)
        for (found, expected) in zip(comparison.divergences, KnownResults.divergences) {
            #expect(abs(found - expected) < 1e-5)
        }
        #expect(comparison.changed == [4, 8, 9])
        #expect(comparison.lost == [8, 9])
        #expect(comparison.gained == [])
    }

    @Test("Equal scores agree wholly and diverge by exactly 0", arguments: [ScoreKind.logits, .probabilities])
    func equalScores(kind: ScoreKind) throws {
        let scores = matrix([0, 0, 1, 0.25, 0.25, 0.5], columns: 3)
        let comparison = try ClassificationComparison.compare(
            candidate: scores, reference: scores, kind: kind, labels: [0, 2], sampleNames: ["a", "b"])
        #expect(comparison.agreement == 1 && comparison.meanDivergence == 0)
        #expect(comparison.changed.isEmpty)
    }

    @Test("Impossible answers diverge by a finite amount") func clippedDivergence() throws {
        let comparison = try ClassificationComparison.compare(
            candidate: matrix([0, 1], columns: 2), reference: matrix([1, 0], columns: 2), kind: .probabilities,
            labels: [1], sampleNames: ["a"])
        // 1 * ln(1 / 1e-7) + 1e-7 * ln(1e-7 / 1), both sides clipped and normalised.
        #expect(abs(comparison.meanDivergence - 16.118) < 0.001)
        #expect(comparison.gained == [0] && comparison.lost == [] && comparison.agreement == 0)
    }

    @Test("Ties go to the lowest class, in predictions and in ranks") func ties() throws {
        let evaluation = try ClassificationEvaluation.evaluate(
            scores: matrix([0.5, 0.5, 0, 0.2, 0.4, 0.4], columns: 3), kind: .probabilities, labels: [1, 2], topK: 1,
            sampleNames: ["a", "b"])
        #expect(evaluation.predictions == [0, 1])
        #expect(evaluation.topKAccuracy == 0)
    }

    @Test("The fast way agrees with the obvious way on random scores with many ties", arguments: 0..<20)
    func fastMatchesObvious(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        let classes = 2 + next(6), samples = 1 + next(40), topK = 1 + next(4)
        let labels = (0..<samples).map { _ in Int32(next(classes)) }
        let values = (0..<samples * classes).map { _ in Float(next(5)) / 4 }
        let other = (0..<samples * classes).map { _ in Float(next(5)) / 4 }
        let names = (0..<samples).map(String.init)
        let evaluation = try ClassificationEvaluation.evaluate(
            scores: matrix(values, columns: classes), kind: .logits, labels: labels, topK: topK, sampleNames: names)
        let obvious = ObviousClassification(values, classes: classes, labels: labels)
        #expect(evaluation.predictions == obvious.predictions)
        #expect(evaluation.accuracy == obvious.accuracy)
        #expect(evaluation.topKAccuracy == obvious.topKAccuracy(topK))
        #expect(abs(evaluation.macroF1 - obvious.macroF1) < 1e-12)

        let comparison = try ClassificationComparison.compare(
            candidate: matrix(other, columns: classes), reference: matrix(values, columns: classes), kind: .logits,
            labels: labels, sampleNames: names)
        let obviousOther = ObviousClassification(other, classes: classes, labels: labels)
        for row in 0..<samples {
            #expect(abs(comparison.divergences[row] - obvious.divergence(to: obviousOther, row)) < 1e-9)
            let wasRight = obvious.predictions[row] == labels[row]
            let isRight = obviousOther.predictions[row] == labels[row]
            #expect(comparison.lost.contains(row) == (wasRight && !isRight))
            #expect(comparison.gained.contains(row) == (!wasRight && isRight))
            #expect(comparison.changed.contains(row) == (obvious.predictions[row] != obviousOther.predictions[row]))
        }
    }

    @Test(
        "NaN and infinity are refused with the count and the first samples by name",
        arguments: [Float.nan, .infinity])
    func nonFinite(bad: Float) {
        var values = KnownResults.candidateScores
        for row in [3, 5, 6, 7, 8, 9] { values[row * 6 + 2] = bad }
        let error = GoldenSetError.nonFiniteScores(
            count: 6, total: 12, firstSamples: ["sample-3", "sample-5", "sample-6", "sample-7", "sample-8"])
        #expect(throws: error) { try evaluate(values, topK: 1) }
        #expect(throws: error) {
            try ClassificationComparison.compare(
                candidate: matrix(values), reference: matrix(KnownResults.referenceScores), kind: .logits,
                labels: KnownResults.labels, sampleNames: names)
        }
        #expect(error.description.contains("6 of 12 samples, the first: sample-3, sample-5"))
    }

    @Test("Logits that are declared probabilities are refused with the way out") func notProbabilities() {
        #expect {
            try ClassificationEvaluation.evaluate(
                scores: matrix(KnownResults.referenceScores), kind: .probabilities, labels: KnownResults.labels,
                topK: 1,
                sampleNames: names)
        } throws: { "\($0)".contains("scores: logits") }
    }

    @Test("Counts that do not fit are refused") func countsThatDoNotFit() throws {
        let two = matrix([0, 1, 1, 0], columns: 2)
        #expect(throws: GoldenSetError.self) {
            try ClassificationEvaluation.evaluate(
                scores: two, kind: .logits, labels: [0, 2], topK: 1, sampleNames: ["a", "b"])
        }
        #expect(throws: GoldenSetError.self) {
            try ClassificationEvaluation.evaluate(
                scores: two, kind: .logits, labels: [0], topK: 1, sampleNames: ["a", "b"])
        }
        #expect(throws: GoldenSetError.self) {
            try ClassificationComparison.compare(
                candidate: two, reference: matrix([0, 1, 1, 0, 0, 0], columns: 3), kind: .logits, labels: [0, 1],
                sampleNames: ["a", "b"])
        }
    }
}
