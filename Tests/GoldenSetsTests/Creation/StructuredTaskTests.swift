import Diagnostics
import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import GoldenSets

@Suite("Boxes, masks, pairs and sequences", .hangLimit)
struct StructuredTaskTests {
    private let scene: CreationScene

    init() throws { scene = try CreationScene() }

    private func writeSamples(_ names: String...) throws {
        for name in names { try scene.writeSample([Float(1), 2], to: name) }
    }

    private func write(_ text: String, _ name: String) throws -> String {
        try AtomicFile.write(text, to: scene.folder.file(name))
        return scene.folder.file(name)
    }

    private func refusal(_ recipe: GoldenSetRecipe) throws -> [Diagnostic] {
        let error = #expect(throws: GoldenSetCreationError.self) { try scene.create(recipe) }
        return try #require(error?.diagnostics)
    }

    private func manifest() throws -> String {
        try String(contentsOfFile: scene.destination + "/golden.yaml", encoding: .utf8)
    }

    // MARK: - Detection

    private func detector(_ json: String, units: OutputDescription.Detection.Units = .image) throws -> GoldenSetRecipe {
        var recipe = try scene.recipe(.detection, labels: .annotations(path: write(json, "coco.json")))
        recipe.output = OutputDescription(name: "b")
        recipe.output.detection = .init(
            boxes: "b", scores: "s", labels: "l", count: "found", format: .xyxy, units: units)
        return recipe
    }

    private static let coco = """
        {"info": {}, "images": [
          {"id": 7, "file_name": "train/2.jpg", "width": 200, "height": 100},
          {"id": 9, "file_name": "1.jpg", "width": 50, "height": 50},
          {"id": 11, "file_name": "nobody.jpg", "width": 10, "height": 10}],
         "annotations": [
          {"id": 1, "image_id": 7, "category_id": 18, "bbox": [20, 10, 40, 50], "iscrowd": 0, "segmentation": [[1, 2]]},
          {"id": 2, "image_id": 7, "category_id": 3, "bbox": [0, 0, 200, 100], "iscrowd": 1},
          {"id": 3, "image_id": 11, "category_id": 3, "bbox": [0, 0, 1, 1]}],
         "categories": [{"id": 18, "name": "dog"}, {"id": 3, "name": "car"}]}
        """

    @Test(
        "Boxes are those of COCO's file, in the units of the model; classes stand in the order of the categories' ids")
    func boxes() throws {
        try writeSamples("1.npz", "2.npz")
        let summary = try scene.create(detector(Self.coco, units: .relative))
        #expect(summary.classes == ["car", "dog"])
        #expect(summary.notes.map(\.code) == ["create.annotations"])
        let set = try GoldenSet.open(folder: scene.destination, verifyingDigests: true)
        #expect(try manifest().contains("output: { boxes: b, scores: s, labels: l, count: found, format: xyxy }"))
        guard case .detection(let task) = set.manifest.task else {
            Issue.record("no detection")
            return
        }
        #expect(task.boxFormat == .xywh && task.crowd != nil)
        let boxes = try Data(contentsOf: URL(fileURLWithPath: scene.destination + "/boxes.npy")).suffix(64)
        #expect(boxes == [0.1, 0.1, 0.2, 0.5, 0, 0, 1, 1].withUnsafeBytes { Data($0) })
        let samples = try Data(contentsOf: URL(fileURLWithPath: scene.destination + "/box_samples.npy")).suffix(8)
        #expect(samples == [Int32(1), 1].withUnsafeBytes { Data($0) })
    }

    @Test("A list of classes states the order of the labels, with the gaps that such lists have")
    func boxClasses() throws {
        try writeSamples("1.npz", "2.npz")
        var recipe = try detector(Self.coco)
        recipe.classesFile = try write("person\n???\n???\ncar\ndog\n", "classes.txt")
        #expect(try scene.create(recipe).classes == ["person", "???", "??? 2", "car", "dog"])
        let classes = try Data(contentsOf: URL(fileURLWithPath: scene.destination + "/box_classes.npy")).suffix(8)
        #expect(classes == [Int32(4), 3].withUnsafeBytes { Data($0) })
        recipe.classesFile = try write("car\ncat\n", "classes.txt")
        let error = #expect(throws: GoldenSetCreationError.self) { try scene.create(recipe, replaces: true) }
        #expect(error?.diagnostics.map(\.code).contains("create.class-name") == true)
    }

    @Test(
        "Annotations that cannot be used are refused in words",
        arguments: [
            ("{}", "create.annotations"), ("[", "create.annotations"),
            (coco.replacing("[20, 10, 40, 50]", with: "[20, 10, -1, 50]"), "create.annotations"),
            (coco.replacing("[20, 10, 40, 50]", with: "[20, 10, 1e999, 50]"), "create.annotations"),
            (coco.replacing("\"image_id\": 7", with: "\"image_id\": 8"), "create.annotations"),
            (coco.replacing("\"category_id\": 18", with: "\"category_id\": 4"), "create.annotations"),
            (coco.replacing("\"id\": 9", with: "\"id\": 7"), "create.annotations"),
            (coco.replacing("\"1.jpg\"", with: "\"3.jpg\""), "create.annotations"),
            (coco.replacing("\"width\": 200", with: "\"width\": 0"), "create.annotations"),
            (coco.replacing("\"dog\"", with: "\"car\""), "create.annotations"),
        ])
    func wrongAnnotations(json: String, code: String) throws {
        try writeSamples("1.npz", "2.npz")
        #expect(try refusal(detector(json, units: .relative))[0].code == code)
    }

    // MARK: - Segmentation

