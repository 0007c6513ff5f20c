import Foundation
import InferenceCore
import Records
import TestSupport
import TaskMetrics
import Testing

@testable import GoldenSets

/// Right values: a loop in numpy 2.4 over the same 24 samples, means of float64 over the samples of each group, then scikit-learn 1.8:
/// accuracy_score, f1_score, top_k_accuracy_score, roc_auc_score, average_precision_score, mean_absolute_error, root_mean_squared_error,
/// r2_score of the eight groups.
@Suite("Samples that are judged together", .hangLimit) struct SampleGroupTests {
    private static let samples = 24
    /// Of 1 to 5 samples each, which do not stand together.
    private static let groups = (0..<samples).map { "g\(($0 * $0 + $0 / 5) % 8)" }
    /// In the order of their first samples.
    private static let names = ["g0", "g1", "g4", "g2", "g5", "g6", "g3", "g7"]
    private static func number(of sample: Int) -> Int { names.firstIndex(of: groups[sample]) ?? 0 }

    private static let scores: [[Float]] = (0..<samples).map { i in
        var row = (0..<3).map { j in Float(Double((i * 37 + j * 11 + i * j * 5) % 101) / 50 - 1) }
        row[(5 * number(of: i) + 1) % 3] += 0.5
        return row
    }

    private static func table(_ rows: [[Float]]) -> OutputTable {
        OutputTable(rows: rows.map { (shape: [1, $0.count], values: $0) })
    }

    /// A set of 24 samples, three numbers each.
    private func small(_ task: String, output: String, labels: Data, classes: String? = "a\nb\nc\n") throws
        -> SmallGoldenSet
    {
        var small = try SmallGoldenSet()
        small["x.npy"] = NumpyFile.data(of: Self.scores.flatMap { $0 }, shape: [Self.samples, 3], type: "<f4")
        small["names.txt"] = Data((0..<Self.samples).map { "s\($0)\n" }.joined().utf8)
        small["labels.npy"] = labels
        small["groups.txt"] = Data(Self.groups.map { $0 + "\n" }.joined().utf8)
        if let classes { small["classes.txt"] = Data(classes.utf8) }
        small.lines = [
            "task": "task: \(task)", "samples": "samples: \(Self.samples)", "output": "output: \(output)",
            "groups": "groups: \(small.file("groups.txt"))",
        ]
        if classes == nil { small.lines["classes"] = .some(nil) }
        return small
    }

    private func integers(_ label: (Int) -> Int) -> Data {
        NumpyFile.data(
            of: (0..<Self.samples).map { Int32(label(Self.number(of: $0))) }, shape: [Self.samples], type: "<i4")
    }

    private func classification() throws -> SmallGoldenSet {
        try small(
            "classification", output: "{ name: y, scores: logits }\ntop_k: 2", labels: integers { (5 * $0 + 1) % 3 })
    }

    private func binary(_ output: String = "{ name: y, scores: probabilities }") throws -> SmallGoldenSet {
        try small("binary", output: output, labels: integers { $0 % 2 }, classes: "no\nyes\n")
    }

    private func expectNear(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-9) throws {
        #expect((try #require(value) - expected).magnitude < tolerance, "\(String(describing: value)), not \(expected)")
    }

    @Test("Classification: scores are averaged, and everything counts groups") func scores() throws {
        let keeping = try classification()
        defer { withExtendedLifetime(keeping) {} }
        let set = try keeping.open()
        #expect(set.judgedNames == Self.names && set.judgedCount == 8 && set.sampleCount == 24)
        #expect(set.labels == [1, 0, 2, 1, 0, 2, 1, 0])
        #expect(set.units.count == 8)
        let evaluation = try TaskEvaluation.evaluate(outputs: ["y": Self.table(Self.scores)], on: set)
        #expect(evaluation.predictions == [1, 2, 0, 2, 1, 2, 1, 0])
        #expect(evaluation.labelRanks.count == 8)
        #expect(evaluation.metrics[.accuracy] == 0.5)
        #expect(evaluation.metrics[.topKAccuracy] == 1)
        try expectNear(evaluation.metrics[.macroF1], 0.48888888888888893)
        try expectNear(evaluation.metrics[.calibrationError], 0.32087197057690997, within: 1e-6)
        #expect(evaluation.unitValues[.calibrationError]?.count == 8)
    }

