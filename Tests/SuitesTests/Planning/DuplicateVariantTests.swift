import Diagnostics
import Foundation
import InferenceCore
import Records
import Suites
import Support
import TestSupport
import Testing

@Suite("Variants that are not what they are called, named before measuring", .hangLimit)
struct DuplicateVariantTests {
    private let folder: TemporaryFolder
    private let place = Diagnostics.SourceLocation(file: "suite.yaml", line: 1, column: 1)

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-twin-test")
        _ = try GoldenSetFixture(in: folder.file("golden"), count: 4)
    }

    /// The warnings of a suite whose first variant is the reference.
    private func warnings(
        _ models: KeyValuePairs<String, Data>, threads: Int = 1, version: String = "1"
    ) throws -> [String] {
        let variants = try models.enumerated().map { index, model in
            try AtomicFile.write(model.value, to: folder.file("\(model.key).onnx"))
            return VariantDeclaration(
                name: model.key, file: LocatedPath(path: folder.file("\(model.key).onnx"), location: place),
                runtime: index == 0 ? "a" : "b", location: place)
        }
        let runtimes = ["a": (1, "1"), "b": (threads, version)].map { label, options in
            var runtime = RuntimeDeclaration(label: label, name: "onnxruntime", version: options.1, location: place)
            runtime.threads = options.0
            return (label, runtime)
        }
        let suite = Suite(
            name: "s", file: "suite.yaml", digest: "d",
            goldenSets: ["g": LocatedPath(path: folder.file("golden"), location: place)],
            runtimes: Dictionary(uniqueKeysWithValues: runtimes),
            models: [
                ModelDeclaration(
                    name: "m", goldenSet: "g", reference: models[0].key, variants: variants, location: place)
            ], gates: [])
        return try Planner { name, version in
            LocatedRuntime(name: name, version: version, libraryPath: "/lib", libraryDigest: "l")
        }.plan(running: suite).warnings
    }

    private let float = TestModel.floatClassifier.data

    @Test("The reference's own file under another name")
    func sameFile() throws {
        #expect(
            try warnings(["fp32": float, "int8": float]) == [
                "m/int8 is byte for byte the file of the reference m/fp32: nothing in it is int8"
            ])
        #expect(
            try warnings(["fp32": float, "copy": float]) == [
                "m/copy is byte for byte the file of the reference m/fp32, run in the same way: whatever differs is noise (A/A)"
            ])
        // The same file with other options or on another runtime is what it is there for, unless it claims to be another.
        #expect(try warnings(["fp32": float, "four": float], threads: 4).isEmpty)
        #expect(try warnings(["fp32": float, "fp16": float], threads: 4).isEmpty, "precision is an option of runtimes")
        #expect(try warnings(["fp32": float, "newer": float], version: "2").isEmpty)
        #expect(try warnings(["fp32": float, "int8": float], version: "2").count == 1)
    }

    @Test("A file that is called quantised and whose weights are the reference's types")
    func sameTypes() throws {
        var other = TestModel.floatClassifier
        other.version = 8
        #expect(
            try warnings(["fp32": float, "quantized": other.data]) == [
                "m/quantized is called quantized, but its weights are float32 like those of the reference m/fp32"
            ])
        #expect(try warnings(["v1": float, "v2": other.data]).isEmpty, "two float models")
        #expect(try warnings(["fp32": float, "int8": TestModel.quantizedWeights.data]).isEmpty)
        // The name of the reference may say what its weights are; the other's does not.
        #expect(try warnings(["float16": float, "int8": other.data]).isEmpty, "the reference is not what it is called")
        var twin = TestModel.quantizedWeights
        twin.version = 8
        #expect(try warnings(["original": TestModel.quantizedWeights.data, "int8": twin.data]).isEmpty, "it is int8")
        #expect(try warnings(["int8": TestModel.quantizedWeights.data, "fp16": twin.data]).count == 1)
        // What cannot be read says nothing.
        #expect(try warnings(["fp32": float, "int8": Data("other".utf8)]).isEmpty)
    }
}
