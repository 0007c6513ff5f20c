import Foundation
import Harness
import InferenceCore
import Suites
import TestSupport
import Testing

@Suite("pawl golden create", .needsRuntime, .hangLimit)
struct GoldenCreateTests {
    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        try workspace.bringOwnModel(samples: 8)
    }

    private func create(_ arguments: String...) -> Workspace.Outcome {
        workspace.run(["golden", "create", "made", "--samples", "samples"] + arguments)
    }

    @Test("The model's graph says how a quantised input and the output are to be read")
    func quantizedInput() throws {
        let outcome = create("--labels", "labels.csv", "--model", "gestures-int8-input.onnx", "--format", "json")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let json = try Workspace.json(outcome.result)
        #expect(json["samples"] as? Int == 8)
        // Real numbers stay what they are: each variant is given them in its own units.
        #expect(json["preparations"] as? [String] == [])
        #expect(workspace.pawl("golden", "describe", "made").result.contains("x: float32[8, 4]"))
        #expect(try workspace.text("made/golden.yaml").contains("output: { name: scores, scores: probabilities }"))
    }

    @Test("Numbers by hand outrank the model's")
    func byHand() throws {
        let outcome = create(
            "--labels", "labels.csv", "--model", "gestures-int8-input.onnx", "--input-scale", "x=0.5",
            "--input-zero-point=7")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(
            outcome.result.replacing(#/\s+/#, with: " ").contains("scale 0.5 and zero point 7 of the command line"))
    }

    @Test(
        "Command lines that make no sense are refused before anything is done",
        arguments: [
            (["--model", "gestures-fp32.onnx"], "classification needs labels"),
            (["--labels", "labels.csv"], "needs --model"),
            (["--labels", "labels.csv", "--model", "gestures-fp32.onnx", "--labels-from", "folder"], "exclude"),
            (
                ["--labels", "labels.csv", "--model", "gestures-fp32.onnx", "--output", "score"],
                "did you mean 'scores'?"
            ),
            (["--labels", "labels.csv", "--model", "gestures-fp32.onnx", "--scores", "value"], "does not fit"),
            (["--labels", "labels.csv", "--model", "gestures-fp32.onnx", "--input-scale", "-1"], "cannot be '-1'"),
            (["--labels", "labels.csv", "--model", "gestures-fp32.onnx", "--input-zero-point", "1"], "has no scale"),
            (["--labels", "labels.csv", "--model", "gestures-fp32.onnx", "--id", "a b"], "--id cannot be"),
            (
                ["--labels", "labels.csv", "--model", "gestures-fp32.onnx", "--separator", "-"],
                "--labels-from file-name"
            ),
            (["--labels", "labels.csv", "--model", "gestures-fp32.onnx", "--runtime", "onyx"], "unknown runtime"),
            (["--labels", "labels.csv", "--model", "labels.csv"], "cannot open"),
            (["--labels", "none.csv", "--model", "gestures-fp32.onnx"], "none.csv"),
        ])
    func refused(arguments: [String], words: String) {
        let outcome = workspace.run(["golden", "create", "made", "--samples", "samples"] + arguments)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
        #expect(!workspace.exists("made"))
    }

    @Test("What the output holds is asked for where the model does not tell")
    func unknownScores() throws {
        try workspace.write(TestModel.rightClassifier.data, to: "plain.onnx")
        let refused = create("--labels", "labels.csv", "--model", "plain.onnx")
        #expect(refused.code == 2 && refused.diagnostic.contains("--scores"))
        let outcome = create("--labels", "labels.csv", "--model", "plain.onnx", "--scores", "logits")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
    }

    /// A table of labels as a mistake would have it.
    private func label(samples: Int, _ gesture: (Int) -> Int) throws {
        try workspace.bringOwnModel(samples: samples)
        let rows = (0..<samples).map { index in
            String(format: "%04d.npz,", index + 1) + Workspace.gestures[gesture(index)]
        }
        try workspace.write((["file,label"] + rows).joined(separator: "\n") + "\n", to: "labels.csv")
    }

    @Test("Classes in reverse order are refused with what explains them, and leave nothing; --no-check keeps the set")
    func reversedClasses() throws {
        try label(samples: 40) { 3 - $0 % 4 }
        let arguments = ["--labels", "labels.csv", "--model", "gestures-fp32.onnx"]
        let before = try FileManager.default.contentsOfDirectory(atPath: workspace.path).sorted()
        let refused = workspace.run(["golden", "create", "made", "--samples", "samples"] + arguments)
        #expect(refused.code == 2)
        #expect(refused.diagnostic.contains("the model is right on 0.00 % of 40 samples"), "\(refused.diagnostic)")
        #expect(refused.diagnostic.contains("hint: with the classes in reverse order it is 100.00 %"))
        #expect(refused.diagnostic.contains("--no-check"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path).sorted() == before)

        let kept = workspace.run(["golden", "create", "made", "--samples", "samples", "--no-check"] + arguments)
        #expect(kept.code == 0, "\(kept.diagnostic)")
        // The set that is there stays as it is.
        let manifest = try workspace.text("made/golden.yaml")
        let replacing = workspace.run(["golden", "create", "made", "--samples", "samples", "--replace"] + arguments)
        #expect(replacing.code == 2)
        #expect(try workspace.text("made/golden.yaml") == manifest)
    }

    @Test("Too few samples to tell guessing from knowing are a warning")
    func fewSamples() throws {
        // One of four is right, which guessing is as well.
        try label(samples: 8) { $0 < 2 ? $0 % 4 : ($0 + 1) % 4 }
        let outcome = create("--labels", "labels.csv", "--model", "gestures-fp32.onnx")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.diagnostic.contains("is right on 25.00 % of 8 samples"), "\(outcome.diagnostic)")
    }

    @Test("Without samples nothing is said of lines that name none")
    func noSamples() {
        let outcome = workspace.pawl(
            "golden", "create", "made", "--samples", "nope", "--labels", "labels.csv", "--model", "gestures-fp32.onnx")
        #expect(outcome.code == 2 && outcome.diagnostic.contains("cannot list"), "\(outcome.diagnostic)")
        #expect(!outcome.diagnostic.contains("sample ["), "\(outcome.diagnostic)")
        #expect(!outcome.diagnostic.contains("name no sample"), "\(outcome.diagnostic)")
    }

    @Test("A worker that dies is told of, and leaves nothing behind")
    func deadWorker() {
        let outcome = workspace.run(
            [
                "golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--model",
                "gestures-fp32.onnx",
            ],
            worker: .init(arguments: ["/bin/false"]))
        #expect(outcome.code == 3 && outcome.diagnostic.contains("cannot open"), "\(outcome.diagnostic)")
        #expect(!workspace.exists("made"))
    }

    /// Labels of 0 and 1 by the first feature, which the score rises with; 60 samples.
    private func scoreLabels(_ label: (_ isHigh: Bool) -> Int) throws {
        try workspace.bringOwnModel(samples: 60)
        try workspace.write(TestModel.singleScore.data, to: "score.onnx")
        let lines = (0..<60).map { String(format: "%04d.npz,", $0 + 1) + "\(label($0 % 4 == 0))\n" }
        try workspace.write(lines.joined(), to: "flags.csv")
    }

    private func createScored(_ task: String, _ model: String, _ labels: String) -> Workspace.Outcome {
        workspace.run([
            "golden", "create", "made", "--samples", "samples", "--labels", labels, "--task", task, "--model", model,
        ])
    }

    @Test(
        "Scores that rank the wrong way round are refused with the AUC and what explains it",
        arguments: ["anomaly", "binary"])
    func reversedRanking(task: String) throws {
        try scoreLabels { $0 ? 0 : 1 }
        let before = try FileManager.default.contentsOfDirectory(atPath: workspace.path).sorted()
        let refused = createScored(task, "score.onnx", "flags.csv")
        #expect(refused.code == 2, "\(refused.diagnostic)")
        let said = refused.diagnostic.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            said.contains(
                task == "anomaly" ? "has an AUC of 0.00 %, no more than guessing" : "is right on 0.00 % of 60 samples"),
            "\(refused.diagnostic)")
        #expect(
            said.contains(
                task == "anomaly"
                    ? "with the opposite sign of the scores the AUC is 100.00 %" : "with the two classes swapped"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path).sorted() == before)

        if task == "anomaly" {
            let turned = workspace.run([
                "golden", "create", "made", "--samples", "samples", "--labels", "flags.csv", "--task", task, "--model",
                "score.onnx", "--scores", "normality",
            ])
            #expect(turned.code == 0 && turned.diagnostic.isEmpty, "\(turned.diagnostic)")
            #expect(try workspace.text("made/golden.yaml").contains("score: normality"))
            try FileManager.default.removeItem(atPath: workspace.file("made"))
        }
        try scoreLabels { $0 ? 1 : 0 }
        let made = createScored(task, "score.onnx", "flags.csv")
        #expect(made.code == 0 && made.diagnostic.isEmpty, "\(made.diagnostic)")
    }

    @Test("Scores that do rank are kept, though their threshold makes every answer the same class") func threshold()
        throws
    {
        try scoreLabels { $0 ? 1 : 0 }
        // Below 0.5 everywhere, and in the right order.
        var model = TestModel.singleScore
        model.constants[0] = .init(name: "weights", shape: [4, 1], values: [0.5, -2, -2, -2])
        try workspace.write(model.data, to: "score.onnx")
        let outcome = createScored("binary", "score.onnx", "flags.csv")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let said = outcome.diagnostic.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            said.contains("of the predictions are one class, 0 ('negative')") || said.contains("threshold"), "\(said)")
    }

    @Test("Labels of all one class have no AUC, and are refused before the model is asked") func oneClass() throws {
        try scoreLabels { _ in 0 }
        let refused = createScored("anomaly", "score.onnx", "flags.csv")
        #expect(refused.code == 2 && refused.diagnostic.contains("all labels are 0"), "\(refused.diagnostic)")
        #expect(!workspace.exists("made"))
    }

    /// Neighbours at random: five of 39, one of which is right. The most frequent class everywhere: 8 of 9 pixels and none of the other class.
    @Test(
        "Numbers, groups and masks that a guess meets as well are refused; --no-check keeps the set",
        arguments: [
            ("embedding", "no better than neighbours at random (12.82 %)"),
            ("regression", "no better than the mean of the labels for every sample (0)"),
            (
                "segmentation",
                "has a mean IoU of 5.56 %, no better than naming the most frequent class everywhere (44.44 %)"
            ),
        ])
    func otherTasks(task: String, words: String) throws {
        try workspace.bringOwnModel(samples: 40)
        try workspace.write(TestModel.singleScore.data, to: "score.onnx")
        // Nothing of it goes with the samples.
        let lines = (0..<40).map {
            String(format: "%04d.npz,", $0 + 1) + (task == "regression" ? "\(-$0)" : "g\($0 / 2)") + "\n"
        }
        try workspace.write(lines.joined(), to: "other.csv")
        var arguments = ["golden", "create", "made", "--task", task]
        if task == "segmentation" {
            let copy = TestModel(
                inputs: [.tensor("x", .float32, "1", "2", "3", "3")],
                outputs: [.tensor("map", .float32, "1", "2", "3", "3")],
                nodes: [.init(type: "Identity", name: "i", inputs: ["x"], outputs: ["map"])])
            try workspace.write(copy.data, to: "map.onnx")
            for index in 0..<40 {
                // The model always says class 1, the mask mostly 0.
                let scores = [Float](repeating: 0, count: 9) + [Float](repeating: 1, count: 9)
                try workspace.write(
                    NumpyFile.data(of: scores, shape: [2, 3, 3], type: "<f4"), to: "pictures/\(index).npy")
                try workspace.write(
                    NumpyFile.data(of: [1] + [UInt8](repeating: 0, count: 8), shape: [3, 3], type: "|u1"),
                    to: "masks/\(index).npy")
            }
            try workspace.write("ground\nroad\n", to: "classes.txt")
            arguments += [
                "--samples", "pictures", "--labels", "masks", "--model", "map.onnx", "--classes", "classes.txt",
            ]
        } else {
            arguments += [
                "--samples", "samples", "--labels", "other.csv", "--model",
                task == "regression" ? "score.onnx" : "gestures-fp32.onnx",
            ]
        }
        let refused = workspace.run(arguments)
        #expect(refused.code == 2)
        let said = refused.diagnostic.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(said.contains(words), "\(said)")
        #expect(!workspace.exists("made"))
        let outcome = workspace.run(arguments + ["--no-check"])
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(workspace.pawl("golden", "verify", "made").code == 0)
    }

    @Test("Scores that end in a softmax are no logits, as the model's file shows") func probabilitiesForLogits() throws
    {
        let outcome = create("--labels", "labels.csv", "--model", "gestures-fp32.onnx", "--scores", "logits")
        #expect(outcome.code == 2)
        let said = outcome.diagnostic.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(said.contains("output 'scores' ends in a softmax or a sigmoid"), "\(said)")
        #expect(!workspace.exists("made"))
    }

    @Test("The blank with which the model reads the labels is taken, unless one is stated") func blank() throws {
        let model = TestModel(
            inputs: [.tensor("x", .float32, "1", "3", "3")], outputs: [.tensor("y", .float32, "1", "3", "3")],
            nodes: [.init(type: "Identity", name: "i", inputs: ["x"], outputs: ["y"])])
        try workspace.write(model.data, to: "reader.onnx")
        try workspace.write("a\nb\n-\n", to: "alphabet.txt")
        // "ab", "ba", "ab" and "bb", with the last symbol for nothing.
        let paths = [([0, 2, 1], "ab"), ([1, 2, 0], "ba"), ([0, 1, 2], "ab"), ([1, 2, 1], "bb")]
        var table = ""
        for index in 0..<24 {
            let (path, text) = paths[index % 4]
            let scores = path.flatMap { step in (0..<3).map { Float($0 == step ? 1 : 0) } }
            try workspace.write(NumpyFile.data(of: scores, shape: [3, 3], type: "<f4"), to: "lines/\(index).npy")
            table += "\(index).npy,\(text)\n"
        }
        try workspace.write(table, to: "texts.csv")
        let arguments = [
            "golden", "create", "made", "--task", "sequence", "--samples", "lines", "--labels", "texts.csv", "--model",
            "reader.onnx", "--alphabet", "alphabet.txt",
        ]
        // Five edits in eight characters.
        let refused = workspace.run(arguments + ["--blank", "first"])
        #expect(refused.code == 2)
        var said = refused.diagnostic.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(said.contains("has a character error rate of 62.50 %"), "\(said)")
        #expect(said.contains("with blank 2 it is 0.00 %"), "\(said)")
        #expect(!workspace.exists("made"))

        let made = workspace.run(arguments)
        #expect(made.code == 0, "\(made.diagnostic)")
        said = made.diagnostic.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(said.contains("blank 2 was taken: with blank 2 the character error rate is 0.00 %"), "\(said)")
        #expect(made.result.contains("decoding ctc, blank 2"), "\(made.result)")
        #expect(try workspace.text("made/golden.yaml").contains("decoding: ctc, blank: 2"))

        let stated = workspace.run(arguments + ["--blank", "last", "--replace"])
        #expect(stated.code == 0 && !stated.diagnostic.contains("was taken"), "\(stated.diagnostic)")
        #expect(try workspace.text("made/golden.yaml").contains("decoding: ctc, blank: 2"))
        #expect(workspace.run(arguments + ["--blank", "3", "--replace"]).diagnostic.contains("blank 3 is no symbol"))
        #expect(workspace.run(arguments + ["--blank", "none"]).code == 2)
    }

    @Test("Another runtime than that of the format is told, a choice among several is not") func runtimeNotes() throws {
        let outcome = create("--labels", "labels.csv", "--model", "gestures-fp32.onnx")
        #expect(outcome.code == 0 && !outcome.diagnostic.contains("opened by"), "\(outcome.diagnostic)")
    }
}
