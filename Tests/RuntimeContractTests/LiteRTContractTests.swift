import Diagnostics
import Foundation
import InferenceCore
import LiteRT
import RuntimeLibraries
import Support
import TestSupport
import Testing

/// What LiteRT does in its own way. `EveryRuntimeTests` starts these tests, once for each installed version.
@Suite(
    "LiteRT", .enabled(if: RuntimeRequest.text?.hasPrefix("litert==") == true, "runs in a process for each version"),
    .hangLimit)
struct LiteRTContractTests {
    let runtime: RuntimeUnderTest
    private var isOld: Bool { runtime.version == "2.1.0" }

    init() throws { runtime = try RuntimeUnderTest.requested.get() }

    @Test("takes inputs of changing sizes in turn, each with outputs of its own")
    func changesSizes() throws {
        let session = try runtime.session(.linear)
        let batches = [1, 5, 2]
        let bound = try batches.map { try session.bind(inputs: ["x": .ones([$0, 2])]) }
        for _ in 0..<3 {
            for inference in bound { try inference.run() }
        }
        for (batch, inference) in zip(batches, bound) {
            let scores = try #require(try inference.outputs()["scores"])
            #expect(scores.shape == [batch, 3])
            #expect(try scores.floatValues() == (0..<batch).flatMap { _ in [15, 27, 39] as [Float] })
        }
    }

    @Test("binds new sizes after it has run others whose memory is gone")
    func bindsAfterRunning() throws {
        let session = try runtime.session(.linear)
        guard !isOld else {
            try session.bind(inputs: ["x": .ones([1, 2])]).run()
            let error = #expect(throws: InferenceError.self) { try session.bind(inputs: ["x": .ones([6, 2])]) }
            #expect(error?.description.contains("takes no other sizes once it has run") == true)
            // The size that it has is still taken.
            let inference = try session.bind(inputs: ["x": .ones([1, 2])])
            try inference.run()
            #expect(try inference.outputs()["scores"]?.floatValues() == [15, 27, 39])
            return
        }
        for batch in [1, 6, 2, 40, 3] {
            let inference = try session.bind(inputs: ["x": .ones([batch, 2])])
            try inference.run()
            #expect(try inference.outputs()["scores"]?.floatValues().count == 3 * batch)
        }
    }

    @Test("computes alike with XNNPACK and without, where it can do without")
    func switchesXNNPACK() throws {
        let options = SessionOptions(usesXNNPACK: false, profilesOperators: true)
        guard !isOld else {
            let error = #expect(throws: InferenceError.self) { try runtime.session(.linear, options: options) }
            #expect(error?.description.contains("cannot do without XNNPACK") == true)
            return
        }
        let session = try runtime.session(.linear, options: options)
        let inference = try session.bind(inputs: ["x": .ones([1, 2])])
        try inference.run()
        #expect(try inference.outputs()["scores"]?.floatValues() == [15, 27, 39])
        let timings = try session.finishProfile()
        #expect(timings.map(\.type) == ["FULLY_CONNECTED"] && timings.map(\.provider) == ["builtin"])
    }

    @Test("says what XNNPACK ran")
    func profilesXNNPACK() throws {
        let session = try runtime.session(.linear, options: SessionOptions(profilesOperators: true))
        try session.bind(inputs: ["x": .ones([1, 2])]).run()
        let timings = try session.finishProfile()
        #expect(timings.contains { $0.type.contains("Fully Connected") })
        #expect(timings.allSatisfy { $0.provider == "xnnpack" && $0.isFallback == false })
    }

    @Test("says which operators XNNPACK left to the library's own kernels")
    func profilesFallbacks() throws {
        let session = try runtime.session(
            data: TFLiteModel.partlyAccelerated.data, options: SessionOptions(profilesOperators: true))
        try session.bind(inputs: ["a": .ones([4])]).run()
        let timings = try session.finishProfile()
        #expect(timings.filter { $0.isFallback == true }.map(\.type) == ["CAST"])
        #expect(timings.contains { $0.provider == "xnnpack" && $0.isFallback == false })
    }