    @Test("Two answers: agreement and divergence of averages, likeness of tensors group by group") func comparison()
        throws
    {
        let keeping = try classification()
        defer { withExtendedLifetime(keeping) {} }
        let set = try keeping.open()
        func answered(_ rows: [[Float]]) throws -> EvaluatedSet {
            let outputs = ["y": Self.table(rows)]
            return EvaluatedSet(outputs: outputs, evaluation: try TaskEvaluation.evaluate(outputs: outputs, on: set))
        }
        let comparison = try TaskComparison.compare(
            candidate: answered(Self.scores.map { $0.reversed().map { $0 * 0.9 } }), reference: answered(Self.scores),
            on: set)
        try expectNear(comparison.metrics[.agreement], 0.375)
        try expectNear(comparison.metrics[.klDivergence], 0.08005985615049355, within: 1e-6)
        try expectNear(comparison.metrics[.cosineSimilarity], 0.4630143138343702)
        try expectNear(comparison.metrics[.signalToNoise], 0.7628396047212128)
        try expectNear(comparison.metrics[.maximumAbsoluteError], 1.6460000276565552)
        for metric in [Metric.agreement, .klDivergence, .cosineSimilarity, .signalToNoise] {
            #expect(comparison.unitValues[metric]?.count == 8)
        }
        let worst = try #require(comparison.outputs?.worstSamples)
        // Groups, by their number.
        #expect(worst.prefix(3).map { set.judgedNames[$0.sample] } == ["g6", "g4", "g7"])
        try expectNear(worst.first?.sqnr, -2.15298123941048)
        #expect(worst.first?.prediction.text != nil)
    }