    private func writeMask<Element>(_ values: [Element], _ name: String, shape: [Int] = [2, 2], type: String = "|u1")
        throws
    {
        try AtomicFile.makeFolder(scene.folder.file("masks"))
        try AtomicFile.write(
            NumpyFile.data(of: values, shape: shape, type: type), to: scene.folder.file("masks/\(name)"))
    }

    private func segmenter(classCount: Int? = 3) -> GoldenSetRecipe {
        var recipe = scene.recipe(
            .segmentation, labels: .masks(folder: scene.folder.file("masks")), classCount: classCount)
        recipe.output.scores = nil
        recipe.output.layout = .channelsLast
        return recipe
    }

    @Test("Masks of any integer type stand one after another, and pixels that are not judged are said")
    func masks() throws {
        try writeSamples("a.npz", "b.npz")
        try writeMask([UInt8(0), 1, 2, 255], "a.npy")
        try writeMask([Int64(2), 2, 0, 1], "b.npy", shape: [1, 2, 2], type: "<i8")
        var recipe = segmenter()
        let found = try refusal(recipe)
        #expect(found.map(\.code) == ["create.mask"] && found[0].hint?.contains("--ignore 255") == true)
        recipe.ignoredLabel = 255
        #expect(try scene.create(recipe).classes == ["0", "1", "2"])
        let masks = try Data(contentsOf: URL(fileURLWithPath: scene.destination + "/masks.npy"))
        #expect(String(decoding: masks, as: UTF8.self).contains("'shape': (2, 2, 2)"))
        #expect(masks.suffix(32) == [Int32(0), 1, 2, 255, 2, 2, 0, 1].withUnsafeBytes { Data($0) })
        #expect(try manifest().contains("ignore: 255\n"))
        #expect(try manifest().contains("output: { name: scores, layout: channels_last }"))
    }

    @Test("Masks that are missing, of another size or of another kind are told by their kind")
    func wrongMasks() throws {
        try writeSamples("a.npz", "b.npz", "c.npz", "d.npz")
        try writeMask([UInt8(0), 1, 2, 1], "a.npy")
        try writeMask([UInt8(0), 1], "b.npy", shape: [1, 2])
        try writeMask([Float(0), 1, 1, 1], "c.npy", type: "<f4")
        try AtomicFile.write("", to: scene.folder.file("masks/d.png"))
        let found = try refusal(segmenter())
        #expect(found.map(\.message) == ["3 masks cannot be used"])
        #expect(found[0].examples?.last == "there is no mask d.npy, but d.png")
    }

    @Test("Without a number of classes the masks count them, and 255 is pointed at")
    func countedClasses() throws {
        try writeSamples("a.npz")
        try writeMask([UInt8(0), 1, 4, 1], "a.npy")
        #expect(try scene.create(segmenter(classCount: nil)).classes.count == 5)
        try writeMask([UInt8(0), 1, 4, 255], "a.npy")
        #expect(try scene.create(segmenter(classCount: nil), replaces: true).notes.map(\.code) == ["create.mask"])
    }

    // MARK: - Pairs and sequences

    @Test("Pairs of samples and their similarities")
    func pairs() throws {
        try writeSamples("a.npz", "b.npz", "c.npz")
        var recipe = scene.recipe(.embedding, labels: .none)
        recipe.pairsFile = try write("first,second,score\na,b,0.5\nc.npz,a.npz,1\n", "pairs.csv")
        try scene.create(recipe)
        let set = try GoldenSet.open(folder: scene.destination, verifyingDigests: true)
        guard case .embedding(let task) = set.manifest.task else {
            Issue.record("no embedding")
            return
        }
        #expect(task.pairs != nil)
        let pairs = try Data(contentsOf: URL(fileURLWithPath: scene.destination + "/pairs.npy")).suffix(16)
        #expect(pairs == [Int32(0), 1, 2, 0].withUnsafeBytes { Data($0) })
        recipe.pairsFile = try write("a,b,high\na,d,0.5\n", "pairs.csv")
        let error = #expect(throws: GoldenSetCreationError.self) { try scene.create(recipe, replaces: true) }
        #expect(error?.diagnostics.map(\.location?.line) == [1, 2])
    }

    @Test("Samples of a folder are a sequence, with the state that goes from one to the next")
    func sequences() throws {
        try writeSamples("one/01.npz", "one/02.npz", "two/01.npz")
        var recipe = scene.recipe(.fidelity, labels: .none)
        recipe.state = ["h": "hn"]
        recipe.sequences = .folderName
        recipe.fidelityOutputs = ["hn"]
        try scene.create(recipe)
        let set = try GoldenSet.open(folder: scene.destination, verifyingDigests: true)
        #expect(
            set.sequences == [0, 0, 1] && set.manifest.state == ["h": "hn"] && set.manifest.fidelityOutputs == ["hn"])
    }

    @Test("Frames whose names do not stand in the order of their numbers are refused")
    func frameOrder() throws {
        try writeSamples("a_1.npz", "a_2.npz", "a_10.npz")
        var recipe = scene.recipe(.fidelity, labels: .none)
        recipe.sequences = .fileName(separator: "_")
        let found = try refusal(recipe)
        #expect(found.map(\.message) == ["a_10 stands before a_2"])
        #expect(try refusalOfNested() == ["create.sequence"])
    }

    private func refusalOfNested() throws -> [String] {
        let scene = try CreationScene()
        for name in ["a/a.npz", "a/b/1.npz", "a/c.npz"] { try scene.writeSample([Float(1), 2], to: name) }
        var recipe = scene.recipe(.fidelity, labels: .none)
        recipe.sequences = .folderName
        return scene.findings(recipe)
    }
}
