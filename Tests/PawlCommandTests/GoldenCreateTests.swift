import Foundation
import Harness
import Suites
import TestSupport
import Testing

@Suite("pawl golden create", .needsRuntime, .timeLimit(.minutes(30)))
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
        #expect(outcome.result.contains("scale 0.5 and zero point 7 of the command line"))
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

    @Test("A worker that dies is told of, and leaves nothing behind")
    func deadWorker() {
        let outcome = workspace.run(
            [
                "golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--model",
                "gestures-fp32.onnx",
            ],
            worker: .init(arguments: ["/bin/false"]))
        #expect(outcome.code == 2 && outcome.diagnostic.contains("cannot open"), "\(outcome.diagnostic)")
        #expect(!workspace.exists("made"))
    }
}
