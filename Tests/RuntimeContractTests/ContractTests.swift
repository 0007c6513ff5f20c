import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

/// What every runtime does alike. `EveryRuntimeTests` starts these tests, once for each installed version.
@Suite(
    "A runtime", .enabled(if: RuntimeRequest.text != nil, "runs in a process for each installed runtime"),
    .hangLimit)
struct ContractTests {
    let runtime: RuntimeUnderTest
    private static let noModel: Comment = "this runtime has no such model"

    init() throws { runtime = try RuntimeUnderTest.requested.get() }

    @Test("says who it is")
    func hasIdentity() {
        let identity = runtime.library.identity
        #expect(identity.name == runtime.kind.name)
        #expect(identity.version == runtime.version)
        #expect(identity.libraryPath == runtime.libraryPath)
        let words = runtime.kind.buildWords
        #expect(words.map { identity.buildInformation.contains($0) } ?? identity.buildInformation.isEmpty)
        #expect(identity.availableProviders.contains(runtime.kind.cpuProvider))
    }

    @Test("says what a model is")
    func readsMetadata() throws {
        let session = try runtime.session(.linear)
        let batch = runtime.kind.namesDimensions ? "batch" : "?"
        #expect(session.inputs.map(\.description) == ["x: float32[\(batch), 2]"])
        #expect(session.outputs.map(\.description) == ["scores: float32[\(batch), 3]"])
        #expect(session.metadata == runtime.kind.linearMetadata)
        #expect(try runtime.session(.twoInputs).metadata.custom.isEmpty)
    }

    @Test("computes, with the dynamic dimension bound by the tensor", arguments: [1, 2, 5])
    func computes(batch: Int) throws {
        let inference = try runtime.session(.linear).bind(inputs: ["x": .ones([batch, 2])])
        try inference.run()
        let scores = try #require(try inference.outputs()["scores"])
        #expect(scores.shape == [batch, 3])
        // [1 1] · [[1 2 3] [4 5 6]] + [10 20 30]
        #expect(try scores.floatValues() == (0..<batch).flatMap { _ in [15, 27, 39] as [Float] })
    }

    @Test(
        "passes every element type through unchanged",
        arguments: ElementType.allCases.filter { RuntimeUnderTest.has(.identity($0)) })
    func passesElementTypes(type: ElementType) throws {
        // Booleans are bytes of 0 and 1; for every other type any bits will do, as far as the runtime keeps them.
        let isNarrowed = runtime.kind.narrowedTypes.contains(type)
        let bytes = (0..<6 * type.byteCount).map { index in
            isNarrowed && index % type.byteCount >= 4 ? 0 : UInt8(type == .bool ? index % 2 : index)
        }
        let tensor = Tensor(elementType: type, shape: [2, 3], copying: bytes)
        let session = try runtime.session(.identity(type))
        #expect(session.inputs[0].elementType == type)
        let inference = try session.bind(inputs: ["x": tensor])
        try inference.run()
        let output = try #require(try inference.outputs()["y"])
        #expect(output.elementType == type && output.shape == [2, 3])
        #expect(Array(output.bytes) == bytes)
    }

