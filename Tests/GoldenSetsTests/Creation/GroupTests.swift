import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@testable import GoldenSets

@Suite("Samples that are judged together, as people have them", .hangLimit) struct GroupTests {
    let scene: CreationScene

    init() throws {
        scene = try CreationScene()
        for name in ["rec1_a_0", "rec1_a_1", "rec2_b_0", "rec3_a_0", "rec3_a_1", "rec3_a_2"] {
            try scene.writeSample([1, 2] as [Float], to: "\(name).npz")
        }
    }

    private func table(_ text: String, _ name: String = "table.csv") throws -> String {
        let path = scene.folder.file(name)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private static let labels = """
        file,patient,label
        rec1_a_0.npz,p1,cat
        rec1_a_1.npz,p1,cat
        rec2_b_0.npz,p2,dog
        rec3_a_0.npz,p3,dog
        rec3_a_1.npz,p3,dog
        rec3_a_2.npz,p3,dog

        """

    private func groups() throws -> [String]? {
        try GoldenSet.open(folder: scene.destination, verifyingDigests: true).groups?.names
    }

    @Test("From a column of the labels' table, wherever it stands") func column() throws {
        var recipe = scene.recipe(labels: .table(path: try table(Self.labels)))
        recipe.groups = .column("patient")
        let summary = try scene.create(recipe)
        #expect(summary.samples == 6 && summary.groups == 3 && summary.classes == ["cat", "dog"])
        let set = try GoldenSet.open(folder: scene.destination, verifyingDigests: true)
        #expect(set.groups?.names == ["p1", "p2", "p3"] && set.labels == [0, 1, 1])
    }

    @Test("From a table of their own, in any order, by names without an extension") func ownTable() throws {
        var recipe = scene.recipe(
            labels: .table(path: try table(Self.labels.replacing(",patient", with: "").replacing(/,p\d/, with: ""))))
        recipe.groups = .table(
            path: try table(
                "rec3_a_2,z\nrec1_a_0,y\nrec1_a_1,y\nrec2_b_0,x\nrec3_a_0,z\nrec3_a_1,z\n", "groups.csv"))
        try scene.create(recipe)
        #expect(try groups() == ["y", "x", "z"])
    }

    @Test("From file names up to the last separator, and from folders") func names() throws {
        var recipe = scene.recipe(
            labels: .table(path: try table(Self.labels.replacing(",patient", with: "").replacing(/,p\d/, with: ""))))
        recipe.groups = .fileName(separator: "_")
        try scene.create(recipe)
        #expect(try groups() == ["rec1_a", "rec2_b", "rec3_a"])

        let folders = try CreationScene()
        for name in ["cat/r1/0", "cat/r1/1", "dog/r1/0"] {
            try folders.writeSample([1, 2] as [Float], to: "\(name.replacing("/", with: "-")).npz")
        }
        try FileManager.default.createDirectory(
            atPath: folders.folder.file("samples/cat/r1"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: folders.folder.file("samples/dog/r1"), withIntermediateDirectories: true)
        for (name, folder) in [("cat-r1-0", "cat/r1"), ("cat-r1-1", "cat/r1"), ("dog-r1-0", "dog/r1")] {
            try FileManager.default.moveItem(
                atPath: folders.folder.file("samples/\(name).npz"),
                toPath: folders.folder.file("samples/\(folder)/\(name).npz"))
        }
        var nested = folders.recipe(labels: .fileName(separator: "-"))
        nested.groups = .folderName
        try folders.create(nested)
        // Folders of one name below different ones are different groups.
        #expect(
            try GoldenSet.open(folder: folders.destination, verifyingDigests: true).groups?.names == [
                "cat/r1", "dog/r1",
            ])
    }

    @Test("Samples of a group that are labelled differently are named, with the line") func disagreement() throws {
        let text = Self.labels.replacing("rec3_a_1.npz,p3,dog", with: "rec3_a_1.npz,p3,cat")
        let path = try table(text)
        var recipe = scene.recipe(labels: .table(path: path))
        recipe.groups = .column("patient")
        do {
            try scene.create(recipe)
            Issue.record("it was made")
        } catch let error as GoldenSetCreationError {
            let finding = try #require(error.diagnostics.first { $0.code == "create.group" })
            #expect(
                finding.message == "rec3_a_1.npz is 'cat', and rec3_a_0.npz of the same group 'p3' is 'dog'",
                "\(finding.message)")
            #expect(finding.location?.line == 6 && finding.location?.file == path)
        }
        #expect(try scene.entries() == ["samples", "table.csv"])
    }

    @Test(
        "What is missing is found",
        arguments: [
            (GroupSource.column("subject"), "has no column 'subject'"),
            (.fileName(separator: "+"), "is of no group"), (.folderName, "is of no group"),
        ])
    func missing(source: GroupSource, words: String) throws {
        var recipe = scene.recipe(labels: .table(path: try table(Self.labels)))
        recipe.groups = source
        do {
            try scene.create(recipe)
            Issue.record("it was made")
        } catch let error as GoldenSetCreationError {
            #expect(
                error.diagnostics.contains { ($0.message + ($0.examples ?? []).joined()).contains(words) },
                "\(error.diagnostics)")
        }
    }

    @Test("An empty group and a sample without one are found") func emptyGroups() throws {
        var recipe = scene.recipe(labels: .table(path: try table(Self.labels.replacing("p2", with: ""))))
        recipe.groups = .column("patient")
        #expect(scene.findings(recipe) == ["create.group"])
        recipe = scene.recipe(
            labels: .table(path: try table(Self.labels.replacing(",patient", with: "").replacing(/,p\d/, with: ""))))
        recipe.groups = .table(path: try table("rec1_a_0,y\nrec1_a_1,y\nrec2_b_0,x\nrec3_a_0,z\n", "groups.csv"))
        #expect(scene.findings(recipe) == ["create.label"])
    }

    @Test("Numbers of a regression must be the same in a group, whatever column the group stands in") func numbers()
        throws
    {
        var recipe = scene.recipe(
            .regression,
            labels: .table(
                path: try table(
                    Self.labels.replacing("label", with: "a,b").replacing("cat", with: "1,2").replacing(
                        "dog", with: "3,4"))))
        recipe.groups = .column("patient")
        let summary = try scene.create(recipe)
        #expect(summary.groups == 3)
    }
}
