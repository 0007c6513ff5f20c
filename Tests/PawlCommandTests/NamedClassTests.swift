import Foundation
import Records
import TestSupport
import Testing

/// Classifiers that answer with the class itself, as scikit-learn's converter writes them: from file to verdict.
@Suite("Models that answer with classes and not with scores", .needsRuntime, .hangLimit)
struct NamedClassTests {
    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        for index in 0..<ScikitSamples.count {
            try workspace.write(
                NumpyFile.data(of: ScikitSamples.features(index), shape: [4], type: "<f4"),
                to: "samples/\(String(format: "%02d", index)).npy")
        }
    }

    private func label(_ names: [String], samples: Int = ScikitSamples.count) throws {
        let lines = ScikitSamples.labels.prefix(samples).enumerated().map {
            String(format: "%02d,", $0) + names[$1] + "\n"
        }
        try workspace.write("file,label\n" + lines.joined(), to: "labels.csv")
    }

    private func create(_ arguments: String...) -> Workspace.Outcome {
        workspace.run(
            ["golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--model", "a.onnx"]
                + arguments)
    }

    private func gate(_ files: [String] = ["a", "b"], outputs: [String: String] = [:], gates: [String]) throws
        -> RunRecord
    {
        let lines = files.map { name in
            "      \(name): { file: \(name).onnx, runtime: ort\(outputs[name].map { ", outputs: \($0)" } ?? "") }"
        }
        try workspace.write(
            """
            pawl: 1
            suite: named
            golden_sets: { g: \(workspace.file("made")) }
            runtimes:
              ort: { name: onnxruntime, version: \(Installation.runtimeVersion) }
            models:
              m:
                golden_set: g
                reference: a
                variants:
            \(lines.joined(separator: "\n"))
            gates: [\(gates.joined(separator: ", "))]
            measurement: \(Workspace.quickMeasurement)

            """, to: "suite.yaml")
        let outcome = workspace.pawl("gate", workspace.file("suite.yaml"))
        return try #require(try workspace.latestRun(), "\(outcome.diagnostic)")
    }

    private static func flat(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var classes: TestModel.ScikitClasses
        var names: [String]
        var hasMaps: Bool
        var testDescription: String { "\(names.joined(separator: " ")), \(hasMaps ? "maps" : "tensors")" }
    }

    static let cases: [Case] = [true, false].flatMap { hasMaps in
        [
            Case(classes: .texts(["cat", "dog", "fox"]), names: ["cat", "dog", "fox"], hasMaps: hasMaps),
            // Texts that are numbers, and numbers that do not count from 0.
            Case(classes: .texts(["10", "2", "33"]), names: ["10", "2", "33"], hasMaps: hasMaps),
            Case(classes: .numbers([3, 5, 8]), names: ["3", "5", "8"], hasMaps: hasMaps),
            Case(classes: .numbers([-1, 0, 1]), names: ["-1", "0", "1"], hasMaps: hasMaps),
            Case(
                classes: .texts(["Büro, 1. OG", "ünlü", "日本"]), names: ["\"Büro, 1. OG\"", "ünlü", "日本"],
                hasMaps: hasMaps),
        ]
    }

    @Test("Labels of texts and of whole numbers, with maps beside them and without", arguments: cases)
    func labels(tested: Case) throws {
        try workspace.write(TestModel.scikit(tested.classes, hasMaps: tested.hasMaps).data, to: "a.onnx")
        try workspace.write(
            TestModel.scikit(tested.classes, weights: ScikitSamples.halvedWeights, hasMaps: tested.hasMaps).data,
            to: "b.onnx")
        try label(tested.names)
        let created = tested.hasMaps ? create() : create("--output", "output_label")
        #expect(created.code == 0, "\(created.diagnostic)")
        #expect(created.result.contains("output_label: labels"), "\(created.result)")
        let run = try gate(gates: [
            "{ metric: accuracy, min: 70% }", "{ metric: macro_f1, min: 50% }",
            "{ metric: agreement, against: reference, min: 60% }",
            "{ metric: accuracy, against: reference, max_drop: 30 points }",
        ])
        let (a, b) = (run.cells[0], run.cells[1])
        #expect(a.failure == nil && b.failure == nil, "\(String(describing: a.failure))")
        #expect(a.accuracy?.metrics[.accuracy] == ScikitSamples.accuracy)
        #expect(abs((a.accuracy?.metrics[.macroF1] ?? 0) - ScikitSamples.macroF1) < 1e-12)
        #expect(b.accuracy?.metrics[.accuracy] == 0.675)
        #expect(abs((b.accuracy?.metrics[.macroF1] ?? 0) - 0.5875338753387533) < 1e-12)
        #expect(abs((b.accuracy?.metrics[.agreement] ?? 0) - 0.7) < 1e-12)
        #expect(a.accuracy?.labelRanks.isEmpty == true)
        // What is a class is no tensor that could be near another; scores beside it are.
        #expect(b.accuracy?.comparison?.tensors.map(\.output) == (tested.hasMaps ? [] : ["scores"]))
        #expect(run.verdicts.allSatisfy { $0.state == .passed || $0.state == .inconclusive || $0.state == .failed })
        #expect(
            run.verdicts.filter { $0.metric == .accuracy && $0.against == .nothing }.map(\.state) == [
                .passed, .inconclusive,
            ])
    }

    @Test("A variant whose label has another name is found, or told")
    func otherName() throws {
        let classes = TestModel.ScikitClasses.texts(["cat", "dog", "fox"])
        try workspace.write(TestModel.scikit(classes).data, to: "a.onnx")
        try workspace.write(TestModel.scikit(classes, labels: "label").data, to: "b.onnx")
        try label(["cat", "dog", "fox"])
        #expect(create().code == 0)
        let run = try gate(
            outputs: ["b": "{ output_label: label }"], gates: ["{ metric: agreement, against: reference, min: 99% }"])
        #expect(run.cells[1].failure == nil, "\(String(describing: run.cells[1].failure))")
        #expect(run.cells[1].accuracy?.metrics[.agreement] == 1)
    }

    @Test("A class that the golden set does not name is told by its name, at creation and at the gate")
    func unknownClass() throws {
        try workspace.write(TestModel.scikit(.texts(["cat", "dog", "fox"])).data, to: "a.onnx")
        // No fox among the labels.
        let lines = ScikitSamples.labels.enumerated().map {
            String(format: "%02d,", $0) + ($1 == 0 ? "cat" : "dog") + "\n"
        }
        try workspace.write(lines.joined(), to: "labels.csv")
        let created = create()
        #expect(created.code == 0, "\(created.diagnostic)")
        #expect(
            Self.flat(created.diagnostic).contains("the model returned 'fox', which is no class of the golden set"),
            "\(created.diagnostic)")
        let failure = try #require(try gate(["a"], gates: ["{ metric: accuracy, min: 1% }"]).cells[0].failure)
        #expect(failure.message.contains("'fox'"))
        #expect(failure.hint?.contains("--classes") == true)
        // With all classes named it runs.
        try workspace.write("cat\ndog\nfox\n", to: "classes.txt")
        let named = create("--classes", "classes.txt", "--replace")
        #expect(named.code == 0 && !named.diagnostic.contains("'fox'"), "\(named.diagnostic)")
    }

    @Test(
        "Of a class and the scores beside it the class is judged, of two classes the scores: with no option",
        arguments: [("classification", "output_label: labels"), ("binary", "scores: probabilities")])
    func scoresBesideClasses(task: String, output: String) throws {
        let model = TestModel.scikit(.numbers([0, 1, 2]), hasMaps: false)
        try workspace.write(model.data, to: "a.onnx")
        try label(task == "binary" ? ["0", "1", "1"] : ["0", "1", "2"])
        let created = create("--task", task, "--no-check")
        #expect(created.code == 0 && created.result.contains(output), "\(created.result)\(created.diagnostic)")
    }

    @Test("A number that is no class is told with the sample") func unknownNumber() throws {
        try workspace.write(TestModel.scikit(.numbers([1, 2, 3])).data, to: "a.onnx")
        try workspace.write("cat\ndog\nfox\n", to: "classes.txt")
        try label(["cat", "dog", "fox"])
        // The model's classes are 1 to 3, those of the golden set count from 0.
        let created = create("--classes", "classes.txt")
        #expect(created.code == 0, "\(created.diagnostic)")
        #expect(Self.flat(created.diagnostic).contains("the model returned 3 to sample '"), "\(created.diagnostic)")
    }

    @Test(
        "What labels alone do not tell is refused in words",
        arguments: [
            (["--task", "binary"], "holds texts, which only --task classification reads"),
            (["--scores", "logits"], "holds texts, which only --task classification reads"),
            (["--output", "output_probability"], "cannot be judged: it is a sequence; export"),
            (["--groups-from", "file-name", "--separator", "0"], "holds classes, which have no average"),
        ] as [([String], String)])
    func refused(arguments: [String], words: String) throws {
        try workspace.write(TestModel.scikit(.texts(["cat", "dog", "fox"])).data, to: "a.onnx")
        try label(["cat", "dog", "fox"])
        let outcome = workspace.run(
            ["golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--model", "a.onnx"]
                + arguments)
        #expect(outcome.code == 2)
        #expect(Self.flat(outcome.diagnostic).contains(words), "\(outcome.diagnostic)")
    }

    @Test("A gate on a metric that needs scores is refused before anything is measured") func scoresNeeded() throws {
        try workspace.write(TestModel.scikit(.texts(["cat", "dog", "fox"])).data, to: "a.onnx")
        try label(["cat", "dog", "fox"])
        #expect(create().code == 0)
        try workspace.write(
            """
            pawl: 1
            suite: named
            golden_sets: { g: made }
            runtimes:
              ort: { name: onnxruntime, version: \(Installation.runtimeVersion) }
            models:
              m: { golden_set: g, reference: a, variants: { a: { file: a.onnx, runtime: ort } } }
            gates: [{ metric: calibration_error, max: 5% }]

            """, to: "suite.yaml")
        let outcome = workspace.pawl("gate", workspace.file("suite.yaml"))
        #expect(outcome.code == 2 && outcome.diagnostic.contains("calibration_error"), "\(outcome.diagnostic)")
    }

    @Test("Classes in another order are refused where labels are all there is") func swapped() throws {
        try workspace.write(TestModel.scikit(.texts(["cat", "dog", "fox"])).data, to: "a.onnx")
        try label(["dog", "fox", "cat"])
        let outcome = create()
        #expect(outcome.code == 2)
        #expect(Self.flat(outcome.diagnostic).contains("is right on 0.00 % of 40 samples"), "\(outcome.diagnostic)")
    }
}
