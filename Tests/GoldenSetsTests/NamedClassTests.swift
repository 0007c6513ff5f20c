import Diagnostics
import Foundation
import GoldenSets
import Records
import TestSupport
import Testing

@Suite("Predictions that are classes and not scores", .hangLimit) struct NamedClassTests {
    @Test("A number is the class of that name where all names are numbers, else its place")
    func numbers() {
        let names = ClassNumbers(["cat", "7", "dog"])
        #expect(names.number(of: "7") == 1 && names.index(of: 2) == 2 && names.index(of: 7) == nil)
        #expect(names.number(of: "Cat") == nil)
        let own = ClassNumbers(["3", "-1", "40"])
        #expect(own.number(of: "-1") == -1 && own.index(of: 40) == 2 && own.index(of: 0) == nil)
        // "07" is a name.
        #expect(ClassNumbers(["07", "8"]).number(of: "8") == 1)
    }

    private func set(_ output: String = "{ name: y, scores: labels }", extra: [String: String] = [:]) throws
        -> SmallGoldenSet
    {
        var small = try SmallGoldenSet()
        small.lines["output"] = "output: \(output)"
        for (key, line) in extra { small.lines[key] = line }
        return small
    }

    private func table(_ values: [Float], width: Int = 1) -> OutputTable {
        OutputTable(
            rows: stride(from: 0, to: values.count, by: width).map { ([width], Array(values[$0..<$0 + width])) })
    }

    @Test("Accuracy and macro F1, and nothing that needs scores") func metrics() throws {
        let keeping = try set()
        defer { withExtendedLifetime(keeping) {} }
        let set = try keeping.open()
        #expect(set.manifest.metrics == [.accuracy, .macroF1, .agreement])
        #expect(set.manifest.comparedTensors.isEmpty)
        #expect(set.texts(ofOutput: "y") == ["cat", "dog", "fox"] && set.texts(ofOutput: "z") == nil)
        let outputs = ["y": table([0, 1, 0, 0])]
        let evaluation = try TaskEvaluation.evaluate(outputs: outputs, on: set)
        #expect(evaluation.predictions == [0, 1, 0, 0])
        #expect(evaluation.metrics[.accuracy] == 0.75)
        // f1_score([0, 1, 2, 0], [0, 1, 0, 0], average='macro'): (0.8 + 1 + 0) / 3.
        #expect(abs((evaluation.metrics[.macroF1] ?? 0) - 0.6) < 1e-12)
        #expect(evaluation.metrics.count == 2)
        let answered = EvaluatedSet(outputs: outputs, evaluation: evaluation)
        let comparison = try TaskComparison.compare(candidate: answered, reference: answered, on: set)
        #expect(comparison.metrics == [.agreement: 1])
        #expect(comparison.outputs?.tensors == [])
    }

    @Test("Several numbers, fractions and numbers of no class are told with the sample")
    func refusals() throws {
        let keeping = try set()
        defer { withExtendedLifetime(keeping) {} }
        let set = try keeping.open()
        for (table, words) in [
            (table([0, 1, 3, 0]), "returned 3 to sample 'c.txt', which is no class"),
            (table([0, 0.5, 0, 0]), "returned 0.5 to sample 'b.txt', which is no class"),
            (table([0, .nan, 0, 0]), "returned nan to sample 'b.txt', which is no class"),
            (table([0, 0, 0, 0, 1, 1, 1, 1], width: 2), "returned 2 numbers to sample 'a.txt'"),
        ] {
            let error = #expect(throws: GoldenSetError.self) {
                try TaskEvaluation.evaluate(outputs: ["y": table], on: set)
            }
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        }
    }

    @Test("Ranks and averages of classes are refused in the manifest") func manifest() throws {
        #expect(try set(extra: ["top_k": "top_k: 2"]).errorText().contains("'top_k' needs scores"))
        var grouped = try set()
        grouped["groups.txt"] = Data("a\na\nb\nb\n".utf8)
        grouped.lines["groups"] = "groups: \(grouped.file("groups.txt"))"
        #expect(try grouped.errorText().contains("'groups' needs scores"))
        var binary = try set()
        binary.lines["task"] = "task: binary"
        #expect(try binary.errorText().contains("labels"))
    }
}
