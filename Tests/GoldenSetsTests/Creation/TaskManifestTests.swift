import Diagnostics
import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import GoldenSets

@Suite("What each task stores", .hangLimit)
struct TaskManifestTests {
    private let scene: CreationScene

    init() throws {
        scene = try CreationScene()
        for name in ["a", "b", "c"] { try scene.writeSample([Float(1), 2], to: "\(name).npz") }
    }

    private func table(_ text: String) throws -> LabelSource {
        try AtomicFile.write(text, to: scene.folder.file("labels.csv"))
        return .table(path: scene.folder.file("labels.csv"))
    }

    /// Lines of the manifest that begin with one of these keys.
    private func lines(_ keys: String...) throws -> [String] {
        let text = try String(contentsOfFile: scene.destination + "/golden.yaml", encoding: .utf8)
        return text.split(separator: "\n").map(String.init).filter { line in keys.contains { line.hasPrefix($0 + ":") }
        }
    }

    private func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: scene.destination + "/" + name))
    }

    @Test("Regression: one number a sample, or several")
    func regression() throws {
        var recipe = try scene.recipe(.regression, labels: table("a,1.5\nb,-2\nc,3e2\n"))
        recipe.output.scores = nil
        recipe.unit = "°C"
        try scene.create(recipe)
        #expect(try lines("output", "unit") == ["output: { name: scores }", "unit: \"°C\""])
        #expect(try bytes("labels.npy").suffix(12) == [Float(1.5), -2, 300].withUnsafeBytes { Data($0) })
        recipe.labels = try table("a,1,2\nb,3,4\nc,5,6\n")
        try scene.create(recipe, replaces: true)
        #expect(String(decoding: try bytes("labels.npy"), as: UTF8.self).contains("'shape': (3, 2)"))
        recipe.labels = try table("a,1,2\nb,3\nc,x,nan\n")
        let error = #expect(throws: GoldenSetCreationError.self) { try scene.create(recipe, replaces: true) }
        #expect(
            error?.diagnostics.map(\.message)
                == [
                    "b has 1 numbers, a has 2", "2 labels are no finite numbers",
                ].map { $0.replacing("b has", with: "b.npz has").replacing("a has", with: "a.npz has") })
    }

    @Test("Binary: 0 and 1, or the names of the two")
    func binary() throws {
        var recipe = try scene.recipe(.binary, labels: table("a,spam\nb,ham\nc,1\n"))
        #expect(scene.findings(recipe) == ["create.label"])
        try AtomicFile.write("ham\nspam\n", to: scene.folder.file("classes.txt"))
        recipe.classesFile = scene.folder.file("classes.txt")
        try scene.create(recipe)
        #expect(try bytes("labels.npy").suffix(12) == [Int32(1), 0, 1].withUnsafeBytes { Data($0) })
        #expect(try bytes("classes.txt") == Data("ham\nspam\n".utf8))
        #expect(try lines("output") == ["output: { name: scores, scores: probabilities, threshold: 0.5 }"])
    }

    @Test("Anomaly: the score itself, or how far a reconstruction is off")
    func anomaly() throws {
        var recipe = try scene.recipe(.anomaly, labels: table("a,0\nb,1\nc,0\n"))
        recipe.output.scores = .value
        try scene.create(recipe)
        #expect(try lines("output", "max_fpr") == ["output: { name: scores, score: value }", "max_fpr: 0.1"])
        #expect(try lines("classes").isEmpty)
        recipe.output.scores = .reconstructionError
        try scene.create(recipe, replaces: true)
        #expect(try lines("output") == ["output: { name: scores, score: reconstruction_error, of: x }"])
    }

    @Test("Sequence: texts, an alphabet, and texts that are empty")
    func sequence() throws {
        var recipe = try scene.recipe(.sequence, labels: table("a,\"one, two\"\nb,\nc,x\n"))
        try AtomicFile.write("-\n \na\n", to: scene.folder.file("alphabet.txt"))
        recipe.alphabetFile = scene.folder.file("alphabet.txt")
        try scene.create(recipe)
        #expect(try bytes("labels.txt") == Data("one, two\n\nx\n".utf8))
        #expect(try bytes("alphabet.txt") == Data("-\n \na\n".utf8))
        #expect(try lines("output") == ["output: { name: scores, decoding: ctc, blank: 0 }"])
    }

    @Test("Fidelity and embedding need no labels")
    func unlabelled() throws {
        for task in [CreatedTask.fidelity, .embedding] {
            try scene.create(scene.recipe(task, labels: .none), replaces: true)
            #expect(try lines("labels", "classes").isEmpty)
            #expect(try lines("task", "output") == ["task: \(task.rawValue)", "output: { name: scores }"])
        }
        try scene.create(scene.recipe(.embedding, labels: table("a,x\nb,y\nc,x\n")), replaces: true)
        #expect(try bytes("labels.npy").suffix(12) == [Int32(0), 1, 0].withUnsafeBytes { Data($0) })
        #expect(try lines("classes").isEmpty)
    }

    @Test("Samples of different shapes stand one after another, their shapes beside them")
    func ragged() throws {
        try scene.writeSample([Float(3), 4, 5, 6], to: "b.npz", shape: [1, 2, 2])
        try scene.writeSample([Float(7), 8], to: "c.npz", shape: [1, 2])
        let spec = CreationScene.spec(.float32, .fixed(1), .dynamic(name: "time"), .fixed(2))
        try scene.writeSample([Float(1), 2], to: "a.npz", shape: [1, 1, 2])
        try scene.create(scene.recipe(.fidelity, labels: .none, input: InputPlan(spec: spec)))
        let elements = try bytes("inputs/x.npy"), shapes = try bytes("inputs/x.shapes.npy")
        #expect(elements.suffix(32) == (1...8).map { Float($0) }.withUnsafeBytes { Data($0) })
        #expect(String(decoding: elements, as: UTF8.self).contains("'shape': (8,)"))
        #expect(shapes.suffix(48) == [Int64(1), 2, 2, 2, 1, 2].withUnsafeBytes { Data($0) })
        #expect(
            String(decoding: shapes, as: UTF8.self).contains("'descr': '<i8', 'fortran_order': False, 'shape': (3, 2)"))
        let text = try String(contentsOfFile: scene.destination + "/golden.yaml", encoding: .utf8)
        #expect(text.contains("shapes: { file: \"inputs/x.shapes.npy\""))
    }
}
