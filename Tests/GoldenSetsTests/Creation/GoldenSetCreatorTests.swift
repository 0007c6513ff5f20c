import Diagnostics
import Foundation
import InferenceCore
import ModelFormats
import Support
import TestSupport
import Testing

@testable import GoldenSets

@Suite("A folder of arrays becomes a golden set", .hangLimit)
struct GoldenSetCreatorTests {
    private let scene: CreationScene

    init() throws { scene = try CreationScene() }

    @Test("Labels of file names: samples, classes and values come in a known order")
    func fileNames() throws {
        try scene.writeSample([Float(1), 2], to: "cat_1.npz")
        try scene.writeSample([Float(3), 4], to: "ant_2.npz", shape: [1, 2])
        try scene.write(NumpyFile.data(of: [Float(5), 6], shape: [2], type: "<f4"), to: "cat_3.npy")
        let summary = try scene.create(scene.recipe())
        #expect(summary == .init(samples: 3, classes: ["ant", "cat"], preparations: []))
        let set = try GoldenSet.open(folder: scene.destination, verifyingDigests: true)
        #expect(set.sampleNames == ["ant_2", "cat_1", "cat_3"])
        #expect(set.labels == [0, 1, 1])
        #expect(set.classNames == ["ant", "cat"])
        #expect(set.manifest.title == "A \"title\": with # signs")
        #expect(set.manifest.limits == "not stated")
        let spec = scene.recipe().inputs[0].spec
        let first = try set.feed.inputs(ofSample: 0, for: [spec])["x"]
        #expect(first?.shape == [1, 2])
        #expect(try first?.floatValues() == [3, 4])
        #expect(try set.feed.inputs(ofSample: 2, for: [spec])["x"]?.floatValues() == [5, 6])
    }