    @Test("takes several inputs and gives several outputs by name")
    func takesSeveralInputs() throws {
        let inputs = ["b": Tensor.floats([1, 2, 3, 4]), "a": Tensor.floats([10, 10, 10, 10])]
        let inference = try runtime.session(.twoInputs).bind(inputs: inputs)
        try inference.run()
        let outputs = try inference.outputs()
        #expect(
            try outputs.mapValues { try $0.floatValues() } == ["sum": [11, 12, 13, 14], "difference": [9, 8, 7, 6]])
    }

    @Test("agrees with us on what a float16 is", .enabled(if: RuntimeUnderTest.has(.widen), Self.noModel))
    func widensLikeUs() throws {
        // Every finite value, infinity and NaN of the format.
        let tensor = Tensor(elementType: .float16, shape: [65_536], copying: (0...UInt16.max).map(\.self))
        let inference = try runtime.session(.widen).bind(inputs: ["x": tensor])
        try inference.run()
        let theirs = try #require(try inference.outputs()["y"]).floatValues()
        let ours = try tensor.floatValues()
        #expect(zip(theirs, ours).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN })
    }

    @Test("repeats itself bit by bit, into the same memory")
    func repeats() throws {
        let inference = try runtime.session(.linear).bind(inputs: ["x": .floats([0.1, 0.7], [1, 2])])
        try inference.run()
        let first = try #require(try inference.outputs()["scores"])
        let bytes = Array(first.bytes)
        for _ in 0..<100 { try inference.run() }
        let last = try #require(try inference.outputs()["scores"])
        #expect(Array(last.bytes) == bytes)
        #expect(last.bytes.baseAddress == first.bytes.baseAddress)
    }

    @Test("keeps bindings of one session apart, whatever their shapes")
    func keepsBindingsApart() throws {
        let session = try runtime.session(.linear)
        let batches = [1, 5, 2]
        let bindings = try batches.map { batch in
            try session.bind(inputs: ["x": .floats([Float](repeating: Float(batch), count: batch * 2), [batch, 2])])
        }
        for _ in 0..<3 { for inference in bindings { try inference.run() } }
        for (batch, inference) in zip(batches, bindings) {
            let scores = try #require(try inference.outputs()["scores"])
            let row = [5, 7, 9].enumerated().map { Float($1 * batch + ($0 + 1) * 10) }
            #expect(scores.shape == [batch, 3])
            #expect(try scores.floatValues() == (0..<batch).flatMap { _ in row })
        }
    }

    @Test("reads the caller's memory, or what it held when it was bound")
    func readsTheCallersMemory() throws {
        let storage = TensorStorage(byteCount: 16)
        let tensor = Tensor(
            elementType: .float32, shape: [4], bytes: UnsafeRawBufferPointer(storage.bytes), owner: storage)
        let inference = try runtime.session(.twoInputs).bind(inputs: ["a": tensor, "b": .ones([4])])
        try inference.run()
        #expect(try inference.outputs()["sum"]?.floatValues() == [1, 1, 1, 1])
        storage.bytes.storeBytes(of: 41, as: Float.self)
        try inference.run()
        let sum: Float = runtime.kind.copiesInputs ? 1 : 42
        #expect(try inference.outputs()["sum"]?.floatValues() == [sum, 1, 1, 1])
    }

    @Test("binds an output whose size only the data decide", .enabled(if: RuntimeUnderTest.has(.nonZero), Self.noModel))
    func bindsDataDependentOutputs() throws {
        for (values, indices) in [([0, 5, 0, 5], [1, 3]), ([0, 0, 0, 0], [])] as [([Float], [Float])] {
            let inference = try runtime.session(.nonZero).bind(inputs: ["x": .floats(values)])
            for _ in 0..<2 { try inference.run() }
            let output = try #require(try inference.outputs()["indices"])
            #expect(output.shape == [1, indices.count])
            #expect(try output.floatValues() == indices)
        }
    }

    @Test("takes and gives single numbers", .enabled(if: RuntimeUnderTest.has(.scalars), Self.noModel))
    func passesSingleNumbers() throws {
        let session = try runtime.session(.scalars)
        let factor = Tensor(elementType: .float32, shape: [], copying: [0.5 as Float])
        let inference = try session.bind(inputs: ["x": .floats([1, 2, 3, 4]), "factor": factor])
        for _ in 0..<2 { try inference.run() }
        let total = try #require(try inference.outputs()["total"])
        #expect(total.shape == [] && total.bytes.count == 4)
        #expect(try total.floatValues() == [5])
    }

    @Test("has no outputs before the first run, and says so")
    func hasNoOutputsBeforeRunning() throws {
        let inference = try runtime.session(.linear).bind(inputs: ["x": .ones([1, 2])])
        #expect(throws: InferenceError.self) { try inference.outputs() }
    }

    @Test("refuses inputs that are not the model's, before it runs")
    func refusesForeignInputs() throws {
        let session = try runtime.session(.linear)
        let wrong: [[String: Tensor]] = [
            [:], ["y": .ones([1, 2])], ["x": .ones([1, 2]), "extra": .ones([1])], ["x": .ones([1, 3])],
            ["x": .ones([2])], ["x": .ones([1, 2, 1])],
            ["x": Tensor(elementType: .float64, shape: [1, 2], copying: [1.0, 1.0])],
            ["x": Tensor(elementType: .float32, shape: [0, 2], copying: [Float]())],
        ]
        for inputs in wrong {
            let error = #expect(throws: InferenceError.self) { try session.bind(inputs: inputs) }
            guard case .inputMismatch = error else {
                Issue.record("unexpected \(String(describing: error))")
                continue
            }
        }
    }

    @Test(
        "reports a failure in the middle of an inference in its own words",
        .enabled(if: RuntimeUnderTest.has(.mismatched), Self.noModel))
    func reportsKernelFailures() throws {
        let inference = try runtime.session(.mismatched).bind(inputs: ["a": .ones([2]), "b": .ones([3])])
        for _ in 0..<2 {
            let error = #expect(throws: InferenceError.self) { try inference.run() }
            guard case .runtimeFailure("inference", let reason) = error else {
                Issue.record("unexpected \(String(describing: error))")
                continue
            }
            #expect(reason.contains(runtime.kind.mismatchWords))
        }
    }

    @Test("keeps what is in use alive, whatever is let go first")
    func releasesInOrder() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.\(runtime.kind.fileExtension)")
        try AtomicFile.write(try #require(runtime.kind.model(.linear)), to: path)
        func tensor() throws -> Tensor {
            func inference() throws -> any BoundInference {
                // Library and session are gone when this returns, the inference when tensor() does.
                try runtime.kind.open(runtime.libraryPath)
                    .openSession(modelAt: path, options: SessionOptions())
                    .bind(inputs: ["x": .ones([1, 2])])
            }
            let bound = try inference()
            try bound.run()
            return try #require(try bound.outputs()["scores"])
        }
        #expect(try tensor().floatValues() == [15, 27, 39])
    }

    @Test("lets go of a session that nobody uses")
    func releasesSessions() throws {
        weak var observed: (any InferenceSession)?
        do {
            let session = try runtime.session(.linear)
            observed = session
            #expect(observed != nil)
            try session.bind(inputs: ["x": .ones([1, 2])]).run()
        }
        #expect(observed == nil)
    }

    @Test("computes the same with two threads")
    func usesThreads() throws {
        let inference = try runtime.session(.linear, options: SessionOptions(threads: 2))
            .bind(inputs: ["x": .ones([1, 2])])
        try inference.run()
        #expect(try inference.outputs()["scores"]?.floatValues() == [15, 27, 39])
    }

    @Test("refuses options that it does not have")
    func refusesOptions() throws {
        let wrong = [
            SessionOptions(threads: 0), SessionOptions(threads: .max), SessionOptions(provider: "warp-drive"),
            SessionOptions(configuration: ["a\u{0}b": "x"]),
        ]
        for options in wrong {
            let error = #expect(throws: InferenceError.self) { try runtime.session(.linear, options: options) }
            guard case .unsupportedOption = error else {
                Issue.record("unexpected \(String(describing: error)) for \(options)")
                continue
            }
        }
    }

    @Test("profiles each operator, once, when it was told to from the beginning")
    func profiles() throws {
        let session = try runtime.session(.linear, options: SessionOptions(profilesOperators: true))
        // Large enough for a clock of whole microseconds.
        let inference = try session.bind(inputs: ["x": .ones([100_000, 2])])
        for _ in 0..<4 { try inference.run() }
        let timings = try session.finishProfile()
        #expect(!timings.isEmpty)
        #expect(timings.allSatisfy { $0.calls == 4 && !$0.name.isEmpty && !$0.type.isEmpty && !$0.provider.isEmpty })
        // Nothing but the processor's fast path was asked for, and a matrix product is on it.
        #expect(timings.allSatisfy { $0.isFallback != nil } && timings.contains { $0.isFallback == false })
        #expect(throws: InferenceError.self) { try session.finishProfile() }
        #expect(throws: InferenceError.self) { try runtime.session(.linear).finishProfile() }
    }
}
