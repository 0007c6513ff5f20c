import Foundation
import GoldenSets
import Records
import TestSupport
import Testing

/// Right values: numpy 2.4 in float64, 10 log10(sum r^2 / sum (r - c)^2) and the mean cosine of the samples, output by output.
@Suite("Likeness of several outputs", .hangLimit) struct SeveralOutputsTests {
    private func table(_ rows: [[Float]]) -> OutputTable {
        OutputTable(rows: rows.map { (shape: [1, $0.count], values: $0) })
    }

    private func set(_ fidelity: String, task: String = "fidelity", output: String = "{ name: a }") throws
        -> SmallGoldenSet
    {
        var small = try SmallGoldenSet()
        small.lines = [
            "task": "task: \(task)", "output": "output: \(output)", "fidelity_output": "fidelity_output: \(fidelity)",
        ]
        small.lines["labels"] = .some(nil)
        small.lines["classes"] = .some(nil)
        return small
    }

    private static let a: [[Float]] = [[1, 2], [3, 4], [5, 6], [7, 8]]
    private static let b: [[Float]] = [[100, 0, 0], [0, 100, 0], [0, 0, 100], [100, 100, 100]]

    private func comparison(_ keeping: SmallGoldenSet, _ a: [[Float]], _ b: [[Float]]) throws -> TaskComparison {
        let set = try keeping.open()
        func answered(_ a: [[Float]], _ b: [[Float]]) throws -> EvaluatedSet {
            let outputs = ["a": table(a), "b": table(b)]
            return EvaluatedSet(outputs: outputs, evaluation: try TaskEvaluation.evaluate(outputs: outputs, on: set))
        }
        return try TaskComparison.compare(candidate: answered(a, b), reference: answered(Self.a, Self.b), on: set)
    }

    @Test("Each metric is that of the output which is worst in it, and the worst samples are that output's")
    func worst() throws {
        let keeping = try set("[a, b]")
        defer { withExtendedLifetime(keeping) {} }
        // a is 0.1 off everywhere; b is 3 off in the last sample: the larger error, and the nearer output.
        let near = Self.a.map { $0.map { $0 + 0.1 } }
        var far = Self.b
        far[3][0] = 103
        let comparison = try comparison(keeping, near, far)
        // 204 / 0.08 of a, 60000 / 9 of b.
        #expect(abs((comparison.metrics[.signalToNoise] ?? 0) - 34.06540361634682) < 1e-9)
        #expect(comparison.metrics[.maximumAbsoluteError] == 3)
        // 0.99998 of b.
        #expect(abs((comparison.metrics[.cosineSimilarity] ?? 0) - 0.9999531999434409) < 1e-9)
        #expect(comparison.unitValues[.signalToNoise]?.count == 4)
        #expect(comparison.outputs?.tensors.map(\.output) == ["a", "b"])
        #expect(comparison.outputs?.worstSamples.first?.output == "a")

        far[0] = [0, 100, 0]
        let worse = try self.comparison(keeping, near, far)
        // 60000 / 20009.
        #expect(abs((worse.metrics[.signalToNoise] ?? 0) - 4.76925866161935) < 1e-9)
        #expect(worse.outputs?.worstSamples.first?.output == "b")
        #expect(worse.outputs?.worstSamples.first?.sample == 0)
    }

    @Test("One output is as it was, and lists are read with care") func reading() throws {
        let one = try set("b")
        defer { withExtendedLifetime(one) {} }
        #expect(try one.open().manifest.comparedTensors == ["b"])
        #expect(try set("[]").errorText().contains("at least one output"))
        #expect(try set("[b, b]").errorText().contains("each once"))
        #expect(try set("[b, [c]]").errorText().contains("fidelity_output"))
    }

    @Test("An output that the task keeps reduced can be compared whole") func reduced() throws {
        var keeping = try set("y", task: "segmentation", output: "{ name: y, layout: channels_last }")
        keeping["masks.npy"] = NumpyFile.data(of: [0, 1, 1, 0] as [UInt8], shape: [4, 1, 1], type: "|u1")
        keeping.lines["masks"] = "masks: \(keeping.file("masks.npy"))"
        keeping.lines["classes"] = "classes: \(keeping.file("classes.txt"))"
        defer { withExtendedLifetime(keeping) {} }
        let set = try keeping.open()
        #expect(set.manifest.outputs.map(\.name) == ["y", "y"])
        #expect(Set(set.manifest.outputs.map(\.key)).count == 2)
        #expect(set.manifest.metrics.contains(.signalToNoise))
        let indices = OutputTable(rows: [0, 1, 1, 1].map { (shape: [1, 1, 1], values: [Float($0)]) })
        let scores = OutputTable(rows: (0..<4).map { (shape: [1, 1, 1, 3], values: [Float($0), 1, 0]) })
        let outputs = ["y": indices, set.manifest.comparedTensors[0]: scores]
        let evaluation = try TaskEvaluation.evaluate(outputs: outputs, on: set)
        #expect(evaluation.metrics[.pixelAccuracy] == 0.75)
        let answered = EvaluatedSet(outputs: outputs, evaluation: evaluation)
        let comparison = try TaskComparison.compare(candidate: answered, reference: answered, on: set)
        #expect(comparison.metrics[.signalToNoise] == 200)
        #expect(comparison.outputs?.tensors.map(\.output) == ["y"])
    }
}