    @Test("Labels of folders, and names of samples with them")
    func folders() throws {
        try scene.writeSample([Float(1), 2], to: "dog/a.npz")
        try scene.writeSample([Float(1), 2], to: "cow/a.npz")
        #expect(try scene.create(scene.recipe(labels: .folderName)).classes == ["cow", "dog"])
        #expect(
            try GoldenSet.open(folder: scene.destination, verifyingDigests: true).sampleNames == ["cow/a", "dog/a"])
    }

    @Test("Labels of a table, with or without a heading and extensions")
    func table() throws {
        try scene.writeSample([Float(1), 2], to: "a.npz")
        try scene.writeSample([Float(1), 2], to: "b.npz")
        for text in ["file,label\na.npz,yes\nb.npz,no\n", "./a,yes\r\n\"b\",\"no\"\r\n"] {
            try AtomicFile.write(text, to: scene.folder.file("labels.csv"))
            try scene.create(scene.recipe(labels: .table(path: scene.folder.file("labels.csv"))), replaces: true)
            #expect(try GoldenSet.open(folder: scene.destination, verifyingDigests: true).labels == [1, 0])
        }
    }

    @Test("Numbers are class indices, and classes without samples count")
    func indices() throws {
        try scene.writeSample([Float(1), 2], to: "2_a.npz")
        try scene.writeSample([Float(1), 2], to: "0_b.npz")
        #expect(try scene.create(scene.recipe(classCount: 12)).classes == (0..<12).map(String.init))
        #expect(try GoldenSet.open(folder: scene.destination, verifyingDigests: true).labels == [0, 2])
    }

    @Test("The order of the classes can be given, and must be the model's count")
    func classes() throws {
        try scene.writeSample([Float(1), 2], to: "b_1.npz")
        try AtomicFile.write("b\na\n", to: scene.folder.file("classes.txt"))
        var recipe = scene.recipe(classCount: 2)
        #expect(scene.findings(recipe) == ["create.class-count"])
        recipe.classesFile = scene.folder.file("classes.txt")
        #expect(try scene.create(recipe).classes == ["b", "a"])
    }

    @Test("Everything that is wrong is said at once, and nothing is left behind")
    func findings() throws {
        try scene.writeSample([Float(1), 2], to: "a_right.npz")
        try scene.writeSample([Float(1), 2, 3], to: "b_shape.npz")
        try scene.writeSample([Int64(1), 2], to: "c_type.npz", type: "<i8")
        try scene.write(Data("junk".utf8), to: "d_junk.npz")
        try scene.write(
            ZipFile.npz(["y": NumpyFile.data(of: [Float(1), 2], shape: [2], type: "<f4")]), to: "e_name.npz")
        try scene.write(Data("junk".utf8), to: "f_junk.npy")
        #expect(
            scene.findings(scene.recipe()) == [
                "create.input-shape", "create.input-type", "archive.unreadable", "create.extra-array",
                "create.missing-array", "create.array",
            ])
        #expect(try scene.entries() == ["samples"])
        try scene.writeSample([Float(1), 2], to: "unlabelled.npz")
        #expect(scene.findings(scene.recipe()).first == "create.label")
    }

    @Test("A table's mistakes are found line by line")
    func tableFindings() throws {
        for name in ["a", "b", "c"] { try scene.writeSample([Float(1), 2], to: "\(name).npz") }
        try AtomicFile.write("a,x\na,y\nnobody,x\nb\n", to: scene.folder.file("labels.csv"))
        let recipe = scene.recipe(labels: .table(path: scene.folder.file("labels.csv")))
        let error = #expect(throws: GoldenSetCreationError.self) { try scene.create(recipe) }
        #expect(error?.diagnostics.map { $0.location?.line } == [2, 4, 3, nil])
        #expect(error?.diagnostics.last?.message == "2 samples have no label")
        #expect(error?.diagnostics.last?.examples?.count == 2)
    }

    @Test("Float samples stay real numbers for a quantised input, whatever their width")
    func realUnits() throws {
        try scene.writeSample([0.5, -0.1], to: "a_1.npz", type: "<f8")
        let plan = InputPlan(
            spec: CreationScene.spec(.int8, .fixed(1), .fixed(2)),
            quantization: InputQuantization(scale: 0.25, zeroPoint: 1, elementType: .int8), quantizationSource: "m.onnx"
        )
        let summary = try scene.create(scene.recipe(input: plan))
        let set = try GoldenSet.open(folder: scene.destination, verifyingDigests: true)
        #expect(set.feed.sampleSpec(ofInput: "x")?.elementType == .float32)
        let real = CreationScene.spec(.float32, .fixed(1), .fixed(2))
        #expect(try set.feed.inputs(ofSample: 0, for: [real])["x"]?.floatValues() == [0.5, -0.1])
        #expect(summary.preparations == ["input 'x' was rounded to float32"])
    }

    @Test("Numbers by hand make integers of real samples, and the manifest says so")
    func quantizes() throws {
        try scene.writeSample([Float(0.5), -0.5], to: "a_1.npz")
        let plan = InputPlan(
            spec: CreationScene.spec(.int8, .fixed(1), .fixed(2)),
            quantization: InputQuantization(scale: 0.25, zeroPoint: 1, elementType: .int8),
            quantizationSource: "m.onnx",
            isGivenByHand: true)
        let summary = try scene.create(scene.recipe(input: plan))
        let set = try GoldenSet.open(folder: scene.destination, verifyingDigests: true)
        #expect(try set.feed.inputs(ofSample: 0, for: [plan.spec])["x"]?.floatValues() == [3, -1])
        #expect(summary.preparations.count == 1)
        #expect(set.manifest.source.contains("scale 0.25 and zero point 1 of m.onnx"))
    }

    @Test("A quantised input without a scale is a finding that names the options")
    func unknownScale() throws {
        try scene.writeSample([Float(0.5), -0.5], to: "a_1.npz")
        let recipe = scene.recipe(input: InputPlan(spec: CreationScene.spec(.int8, .fixed(1), .fixed(2))))
        let error = #expect(throws: GoldenSetCreationError.self) { try scene.create(recipe) }
        #expect(error?.diagnostics.first?.hint?.contains("--input-scale") == true)
    }

    @Test("Only a golden set of this command's making is replaced, and only when told to")
    func replacing() throws {
        try scene.writeSample([Float(1), 2], to: "a_1.npz")
        try scene.create(scene.recipe())
        #expect(scene.findings(scene.recipe()) == ["create.exists"])
        try AtomicFile.write("mine", to: scene.destination + "/notes.txt")
        #expect(throws: GoldenSetCreationError.destinationHoldsMore(path: scene.destination, name: "notes.txt")) {
            try scene.create(scene.recipe(), replaces: true)
        }
        try FileManager.default.removeItem(atPath: scene.destination + "/notes.txt")
        try scene.create(scene.recipe(), replaces: true)
        try FileManager.default.removeItem(atPath: scene.destination + "/golden.yaml")
        #expect(throws: GoldenSetCreationError.self) { try scene.create(scene.recipe(), replaces: true) }
        #expect(try scene.entries() == ["golden", "samples"])
    }

    @Test("An empty folder and names that clash are findings")
    func folderFindings() throws {
        #expect(scene.findings(scene.recipe()) == ["create.no-samples"])
        try scene.writeSample([Float(1), 2], to: "a_1.npz")
        try scene.write(NumpyFile.data(of: [Float(5), 6], shape: [2], type: "<f4"), to: "a_1.npy")
        #expect(scene.findings(scene.recipe()) == ["create.sample-name"])
    }

    @Test("A crowd of findings is counted, not printed")
    func manyFindings() throws {
        for index in 0..<130 {
            try scene.writeSample([Float(1)], to: String(format: index == 0 ? "b_%03d.npz" : "a_%03d.npz", index))
        }
        let error = #expect(throws: GoldenSetCreationError.self) { try scene.create(scene.recipe()) }
        let findings = try #require(error?.diagnostics)
        #expect(findings.map(\.message) == ["130 arrays are of a shape that the model does not take"])
        #expect(
            findings[0].examples == (1..<4).map {
                "'x' in a_00\($0).npz is float32[1], the model wants x: float32[?, 2]"
            }
                + ["and 127 more"])
    }

    @Test("Stopped in the middle, it leaves nothing behind")
    func interrupted() throws {
        try scene.writeSample([Float(1), 2], to: "a_1.npz")
        let creator = GoldenSetCreator(scene.recipe()) { true }
        #expect(throws: GoldenSetCreationError.interrupted) {
            try creator.create(in: scene.destination, replaces: false)
        }
        #expect(try scene.entries() == ["samples"])
    }
}