    @Test("Binary: probabilities are averaged before the threshold") func probabilities() throws {
        let keeping = try binary()
        defer { withExtendedLifetime(keeping) {} }
        let set = try keeping.open()
        let rows = Self.scores.map { [($0[0] + 1) / 2.6] }
        let evaluation = try TaskEvaluation.evaluate(outputs: ["y": Self.table(rows)], on: set)
        try expectNear(evaluation.metrics[.accuracy], 0.625)
        try expectNear(evaluation.metrics[.areaUnderCurve], 0.625)
        try expectNear(evaluation.metrics[.averagePrecision], 0.7678571428571428)
        #expect(evaluation.unitValues[.areaUnderCurve]?.count == 8)
        // Two scores a sample say the same.
        let two = rows.map { [1 - $0[0], $0[0]] }
        #expect(
            try TaskEvaluation.evaluate(outputs: ["y": Self.table(two)], on: set).predictions == evaluation.predictions)
    }

    @Test("Anomalies: scores are averaged, of a reconstruction its errors") func anomalies() throws {
        let keeping = try small(
            "anomaly", output: "{ name: y, score: reconstruction_error, of: x }", labels: integers { $0 % 2 },
            classes: nil)
        defer { withExtendedLifetime(keeping) {} }
        let set = try keeping.open()
        let made = Self.scores.map { $0.map { $0 * 0.5 + 0.1 } }
        let evaluation = try TaskEvaluation.evaluate(outputs: ["y": Self.table(made)], on: set)
        try expectNear(evaluation.metrics[.areaUnderCurve], 0.1875)
        try expectNear(evaluation.metrics[.partialAreaUnderCurve], 0.47368421052631576)
        try expectNear(evaluation.metrics[.averagePrecision], 0.44047619047619047)

        let value = try small("anomaly", output: "{ name: y, score: value }", labels: integers { $0 % 2 }, classes: nil)
        defer { withExtendedLifetime(value) {} }
        let scored = try TaskEvaluation.evaluate(
            outputs: ["y": Self.table(Self.scores.map { [($0[0] + 1) / 2.6] })], on: value.open())
        try expectNear(scored.metrics[.areaUnderCurve], 0.625)
    }

    @Test("Regression: numbers are averaged, output by output") func numbers() throws {
        let labels = (0..<Self.samples).flatMap { sample -> [Double] in
            let group = Self.number(of: sample)
            return [Double(group) * 0.25 - 1, Double(group * 3 % 8) * 0.125]
        }
        let keeping = try small(
            "regression", output: "{ name: y }",
            labels: NumpyFile.data(of: labels, shape: [Self.samples, 2], type: "<f8"), classes: nil)
        defer { withExtendedLifetime(keeping) {} }
        let set = try keeping.open()
        let evaluation = try TaskEvaluation.evaluate(
            outputs: ["y": Self.table(Self.scores.map { Array($0.prefix(2)) })], on: set)
        try expectNear(evaluation.metrics[.meanAbsoluteError], 0.45249999839191635)
        try expectNear(evaluation.metrics[.rootMeanSquareError], 0.5438390714184644)
        try expectNear(evaluation.metrics[.determination], -1.175654288363722)
        #expect(evaluation.unitValues[.meanAbsoluteError]?.count == 8)
    }

    @Test("What no sample may answer is found before it is averaged away") func badAnswers() throws {
        let keeping = try binary()
        defer { withExtendedLifetime(keeping) {} }
        let set = try keeping.open()
        var rows = Self.scores.map { _ in [Float(0.25)] }
        rows[3] = [1.5]
        #expect(throws: GoldenSetError.notProbabilities(sample: "s3", score: 1.5)) {
            try TaskEvaluation.evaluate(outputs: ["y": Self.table(rows)], on: set)
        }
        rows[3] = [.nan]
        #expect(throws: GoldenSetError.nonFiniteScores(count: 1, total: 24, firstSamples: ["s3"])) {
            try TaskEvaluation.evaluate(outputs: ["y": Self.table(rows)], on: set)
        }
        let classes = try classification()
        defer { withExtendedLifetime(classes) {} }
        var wide = Self.scores
        wide[5] = [1, 2, 3, 4]
        #expect(throws: GoldenSetError.self) {
            try TaskEvaluation.evaluate(outputs: ["y": Self.table(wide)], on: classes.open())
        }
    }

    @Test("A class that is ruled out for one sample is ruled out for its group") func masks() throws {
        let keeping = try classification()
        defer { withExtendedLifetime(keeping) {} }
        var rows = Self.scores
        rows[0][1] = -.infinity
        let evaluation = try TaskEvaluation.evaluate(outputs: ["y": Self.table(rows)], on: keeping.open())
        #expect(evaluation.predictions[0] != 1)
        let isFinite = evaluation.metrics.values.allSatisfy { $0.isFinite }
        #expect(isFinite)
    }

    @Test("A group has one right answer, and the finding names the samples that disagree") func disagreement() throws {
        var keeping = try classification()
        var labels = (0..<Self.samples).map { Int32((5 * Self.number(of: $0) + 1) % 3) }
        labels[21] = 2
        keeping["labels.npy"] = NumpyFile.data(of: labels, shape: [Self.samples], type: "<i4")
        let text = try keeping.errorText()
        let group = Self.groups[21]
        let first = try #require(Self.groups.firstIndex(of: group))
        #expect(
            text.contains("samples 's\(first)' and 's21' of group '\(group)' have the labels \(labels[first])"),
            "\(text)")
        #expect(text.contains("golden.yaml:"))

        var numbers = try small(
            "regression", output: "{ name: y }",
            labels: NumpyFile.data(
                of: (0..<Self.samples).map { Float($0) }, shape: [Self.samples], type: "<f4"), classes: nil)
        numbers.lines["output"] = "output: { name: y }"
        #expect(try numbers.errorText().contains("have the labels 0.0 and"))
    }

    @Test(
        "Tasks whose predictions have no average take no groups",
        arguments: [
            ("fidelity", "{ name: y }"), ("embedding", "{ name: y }"), ("segmentation", "{ name: y, layout: indices }"),
        ])
    func otherTasks(task: String, output: String) throws {
        var keeping = try small(task, output: output, labels: integers { $0 }, classes: nil)
        keeping.lines["labels"] = .some(nil)
        #expect(try keeping.errorText().contains("the predictions of '\(task)' have no average"))
    }

    @Test("Lines that are missing, empty or too many are found") func badFiles() throws {
        var keeping = try classification()
        for (text, words) in [
            ("g1\n", "has 1 lines, the manifest says 24 samples"),
            (Self.groups.map { ($0 == "g5" ? "" : $0) + "\n" }.joined(), "is empty"),
        ] {
            keeping["groups.txt"] = Data(text.utf8)
            keeping.lines["groups"] = "groups: \(keeping.file("groups.txt"))"
            #expect(try keeping.errorText().contains(words))
        }
    }

    @Test("Groups within sequences: what shares a sequence is left out together") func sequences() throws {
        var keeping = try classification()
        // Four patients of six samples, two recordings each.
        let groups = (0..<Self.samples).map { "r\($0 / 3)\n" }.joined()
        let patients = (0..<Self.samples).map { Int32($0 / 6) }
        let labels = (0..<Self.samples).map { Int32($0 / 3 % 3) }
        keeping["groups.txt"] = Data(groups.utf8)
        keeping["sequences.npy"] = NumpyFile.data(of: patients, shape: [Self.samples], type: "<i4")
        keeping["labels.npy"] = NumpyFile.data(of: labels, shape: [Self.samples], type: "<i4")
        keeping.lines["groups"] = "groups: \(keeping.file("groups.txt"))"
        keeping.lines["sequences"] = "sequences: \(keeping.file("sequences.npy"))"
        let set = try keeping.open()
        #expect(set.sequences == [0, 0, 1, 1, 2, 2, 3, 3] && set.units.count == 4 && set.judgedCount == 8)
        // A group of whole sequences is a unit of its own.
        keeping["sequences.npy"] = NumpyFile.data(of: (0..<Int32(24)).map { $0 }, shape: [Self.samples], type: "<i4")
        keeping.lines["sequences"] = "sequences: \(keeping.file("sequences.npy"))"
        #expect(try keeping.open().sequences.isEmpty)
        // Neither within nor around.
        let crossing = (0..<Self.samples).map { $0 < 4 ? 0 : Int32(1) }
        keeping["sequences.npy"] = NumpyFile.data(of: crossing, shape: [Self.samples], type: "<i4")
        keeping.lines["sequences"] = "sequences: \(keeping.file("sequences.npy"))"
        #expect(try keeping.errorText().contains("group 'r1' has samples of several sequences"))
    }

    @Test("A group's digest changes when the answer to one of its samples does, and only then") func digests() throws {
        let groups = SampleGroups(Self.groups)
        let before = ScoreDigests(of: ["y": Self.table(Self.scores)], groups: groups)
        #expect(before.rows.count == 8)
        var rows = Self.scores
        // The mean stays what it is.
        let (one, other) = (groups.members(of: 2).first!, groups.members(of: 2).last!)
        rows[one][0] += 0.25
        rows[other][0] -= 0.25
        let after = ScoreDigests(of: ["y": Self.table(rows)], groups: groups)
        #expect(zip(before.rows, after.rows).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset) == [2])
        #expect(before.whole != after.whole)
    }
}
