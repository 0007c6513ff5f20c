import Diagnostics
import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import GoldenSets

@Suite("Labels as people have them", .hangLimit)
struct LabelTests {
    private let scene: CreationScene

    init() throws { scene = try CreationScene() }

    private func write(samples count: Int) throws {
        for index in 0..<count { try scene.writeSample([Float(1), 2], to: String(format: "%04d.npz", index)) }
    }

    private func table(_ text: String) throws -> LabelSource {
        try AtomicFile.write(text, to: scene.folder.file("labels.csv"))
        return .table(path: scene.folder.file("labels.csv"))
    }

    private func classes(_ names: String...) throws -> String {
        try AtomicFile.write(names.joined(separator: "\n") + "\n", to: scene.folder.file("classes.txt"))
        return scene.folder.file("classes.txt")
    }

    private func refusal(_ recipe: GoldenSetRecipe) throws -> [Diagnostic] {
        let error = #expect(throws: GoldenSetCreationError.self) { try scene.create(recipe) }
        return try #require(error?.diagnostics)
    }

    private func labels() throws -> [Int32] {
        try GoldenSet.open(folder: scene.destination, verifyingDigests: true).labels
    }

    @Test("Labels for more samples than there are do not drown what else is wrong")
    func surplus() throws {
        try write(samples: 3)
        try scene.writeSample([Float(1), 2, 3], to: "0003.npz")
        try scene.writeSample([Float(1), .nan], to: "0004.npz")
        try scene.write(Data("junk".utf8), to: "0005.npz")
        let text = (0..<407).map { String(format: "%04d.npz,%@\n", $0, $0 % 2 == 0 ? "a" : "b") }.joined()
        let found = try refusal(scene.recipe(labels: table(text)))
        #expect(
            found.map(\.code) == ["create.label", "create.input-shape", "create.nan", "archive.unreadable"])
        #expect(found[0].message == "401 lines name no sample")
        #expect(
            found[0].examples?.map { $0.components(separatedBy: "labels.csv:").last } == [
                "7:1: '0006.npz' is no sample", "8:1: '0007.npz' is no sample", "9:1: '0008.npz' is no sample",
                "and 398 more",
            ])
        #expect(found[2].message.contains("0004.npz has NaN in 1 of 2 values, the first at [1]"))
    }

    @Test("NaN is a missing value where its maker says so; infinity is only pointed at")
    func missingValues() throws {
        try scene.writeSample([Float(1), .nan], to: "a_1.npz")
        try scene.writeSample([Float(1), -.infinity], to: "b_1.npz")
        var recipe = scene.recipe()
        #expect(try refusal(recipe).map(\.code) == ["create.nan", "create.not-finite"])
        recipe.allowsNaN = true
        let notes = try scene.create(recipe).notes
        #expect(notes.map(\.severity) == [.warning] && notes[0].message.contains("b_1.npz has infinity"))
    }

    @Test("Labels of the pictures that samples were made of belong to the samples")
    func otherExtensions() throws {
        try write(samples: 2)
        let notes = try scene.create(scene.recipe(labels: table("image,class\n0000.jpg,b\n0001.jpg,a\n"))).notes
        #expect(try labels() == [1, 0])
        #expect(notes.map(\.message) == ["2 lines name their sample with another extension"])
    }

    @Test("Columns the other way round are one finding")
    func turned() throws {
        try write(samples: 3)
        let found = try refusal(scene.recipe(labels: table("cat,0000.npz\ndog,0001.npz\ncat,0002.npz\n")))
        #expect(found.map(\.code) == ["create.table"] && found[0].message.contains("label first"))
    }

    @Test("Whole numbers are indices of the class names, as they are without names")
    func indices() throws {
        try write(samples: 3)
        var recipe = try scene.recipe(labels: table("0000,2\n0001,0\n0002,1\n"))
        recipe.classesFile = try classes("ant", "bee", "cow")
        let summary = try scene.create(recipe)
        #expect(try labels() == [2, 0, 1])
        #expect(summary.classes == ["ant", "bee", "cow"] && summary.notes.map(\.code) == ["create.label-indices"])
        // Names that are numbers stay names.
        recipe.classesFile = try classes("2", "1", "0")
        try scene.create(recipe, replaces: true)
        #expect(try labels() == [0, 2, 1])
    }

    @Test("Indices that no class has, and those that count from 1")
    func wrongIndices() throws {
        try write(samples: 3)
        var recipe = try scene.recipe(labels: table("0000,1\n0001,2\n0002,3\n"), classCount: 3)
        #expect(try refusal(recipe)[0].hint == "take 1 from every label")
        recipe.classesFile = try classes("ant", "bee", "cow")
        #expect(try refusal(recipe)[0].hint == "class indices count from 0: take 1 from every label")
        recipe.labels = try table("0000,0\n0001,2\n0002,7\n")
        #expect(try refusal(recipe)[0].message == "the label 7 of 0002.npz is no class index: classes.txt has 0 to 2")
        // A name among numbers is no index.
        recipe.labels = try table("0000,0\n0001,2\n0002,ant\n")
        #expect(try refusal(recipe)[0].message == "2 labels are no class")
    }

    @Test("One class only is refused where classes are told apart, and told of elsewhere")
    func oneClass() throws {
        try write(samples: 3)
        let zeros = try table("0000,0\n0001,0\n0002,0\n")
        for task in [CreatedTask.binary, .anomaly] {
            let found = try refusal(scene.recipe(task, labels: zeros))
            #expect(found.map(\.code) == ["create.one-class"] && found[0].message.hasPrefix("all labels are 0"))
        }
        #expect(try scene.create(scene.recipe(labels: zeros)).notes.map(\.code) == ["create.one-class"])
        let groups = try table("0000,a\n0001,b\n0002,c\n")
        let embedding = try scene.create(scene.recipe(.embedding, labels: groups), replaces: true)
        #expect(embedding.notes.map(\.code) == ["create.single-groups"])
        let numbers = try table("0000,0\n0001,0\n0002,0\n")
        let regression = try scene.create(scene.recipe(.regression, labels: numbers), replaces: true)
        #expect(regression.notes.map(\.code) == ["create.equal-labels"])
    }

    @Test("A decimal comma is named")
    func decimalComma() throws {
        try write(samples: 1)
        let found = try refusal(scene.recipe(.regression, labels: table("0000,\"1,5\"\n")))
        #expect(found[0].hint == "write a decimal point: 1.5")
    }

    @Test("A folder of pictures is not an empty folder")
    func pictures() throws {
        for name in ["a.png", "b.png", "notes.txt"] { try scene.write(Data(), to: name) }
        #expect(try refusal(scene.recipe())[0].message.hasSuffix("but 2 with the extension 'png'"))
    }
}