    @Test("says at once that it cannot plan sizes that do not fit")
    func refusesMismatchedSizes() throws {
        let session = try runtime.session(data: TFLiteModel.mismatched.data)
        let error = #expect(throws: InferenceError.self) {
            try session.bind(inputs: ["a": .ones([2]), "b": .ones([3])])
        }
        guard case .runtimeFailure(let operation, _) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(operation.contains("planning memory"))
        // And goes on with sizes that do.
        let inference = try session.bind(inputs: ["a": .ones([2]), "b": .ones([2])])
        try inference.run()
        #expect(try inference.outputs()["y"]?.floatValues() == [2, 2])
    }

    @Test("says that an output's size must not depend on values", arguments: [4, -1])
    func refusesDataDependentSizes(inputSize: Int) throws {
        var model = TFLiteModel.nonZero
        model.inputs[0].shape = [inputSize]
        for values in [[0, 5, 0, 5], [0, 5, 0, 0]] as [[Float]] {
            let error = #expect(throws: InferenceError.self) {
                try runtime.session(data: model.data).bind(inputs: ["x": .floats(values)]).run()
            }
            // Where sizes of inputs are open, 2.3.0 says it in its own words.
            let isOwnWords = inputSize < 0 && !isOld
            #expect(isOwnWords || error?.description.contains("output 'indices'") == true)
        }
    }

    @Test("takes open sizes also of tensors that are not said to have a rank")
    func readsOpenSizes() throws {
        var model = TFLiteModel.linear
        model.inputs[0].statesRank = false
        model.outputs[0].statesRank = false
        for signatures in [["serving_default"], []] {
            model.signatures = signatures
            let session = try runtime.session(data: model.data)
            #expect(session.inputs.map(\.description) == ["x: float32[?, 2]"])
            #expect(session.outputs.map(\.description) == ["scores: float32[?, 3]"])
            for batch in [3, 1] {
                let x = (0..<2 * batch).map { Float($0) }
                let inference = try session.bind(inputs: ["x": .floats(x, [batch, 2])])
                try inference.run()
                // x · weights + bias of the rows (0, 1), (2, 3), (4, 5).
                let expected: [Float] = [14, 25, 36, 24, 39, 54, 34, 53, 72]
                #expect(try inference.outputs()["scores"]?.floatValues() == Array(expected.prefix(3 * batch)))
                guard !isOld else { break }
            }
        }
    }

    @Test("reads an output beside one whose size depends on values, or says the way out")
    func readsWhatCanBeRead() throws {
        let session = try runtime.session(data: TFLiteModel.partlyOpen.data)
        guard isOld else {
            // 2.3.0 runs no model with such an output, whoever reads it.
            let error = #expect(throws: InferenceError.self) {
                try session.bind(inputs: ["x": .floats([0, 5, 0, 5])]).run()
            }
            #expect(error?.description.contains("the size of output 'indices' is open") == true)
            #expect(error?.description.contains("litert-interpreter") == true)
            return
        }
        for values in [[0, 5, 0, 5], [1, 2, 3, 4]] as [[Float]] {
            let inference = try session.bind(inputs: ["x": .floats(values)])
            try inference.run()
            let outputs = try inference.outputs()
            #expect(try outputs["y"]?.floatValues() == values.map { 2 * $0 })
            #expect(outputs["indices"] == nil)
        }
        #expect(session.unreadableOutputs.map(\.name) == ["indices"])
        #expect(session.unreadableOutputs.first?.hint?.contains("litert-interpreter") == true)
    }

    /// Encodings of zero are the anchors themselves: boxes are their centres less and plus 0.15, as (y, x, y, x).
    @Test("runs detections, whose sizes an operator's options say", arguments: TFLiteModel.DetectionSizes.allCases)
    func runsDetections(sizes: TFLiteModel.DetectionSizes) throws {
        let session = try runtime.session(data: TFLiteModel.detection(sizes).data)
        #expect(
            session.outputs.map(\.description) == [
                "boxes: float32[1, 4, 4]", "classes: float32[1, 4]", "scores: float32[1, 4]", "count: float32[1]",
            ])
        var scores = [Float](repeating: 0, count: 24)
        let best: [Float] = [0.9, 0.2, 0.8, 0.7, 0.1, 0.6]
        for (anchor, score) in best.enumerated() { scores[anchor * 4 + 1 + anchor % 3] = score }
        let zeros = Tensor.floats([Float](repeating: 0, count: 24), [1, 6, 4])
        let inference = try session.bind(inputs: ["encodings": zeros, "class_scores": .floats(scores, [1, 6, 4])])
        try inference.run()
        let outputs = try inference.outputs()
        #expect(try outputs["count"]?.floatValues() == [4])
        #expect(try outputs["scores"]?.floatValues() == [0.9, 0.8, 0.7, 0.6])
        // Anchors 0, 2, 3 and 5, each of class anchor modulo 3.
        #expect(try outputs["classes"]?.floatValues() == [0, 2, 0, 2])
        let expected = [0, 2, 3, 5].flatMap { anchor -> [Double] in
            let centre = 0.2 + 0.12 * Double(anchor)
            return [centre - 0.15, centre - 0.15, centre + 0.15, centre + 0.15]
        }
        let boxes = try #require(try outputs["boxes"]?.floatValues())
        #expect(zip(boxes, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    }

    @Test("says of a variable whose limit it is, and names the interpreter, which takes it")
    func refusesVariables() throws {
        let error = #expect(throws: InferenceError.self) { try runtime.session(data: TFLiteModel.stateful.data) }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(diagnostic.code == "model.unsupported")
        #expect(diagnostic.cause?.contains("'kept' is a variable") == true)
        #expect(diagnostic.hint?.contains("pawl runtime install litert-interpreter==2.3.0") == true)
    }

    @Test("reads the wider types from 2.3.0 on", arguments: [ElementType.float64, .uint16, .uint64])
    func readsWiderTypes(type: ElementType) throws {
        let data = TFLiteModel.identity(type).data
        guard !isOld else {
            #expect(throws: InferenceError.self) { try runtime.session(data: data) }
            return
        }
        let bytes = (0..<3 * type.byteCount).map { UInt8($0) }
        let inference = try runtime.session(data: data)
            .bind(inputs: ["x": Tensor(elementType: type, shape: [1, 3], copying: bytes)])
        try inference.run()
        #expect(try inference.outputs()["y"].map { Array($0.bytes) } == bytes)
    }

    @Test("takes a model without signatures, by the names of its tensors, and none of two")
    func readsSignatures() throws {
        var model = TFLiteModel.twoInputs
        model.signatures = []
        let session = try runtime.session(data: model.data)
        #expect(session.inputs.map(\.description) == ["a: float32[4]", "b: float32[4]"])
        let inference = try session.bind(inputs: ["a": .ones([4]), "b": .ones([4])])
        try inference.run()
        #expect(try inference.outputs()["sum"]?.floatValues() == [2, 2, 2, 2])
        model.signatures = ["prefill", "decode"]
        let error = #expect(throws: InferenceError.self) { try runtime.session(data: model.data) }
        #expect(error?.description.contains("2 signatures") == true)
    }

    @Test("says why strings are not taken, and that an operator is not known")
    func refusesModels() throws {
        let strings = #expect(throws: InferenceError.self) { try runtime.session(data: TFLiteModel.strings.data) }
        // Version 2.1.0 itself refuses the whole model.
        let words = isOld ? "not supported" : "input 'text' cannot be used: it holds strings"
        #expect(strings?.description.contains(words) == true)
        var model = TFLiteModel.twoInputs
        model.nodes[0].operation = .custom
        let unknown = #expect(throws: InferenceError.self) { try runtime.session(data: model.data) }
        guard case .unsupportedModel(_, let reason, let hint) = unknown else {
            Issue.record("unexpected \(String(describing: unknown))")
            return
        }
        #expect(reason.contains("PawlUnknown") && hint.contains("lacks operator PawlUnknown in the form"))
    }

    @Test("never crashes on a model that is cut off")
    func mayBeCutOffAnywhere() throws {
        let whole = TFLiteModel.linear.data
        for count in 0..<whole.count {
            #expect(throws: InferenceError.self) { try runtime.session(data: whole.prefix(count)) }
        }
    }

    @Test("is not opened when its bytes are unknown and nobody says its version")
    func refusesUnknownLibraries() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("libLiteRt.so")
        var data = try Data(contentsOf: URL(fileURLWithPath: runtime.libraryPath))
        for change in [0, 1] {
            if change == 1 { data[data.count - 1] ^= 1 } else { data = data.prefix(1_000_000) }
            try AtomicFile.write(data, to: path)
            let error = #expect(throws: InferenceError.self) { try runtime.kind.open(path) }
            guard case .libraryNotAccepted(_, path, let reason, let hint) = error else {
                Issue.record("unexpected \(String(describing: error))")
                continue
            }
            #expect(reason.contains("SHA-256") && hint.contains("'version: 2.3.0'"))
        }
        let missing = #expect(throws: InferenceError.self) { try runtime.kind.open(folder.file("none.so")) }
        guard case .libraryUnavailable = missing else {
            Issue.record("unexpected \(String(describing: missing))")
            return
        }
    }

    @Test("is called as what it is known to be, and goes by the version of its package")
    func sameLibrary() throws {
        let digest = try SHA256.hexadecimal(ofFile: runtime.libraryPath)
        let library = try LiteRTLibrary.open(
            libraryPath: runtime.libraryPath, version: "2.9.9", versions: [digest: runtime.version])
        #expect(library.identity.version == "2.9.9")
    }
}
