import Foundation
import Records
import TestSupport
import Testing

@Suite("Models of several files, from suite to baseline", .needsRuntime, .hangLimit)
struct SeveralFilesTests {
    private let workspace: Workspace
    /// Takes class by class over: every answer is right.
    private let weights = [Float](arrayLiteral: 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1).withUnsafeBytes {
        Data($0)
    }
    /// Every answer is wrong.
    private let otherWeights = TestModel.wrongClassifier.constants[0].bytes

    init() throws {
        workspace = try Workspace(samples: 16)
        for name in ["a", "b"] {
            try workspace.write(
                TestModel.wrongClassifier.with(external: ["location": "data/\(name).bin"]).data, to: "\(name).onnx")
            try workspace.write(weights, to: "data/\(name).bin")
        }
    }

    private func suite(_ gates: [String], name: String = "suite.yaml") throws -> String {
        try workspace.writeSuite(files: ["a", "b"], gates: gates, name: name)
    }

    private func run(_ arguments: String...) throws -> RunRecord {
        let outcome = workspace.run(arguments)
        #expect(outcome.code == 0, "\(outcome.result)\(outcome.diagnostic)")
        return try #require(try workspace.latestRun())
    }

    @Test("Size is that of all files; a gate on it fails where the graph alone would pass")
    func size() throws {
        let gate = "{ metric: model_size, max: \(weights.count) B, variants: [b] }"
        let outcome = workspace.pawl("gate", try suite([gate]))
        #expect(outcome.code == 1, "\(outcome.result)\(outcome.diagnostic)")
        let cell = try #require(try workspace.latestRun()).cells[1]
        let graph = try #require(FileManager.default.contents(atPath: workspace.file("b.onnx"))).count
        #expect(cell.modelFile.bytes == UInt64(graph + weights.count))
    }

    @Test("A model whose weights alone changed is another model, for compare and for answers of former runs")
    func changedWeights() throws {
        let suite = try suite([])
        let first = try run("run", suite)
        try workspace.write(otherWeights, to: "data/b.bin")
        let second = try run("run", suite)
        #expect(first.cells[0].modelFile == second.cells[0].modelFile)
        #expect(first.cells[1].modelFile.digest != second.cells[1].modelFile.digest)
        #expect(second.cells[1].accuracy?.origin?.reusedFromRun == nil)
        #expect(first.cells[1].accuracy?.predictions != second.cells[1].accuracy?.predictions)
        // What did not change since is not evaluated again, but for the one that checks what is reused.
        let third = try run("run", suite)
        let origins = third.cells.compactMap { $0.accuracy?.origin }
        #expect(origins.compactMap(\.reusedFromRun) == [second.id])
        let repetitions = origins.compactMap(\.repetition)
        #expect(repetitions.map(\.run) == [second.id] && !repetitions.contains(where: \.isDifferent))
        let comparison = workspace.pawl("compare", first.id, second.id).result
        #expect(comparison.contains("model file"), "\(comparison)")
    }

    @Test("A baseline keeps all files, shows them, and is measured with its own when those here have changed")
    func baseline() throws {
        let gate = "{ metric: agreement, against: baseline, min: 99%, variants: [b] }"
        let suite = try suite([gate])
        let run = try run("run", suite)
        let set = workspace.run(["baseline", "set", "main", "--artifacts", "kept"])
        #expect(set.code == 0, "\(set.diagnostic)")
        let show = workspace.run(["baseline", "show", "main", "--artifacts", "kept"]).result
        #expect(show.contains("data/b.bin, \(weights.count) B"), "\(show)")

        try workspace.write(otherWeights, to: "data/b.bin")
        let outcome = workspace.run(["gate", suite, "--baseline", "main", "--artifacts", "kept"])
        #expect(outcome.code == 1, "\(outcome.result)\(outcome.diagnostic)")
        #expect(!outcome.result.contains("identical files"), "\(outcome.result)")
        let gated = try #require(try workspace.latestRun())
        let before = try #require(gated.cells.first { $0.side == .baseline && $0.variant == "b" })
        #expect(before.modelFile.digest == run.cells[1].modelFile.digest)
        #expect(before.accuracy?.predictions == run.cells[1].accuracy?.predictions)
        // What was measured is not what lies here now, and what was promoted cannot be promoted again from it.
        #expect(workspace.run(["baseline", "set", "again", "--run", run.id, "--artifacts", "kept"]).code == 2)
    }

    @Test("A missing file is said before anything is measured, with the suite's line")
    func missing() throws {
        let suite = try suite([])
        try FileManager.default.removeItem(atPath: workspace.file("data/b.bin"))
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("b.onnx keeps weights in data/b.bin, which is not there"))
        #expect(outcome.diagnostic.contains("suite.yaml:"), "\(outcome.diagnostic)")
    }

    @Test("A worker that sees no files of this machine is sent all of a model's, in their places")
    func sent() throws {
        let scene = try RemoteScene()
        let external = TestModel.wrongClassifier.with(external: ["location": "data/w.bin"])
        try scene.workspace.write(external.data, to: "right.onnx")
        try scene.workspace.write(weights, to: "data/w.bin")
        let suite = try scene.writeSuite(worker: scene.farWorker("--own-files"))
        for _ in 0..<2 {
            let outcome = scene.workspace.pawl("gate", suite)
            #expect(outcome.code == 0, "\(outcome.result)\(outcome.diagnostic)")
            let run = try #require(try scene.workspace.latestRun())
            #expect(run.cells[1].accuracy?.predictions == run.cells[0].accuracy?.predictions)
            let digest = run.cells[1].modelFile.digest
            let far = FileManager.default.contents(atPath: "\(scene.received)/\(digest)/data/w.bin")
            #expect(far == weights)
        }
    }
}
