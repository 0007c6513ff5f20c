import Diagnostics
import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import OnnxRuntime

@Suite(
    "Bad files given to every installed ONNX Runtime",
    .enabled(if: !RuntimeUnderTest.all.isEmpty, RuntimeUnderTest.reasonToSkip), .hangLimit)
struct BadFileTests {
    static let badModels: [(name: String, data: Data)] = [
        ("empty", Data()), ("one byte short", TestModel.linear.data.dropLast()),
    ]

    @Test("are no models", arguments: RuntimeUnderTest.all, badModels.map(\.name))
    func areNoModels(runtime: RuntimeUnderTest, name: String) throws {
        let data = try #require(Self.badModels.first { $0.name == name }).data
        let error = #expect(throws: InferenceError.self) { try runtime.session(data: data) }
        guard case .invalidModel(_, let reason) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test("never crash the process, wherever a model is cut off", arguments: RuntimeUnderTest.all)
    func mayBeCutOffAnywhere(runtime: RuntimeUnderTest) throws {
        var model = TestModel.linear
        model.metadata = [:]
        let whole = model.data
        // The graph is the first long field: a cut inside it leaves no valid model.
        for count in stride(from: 0, to: whole.count - 8, by: 7) {
            #expect(throws: InferenceError.self) { try runtime.session(data: whole.prefix(count)) }
        }
    }

    @Test("say why a model's strings and sequences are not taken", arguments: RuntimeUnderTest.all)
    func sayWhy(runtime: RuntimeUnderTest) throws {
        for (model, words) in [
            (TestModel.strings, "input 'text' cannot be used: it holds strings"),
            (.sequence, "output 'list' cannot be used: it is a sequence"),
        ] {
            let error = #expect(throws: InferenceError.self) { try runtime.session(model) }
            guard case .unusableTensor? = error else {
                Issue.record("unexpected \(String(describing: error))")
                continue
            }
            #expect(error?.description.contains(words) == true)
        }
    }

    @Test("are models all the same when some outputs are no tensors", arguments: RuntimeUnderTest.all)
    func mayHaveUnreadableOutputs(runtime: RuntimeUnderTest) throws {
        let session = try runtime.session(.unreadable)
        #expect(session.outputs.map(\.description) == ["scores: float32[2]"])
        #expect(session.unreadableOutputs.map(\.name) == ["list"])
        #expect(session.textOutputs.map(\.name) == ["label"])
        let inference = try session.bind(inputs: ["x": .floats([1, 2])])
        try inference.run()
        #expect(try inference.outputs().mapValues { try $0.floatValues() } == ["scores": [2, 4]])
    }

    @Test("take any shape where the model says none", arguments: RuntimeUnderTest.all, [[], [3], [1, 2], [2, 1, 2]])
    func takeAnyShape(runtime: RuntimeUnderTest, shape: [Int]) throws {
        let session = try runtime.session(.shapeless)
        #expect(session.inputs.map(\.rankIsKnown) == [false])
        let count = shape.reduce(1, *)
        let inference = try session.bind(inputs: ["x": .floats((0..<count).map { Float($0) }, shape)])
        try inference.run()
        let output = try #require(try inference.outputs()["y"])
        #expect(output.shape == shape)
        #expect(try output.floatValues() == (0..<count).map { Float(2 * $0) })
    }

    @Test("are Git LFS pointers where they were not fetched", arguments: RuntimeUnderTest.all)
    func mayBePointers(runtime: RuntimeUnderTest) throws {
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 16000400\n"
        let error = #expect(throws: InferenceError.self) { try runtime.session(data: Data(pointer.utf8)) }
        #expect(error?.diagnostics.first?.hint == "run `git lfs pull`")
    }

    @Test("are no library when they are cut off", arguments: RuntimeUnderTest.all, [0, 10, 64, 1_000_000, -1])
    func areCutOffLibraries(runtime: RuntimeUnderTest, count: Int) throws {
        let whole = try MappedFile(path: runtime.libraryPath)
        let data = Data(whole.bytes.prefix(count < 0 ? whole.bytes.count + count : count))
        try expectUnavailable(data, containing: nil)
    }

    @Test("are no library when they are text")
    func areText() throws {
        try expectUnavailable(Data("#!/bin/sh\n".utf8), containing: "file too short")
    }

    @Test("are not accepted when they are another library", arguments: RuntimeUnderTest.all)
    func areAnotherLibrary(runtime: RuntimeUnderTest) throws {
        let folder = (runtime.libraryPath as NSString).deletingLastPathComponent
        let error = #expect(throws: InferenceError.self) {
            try OnnxRuntimeLibrary.open(libraryPath: folder + "/libonnxruntime_providers_shared.so")
        }
        guard case .libraryNotAccepted(_, _, let reason, let hint) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(reason.contains("OrtGetApiBase"))
        #expect(hint.contains("pawl runtime install onnxruntime==1.31.1"))
    }

    @Test("are not accepted when they say no version whose table is known", arguments: RuntimeUnderTest.all)
    func areOfNoKnownVersion(runtime: RuntimeUnderTest) throws {
        let folder = try TemporaryFolder()
        let version = runtime.version
        // The same library, with another version in the last place where it stands: the one that it says.
        var data = try Data(contentsOf: URL(fileURLWithPath: runtime.libraryPath))
        let said = try #require(data.range(of: Data("\(version)\0".utf8), options: .backwards))
        data.replaceSubrange(said, with: Data("0\(version.dropFirst())\0".utf8))
        try AtomicFile.write(data, to: folder.file("libonnxruntime.so"))
        let error = #expect(throws: InferenceError.self) {
            try OnnxRuntimeLibrary.open(libraryPath: folder.file("libonnxruntime.so"))
        }
        guard case .libraryNotAccepted(_, _, let reason, _) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(reason.contains("'0.") && reason.contains("does not tell"))
    }

    private func expectUnavailable(_ data: Data, containing words: String?) throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write(data, to: folder.file("lib.so"))
        let error = #expect(throws: InferenceError.self) {
            try OnnxRuntimeLibrary.open(libraryPath: folder.file("lib.so"))
        }
        guard case .libraryUnavailable(_, _, let reason, let hint) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(hint.contains("pawl runtime install onnxruntime==1.31.1"))
        if let words { #expect(reason.contains(words)) }
    }
}
