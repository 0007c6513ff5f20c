import Diagnostics
import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import GoldenSets

@Suite("Columns of golden sets", .hangLimit)
struct SampleColumnTests {
    /// Four samples, with these columns.
    private func small(_ columns: [String: String]) throws -> SmallGoldenSet {
        var small = try SmallGoldenSet()
        for (name, text) in columns { small["\(name).txt"] = Data(text.utf8) }
        let entries = columns.keys.sorted().map { "\($0): \(small.file("\($0).txt"))" }
        small.lines["columns"] = "columns: { \(entries.joined(separator: ", ")) }"
        return small
    }

    @Test("A value a sample, each different one kept once; the description counts them")
    func values() throws {
        let small = try small(["camera": "front\nrear\nfront\nfront\n", "language": "de\nde\nde\nde\n"])
        defer { withExtendedLifetime(small) {} }
        let set = try small.open()
        #expect(
            set.columns == [
                SampleColumn(name: "camera", values: ["front", "rear"], indices: [0, 1, 0, 0]),
                SampleColumn(name: "language", values: ["de"], indices: [0, 0, 0, 0]),
            ])
        #expect(set.manifest.sliceNames == ["label", "camera", "language"])
        #expect(set.manifest.dataFiles.map(\.path).contains("camera.txt"))
        let rows = GoldenSetDescription(set).rows.filter { $0.label == "column" }.map(\.value)
        #expect(rows == ["camera: 2 values: front 3, rear 1", "language: 1 value: de 4"])
        #expect(GoldenSetDescription(set).summary.columns == ["camera": 2, "language": 1])
    }

    @Test(
        "What cannot be sliced by is refused where it stands",
        arguments: [
            ("front\nrear\nfront\n", "sample-count"), ("front\n\nrear\nfront\n", "names"),
            ("front\nre\u{7}ar\nfront\nrear\n", "names"),
            (String(repeating: "x", count: 201) + "\na\na\na\n", "column"),
        ])
    func refused(text: String, code: String) throws {
        let small = try small(["camera": text])
        #expect(try small.findings().map { $0.split(separator: " ")[1] } == ["golden.\(code)"])
    }

    @Test("Names, digests and numbers of columns are checked")
    func names() throws {
        for (name, code) in [("label", "golden.column-name"), ("a b", "golden.invalid-name")] {
            var small = try SmallGoldenSet()
            small["c.txt"] = Data("a\nb\na\nb\n".utf8)
            small.lines["columns"] = "columns: { \"\(name)\": \(small.file("c.txt")) }"
            #expect(try small.findings().contains { $0.hasSuffix(code) }, "\(name)")
        }
        var wrong = try small(["camera": "a\nb\na\nb\n"])
        wrong.statedDigests["camera.txt"] = String(repeating: "1", count: 64)
        wrong.lines["columns"] = "columns: { camera: \(wrong.file("camera.txt")) }"
        #expect(try wrong.findings().contains { $0.hasSuffix("golden.digest") })
        let many = Dictionary(uniqueKeysWithValues: (0...SampleColumn.mostColumns).map { ("c\($0)", "a\nb\na\nb\n") })
        #expect(try small(many).findings().contains { $0.hasSuffix("golden.invalid-value") })
    }

    @Test("A group has one value in each column, and counts once")
    func groups() throws {
        var small = try small(["camera": "front\nrear\nrear\nfront\n"])
        small["groups.txt"] = Data("g\nh\nh\ng\n".utf8)
        small["labels.npy"] = NumpyFile.data(of: [0, 1, 1, 0] as [Int32], shape: [4], type: "<i4")
        small.lines["groups"] = "groups: \(small.file("groups.txt"))"
        #expect(
            try small.open().columns == [SampleColumn(name: "camera", values: ["front", "rear"], indices: [0, 1])])
        small["camera.txt"] = Data("front\nrear\nfront\nfront\n".utf8)
        small.lines["columns"] = "columns: { camera: \(small.file("camera.txt")) }"
        let text = try small.errorText()
        #expect(text.contains("samples 'b.txt' and 'c.txt' of group 'h' have the values 'rear' and 'front'"), "\(text)")
    }

    @Test("Probabilities of the predicted classes are kept")
    func confidences() throws {
        let small = try SmallGoldenSet()
        let set = try small.open()
        let rows: [[Float]] = [[0.7, 0.2, 0.1], [0.25, 0.5, 0.25], [0, 0, 1], [0.33333, 0.33334, 0.33333]]
        let evaluation = try TaskEvaluation.evaluate(
            outputs: ["y": OutputTable(rows: rows.map { (shape: [1, 3], values: $0) })], on: set)
        #expect(evaluation.confidences == [0.7, 0.5, 1, 0.3333])
    }
}

@Suite("Columns from a table", .hangLimit)
struct ColumnTableTests {
    let scene: CreationScene

    init() throws {
        scene = try CreationScene()
        for name in ["cat_0", "cat_1", "dog_0"] { try scene.writeSample([1, 2] as [Float], to: "\(name).npz") }
    }

    private func recipe(_ table: String) throws -> GoldenSetRecipe {
        let path = scene.folder.file("columns.csv")
        try Data(table.utf8).write(to: URL(fileURLWithPath: path))
        var recipe = scene.recipe()
        recipe.columnsFile = path
        return recipe
    }

    @Test("A heading and a line a sample, in any order; empty fields are told and kept as such")
    func columns() throws {
        let recipe = try recipe(
            "file,camera,light\ndog_0.npz,\"front, low\",day\ncat_1,rear,\ncat_0.npz,rear,night\n")
        let summary = try scene.create(recipe)
        #expect(summary.columns == ["camera", "light"])
        #expect(summary.notes.map(\.code) == ["create.column"])
        let set = try GoldenSet.open(folder: scene.destination, verifyingDigests: true)
        #expect(
            set.columns == [
                SampleColumn(name: "camera", texts: ["rear", "rear", "front, low"]),
                SampleColumn(name: "light", texts: ["night", "(none)", "day"]),
            ])
        // What this command wrote it may replace.
        try scene.create(recipe, replaces: true)
    }

    @Test(
        "Tables that say nothing of the samples are refused",
        arguments: [
            ("cat_0.npz,rear\ncat_1.npz,rear\ndog_0.npz,rear\n", ["create.table"]),
            ("file,camera\ncat_0.npz,rear\ndog_0.npz,rear\n", ["create.label"]),
            ("file,camera\ncat_0.npz,a\ncat_1.npz,b,c\ndog_0.npz,d\n", ["create.column"]),
            ("file,my camera\ncat_0.npz,a\ncat_1.npz,b\ndog_0.npz,d\n", ["create.column"]),
            ("file,label\ncat_0.npz,a\ncat_1.npz,b\ndog_0.npz,d\n", ["create.column"]),
            ("file,a,A\ncat_0.npz,a,a\ncat_1.npz,b,a\ndog_0.npz,d,a\n", ["create.column"]),
        ])
    func refused(table: String, codes: [String]) throws {
        #expect(scene.findings(try recipe(table)) == codes)
        #expect(try !scene.entries().contains("golden"))
    }

    @Test("Samples of a group with different values are named")
    func groups() throws {
        var recipe = try recipe("file,camera\ncat_0.npz,a\ncat_1.npz,b\ndog_0.npz,a\n")
        recipe.groups = .fileName(separator: "_")
        #expect(scene.findings(recipe) == ["create.column"])
    }
}
