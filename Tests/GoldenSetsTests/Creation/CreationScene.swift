import Diagnostics
import Foundation
import InferenceCore
import ModelFormats
import Support
import TestSupport

@testable import GoldenSets

/// A private folder with samples to make golden sets of.
struct CreationScene {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-creation-test")
        try AtomicFile.makeFolder(folder.file("samples"))
    }

    var destination: String { folder.file("golden") }

    func write(_ data: Data, to name: String) throws { try AtomicFile.write(data, to: folder.file("samples/" + name)) }

    /// An `.npz` of one array `x`.
    func writeSample<Element>(
        _ values: [Element], to name: String, shape: [Int]? = nil, type: String = "<f4"
    ) throws {
        try write(
            ZipFile.npz(["x": NumpyFile.data(of: values, shape: shape ?? [values.count], type: type)]), to: name)
    }

    func recipe(
        _ task: CreatedTask = .classification, labels: LabelSource = .fileName(separator: "_"),
        input: InputPlan = InputPlan(spec: spec(.float32, .dynamic(name: nil), .fixed(2))),
        classCount: Int? = nil
    ) -> GoldenSetRecipe {
        GoldenSetRecipe(
            texts: .init(id: "made", version: "1", title: "A \"title\": with # signs"), task: task,
            samplesFolder: folder.file("samples"), labels: labels, inputs: [input],
            output: OutputDescription(name: "scores", scores: .probabilities, classCount: classCount))
    }

    static func spec(_ type: ElementType, _ shape: TensorSpec.Dimension...) -> TensorSpec {
        TensorSpec(name: "x", elementType: type, shape: shape)
    }

    @discardableResult
    func create(_ recipe: GoldenSetRecipe, replaces: Bool = false) throws -> GoldenSetCreator.Summary {
        try GoldenSetCreator(recipe).create(in: destination, replaces: replaces)
    }

    /// Codes of what is wrong.
    func findings(_ recipe: GoldenSetRecipe) -> [String] {
        do {
            try create(recipe)
            return []
        } catch {
            return (error as? GoldenSetCreationError)?.diagnostics.map(\.code) ?? ["\(error)"]
        }
    }

    /// What lies beside the samples, hidden files too.
    func entries() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
}
