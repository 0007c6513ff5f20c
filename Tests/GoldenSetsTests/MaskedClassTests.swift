import Diagnostics
import GoldenSets
import Records
import TestSupport
import Testing

/// A class that is ruled out has a logit of minus infinity; NaN that goes in comes out.
@Suite(.hangLimit) struct MaskedClassTests {
    private static let reference: [[Float]] = [
        [2, 1, -.infinity], [0, 3, -.infinity], [1, 0.5, -.infinity], [-1, 0, -.infinity],
    ]
    private static let candidate: [[Float]] = [
        [1.5, 1, -.infinity], [0.5, 2, -.infinity], [0, 1, -.infinity], [1, 0, -.infinity],
    ]

    private func set(_ scores: String, inputs: [Float] = SmallGoldenSet.inputValues) throws -> (
        SmallGoldenSet, GoldenSet
    ) {
        var small = try SmallGoldenSet()
        small.lines["output"] = "output: { name: y, scores: \(scores) }"
        small["x.npy"] = NumpyFile.data(of: inputs, shape: [4, 2], type: "<f4")
        return (small, try small.open())
    }

    private func answers(_ rows: [[Float]], on set: GoldenSet) throws -> EvaluatedSet {
        let outputs = ["y": OutputTable(rows: rows.map { ([1, $0.count], $0) })]
        return EvaluatedSet(outputs: outputs, evaluation: try TaskEvaluation.evaluate(outputs: outputs, on: set))
    }

    @Test("accuracy, calibration error, divergence and likeness of masked logits are numpy's and scipy's")
    func masked() throws {
        let (small, set) = try set("logits")
        defer { withExtendedLifetime(small) {} }
        let candidate = try answers(Self.candidate, on: set), reference = try answers(Self.reference, on: set)
        // scipy.special.softmax and rel_entr, numpy over the elements that are finite.
        #expect(candidate.evaluation.predictions == [0, 1, 1, 0])
        #expect(candidate.evaluation.metrics[.accuracy] == 0.75)
        let calibration = try #require(candidate.evaluation.metrics[.calibrationError])
        #expect(abs(calibration - 0.255_520_837_466_127_86) < 1e-7)
        let comparison = try TaskComparison.compare(candidate: candidate, reference: reference, on: set)
        let divergence = try #require(comparison.metrics[.klDivergence]),
            cosine = try #require(comparison.metrics[.cosineSimilarity])
        #expect(abs(divergence - 0.210_755_618_929_551_64) < 1e-7)
        #expect(abs(cosine - 0.352_408_493_089_739_4) < 1e-7)
        #expect(comparison.metrics[.maximumAbsoluteError] == 2)
        #expect(comparison.metrics.values.allSatisfy { $0.isFinite })
        #expect(comparison.outputs?.tensors.first?.explanation == nil)
    }

    @Test("a class that only one side rules out has a divergence, and no likeness of tensors")
    func maskOfOneSide() throws {
        let (small, set) = try set("logits")
        defer { withExtendedLifetime(small) {} }
        let open = Self.reference.map { [$0[0], $0[1], 0] }
        let comparison = try TaskComparison.compare(
            candidate: answers(Self.candidate, on: set), reference: answers(open, on: set), on: set)
        #expect(comparison.metrics[.klDivergence]?.isFinite == true)
        #expect(comparison.metrics[.cosineSimilarity] == nil)
        #expect(comparison.outputs?.tensors.first?.explanation == .notFinite(samples: 4))
    }

    @Test(
        "NaN, plus infinity, a row of minus infinity, and minus infinity among probabilities stay errors",
        arguments: [
            ("logits", [Float.nan, 0, 0]), ("logits", [Float.infinity, 0, 0]),
            ("logits", [-Float.infinity, -Float.infinity, -Float.infinity]),
            ("probabilities", [1, -Float.infinity, 0]),
        ] as [(String, [Float])])
    func refused(scores: String, row: [Float]) throws {
        let (small, set) = try set(scores)
        defer { withExtendedLifetime(small) {} }
        let rows: [[Float]] = [[1, 0, 0], row, [0, 0, 1], [1, 0, 0]]
        let error = GoldenSetError.nonFiniteScores(count: 1, total: 4, firstSamples: ["b.txt"])
        #expect(throws: error) { try answers(rows, on: set) }
    }

    @Test("NaN in a sample's input is named, and only for that sample's answers")
    func inputs() throws {
        let (small, set) = try set("logits", inputs: [0, 1, 10, .nan, 20, 21, .infinity, 31])
        defer { withExtendedLifetime(small) {} }
        let found = try #require(set.feed.nonFiniteInputs().first)
        #expect(found.input == "x" && found.count == 2 && found.samples == [1, 3] && found.hasNaN)
        let error = try #require(set.inputsToBlame(for: ["b.txt"]))
        #expect(error.description.contains("sample 'b.txt' of input 'x' holds NaN, as does 1 more of 4 samples"))
        #expect(set.inputsToBlame(for: ["a.txt", "b.txt"]) == nil)
    }
}

/// Labels that count otherwise than the model's classes.
@Suite(.hangLimit) struct LabelMappingTests {
    private func labels(_ extra: String, stored: [Int32]) throws -> [Int32] {
        var small = try SmallGoldenSet()
        small["labels.npy"] = NumpyFile.data(of: stored, shape: [4], type: "<i4")
        small.lines["labels"] = "labels: \(small.file("labels.npy").dropLast(2)), \(extra) }"
        return try small.open().labels
    }

    @Test func anOffsetAndAMapAreApplied() throws {
        #expect(try labels("offset: 1", stored: [0, 1, 0, 1]) == [1, 2, 1, 2])
        #expect(try labels("offset: -1", stored: [1, 2, 3, 3]) == [0, 1, 2, 2])
        #expect(try labels("map: [2, 0, 1]", stored: [0, 1, 2, 0]) == [2, 0, 1, 2])
        #expect(try labels("map: [0, 0, 1, 2]", stored: [3, 2, 1, 0]) == [2, 1, 0, 0])
    }

    @Test(
        "what leaves the classes, and what is no mapping, is refused at its place",
        arguments: [
            ("offset: 1", [0, 1, 2, 0]), ("offset: -1", [0, 1, 2, 0]), ("map: [1, 0]", [0, 1, 2, 0]),
            ("map: [0, 1, 3]", [0, 1, 2, 0]), ("offset: one", [0, 1, 2, 0]), ("map: []", [0, 1, 2, 0]),
            ("offset: 1, map: [0, 1, 2]", [0, 1, 2, 0]), ("offset: 9223372036854775807", [0, 1, 2, 0]),
        ] as [(String, [Int32])])
    func refused(extra: String, stored: [Int32]) {
        #expect(throws: GoldenSetError.self) { try labels(extra, stored: stored) }
    }

    @Test func oneClassMoreNamesTheBackgroundClass() throws {
        let small = try SmallGoldenSet()
        let set = try small.open()
        // Labels 0 1 2 0; four scores, the first of a background class.
        let rows: [[Float]] = [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
        do {
            _ = try TaskEvaluation.evaluate(outputs: ["y": OutputTable(rows: rows.map { ([1, 4], $0) })], on: set)
            Issue.record("four scores for three classes")
        } catch {
            #expect(
                error.description.contains("with labels plus 1, for a background class in front, it is 75.00 % right"))
        }
    }
}
