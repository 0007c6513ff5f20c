import Foundation
import InferenceCore
import Records
import TestSupport
import Testing

@Suite("Bad models cost their own cell", .needsRuntime, .hangLimit)
struct BadModelTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    /// Measures a good reference beside the broken variant and checks that only the broken one suffered.
    private func failure(_ arguments: String...) throws -> (failure: CellFailure, outcome: Workspace.Outcome) {
        let suite = try workspace.writeSuite(
            files: ["good", "broken"],
            gates: ["{ metric: agreement, against: reference, min: 97% }", "{ metric: model_size, max: 1 GB }"])
        let outcome = workspace.pawl("gate", suite, "--out", "out")
        #expect(outcome.code == 3)
        #expect(outcome.diagnostic.contains("m/broken"))
        let run = try #require(try workspace.latestRun())
        #expect(run.status == .incomplete)
        let good = run.cells[0]
        #expect(good.failure == nil && good.launches.count == 2 && good.accuracy != nil)
        #expect(!run.verdicts.contains { $0.cell == 1 && $0.metric == .agreement && $0.state == .passed })
        let failure = try #require(run.cells[1].failure)
        for text in [outcome.result, try workspace.text("out/summary.md"), try workspace.text("out/junit.xml")] {
            #expect(text.contains("m/broken"), "every report tells of the broken cell")
        }
        return (failure, outcome)
    }

    private func write(_ model: TestModel) throws {
        try workspace.write(TestModel.rightClassifier.data, to: "good.onnx")
        try workspace.write(model.data, to: "broken.onnx")
    }

    static let files: [(name: String, data: Data)] = {
        let whole = TestModel.wrongClassifier.data
        var state: UInt64 = 42
        let noise = (0..<4096).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        return [
            ("truncated", whole.prefix(whole.count / 2)), ("empty", Data()), ("random", Data(noise)),
            ("text", Data("This is not a model.\n".utf8)),
        ]
    }()

    @Test("A model file that is none", arguments: files.map(\.name))
    func badFile(name: String) throws {
        try workspace.write(TestModel.rightClassifier.data, to: "good.onnx")
        try workspace.write(#require(Self.files.first { $0.name == name }).data, to: "broken.onnx")
        let (failure, outcome) = try failure()
        #expect(failure.kind == .error)
        #expect(failure.message.contains("broken.onnx"))
        #expect(outcome.result.contains("broken.onnx"))
    }

    static let mismatches: [(name: String, model: TestModel, words: [String])] = [
        ("shape", .copying(width: "5"), ["[batch, 5]", "no input of the model of m/broken fits 'x'"]),
        (
            "output",
            TestModel(
                inputs: [.tensor("x", .float32, "batch", "4")], outputs: [.tensor("answers", .float32, "batch", "4")],
                nodes: [.init(type: "Identity", name: "copy", inputs: ["x"], outputs: ["answers"])]),
            ["no output 'scores'"]
        ),
    ]

    @Test("A model whose inputs or outputs are not the golden set's", arguments: mismatches.map(\.name))
    func mismatch(name: String) throws {
        let mismatch = try #require(Self.mismatches.first { $0.name == name })
        try write(mismatch.model)
        let (failure, outcome) = try failure()
        #expect(failure.kind == .error)
        for word in mismatch.words { #expect(failure.message.contains(word)) }
        #expect(failure.hint != nil)
        #expect(outcome.result.contains("hint: "))
    }

    /// Converters rename inputs, and exporters widen them: neither is a fault where only one input fits.
    @Test("Another name, or another floating-point type, is matched", arguments: ["name", "type"])
    func matched(kind: String) throws {
        try write(kind == "name" ? .copying(input: "image") : .copying(type: .float64))
        let suite = try workspace.writeSuite(
            files: ["good", "broken"], gates: ["{ metric: model_size, max: 1 GB }"])
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(run.cells.allSatisfy { $0.failure == nil && $0.accuracy != nil })
    }

    @Test("A model that answers NaN or infinity is named with its samples", arguments: ["NaN", "infinity"])
    func nonFinite(kind: String) throws {
        try write(kind == "NaN" ? .notANumber : .infinite)
        let (failure, _) = try failure()
        #expect(failure.kind == .error && failure.phase == "evaluate")
        #expect(failure.message.contains("returned NaN or infinity for 8 of 8 samples"))
        #expect(failure.message.contains("sample-0"))
    }

    @Test("A model that wants more memory than there is runs out of it alone")
    func greedy() throws {
        try write(.greedy)
        let (failure, _) = try failure()
        #expect(failure.kind == .outOfMemory || failure.kind == .error, "\(failure)")
    }

    @Test("A model that takes longer than the phase may is stopped")
    func hanging() throws {
        try workspace.write(TestModel.slowClassifier(multiplications: 4000).data, to: "slow.onnx")
        let suite = try workspace.writeSuite(
            files: ["slow"], measurement: "{ launches: 2, phase_timeout: 1 s, warm_up_cap: 1 ms }")
        let outcome = workspace.pawl("run", suite)
        #expect(outcome.code == 3)
        let failure = try #require(try workspace.latestRun()?.cells.first?.failure)
        #expect(failure.kind == .timeout)
        #expect(failure.hint?.contains("phase_timeout") == true)
    }

    @Test("A model file that is missing is found before anything is measured, at its place in the suite")
    func missing() throws {
        let suite = try workspace.writeSuite(files: ["absent", "gone"])
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("\(suite):11:23: error: "))
        #expect(outcome.diagnostic.contains("absent.onnx does not exist"))
        #expect(outcome.diagnostic.contains("gone.onnx does not exist"), "all findings are listed at once")
        #expect(try workspace.latestRun() == nil)
    }

    @Test("A model path that is a folder is refused")
    func folder() throws {
        try FileManager.default.createDirectory(
            atPath: workspace.file("folder.onnx"), withIntermediateDirectories: false)
        let outcome = workspace.pawl("run", try workspace.writeSuite(files: ["folder"]))
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("folder.onnx"))
    }
}
