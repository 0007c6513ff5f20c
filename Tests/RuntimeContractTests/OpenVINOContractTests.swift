import Diagnostics
import Foundation
import InferenceCore
import OpenVINO
import Support
import TestSupport
import Testing

/// What OpenVINO does beyond the contract; `EveryRuntimeTests` starts these tests for its versions.
@Suite(
    "OpenVINO", .enabled(if: RuntimeRequest.text?.hasPrefix("openvino==") == true, "runs in a process of its own"),
    .hangLimit)
struct OpenVINOContractTests {
    let runtime: RuntimeUnderTest

    init() throws { runtime = try RuntimeUnderTest.requested.get() }

    @Test("computes in float32 unless told otherwise, and the profile names the kernels")
    func computesInFloat32() throws {
        let session = try runtime.session(.linear, options: SessionOptions(profilesOperators: true))
        try session.bind(inputs: ["x": .ones([100_000, 2])]).run()
        let kernels = try session.finishProfile().map(\.provider)
        #expect(!kernels.isEmpty && kernels.allSatisfy { !$0.contains("bf16") && !$0.contains("f16") })
    }

    @Test("says that it compiles no model whose inputs have no shape, and that stating it helps")
    func refusesUnknownRanks() throws {
        let error = #expect(throws: InferenceError.self) { try runtime.session(data: TestModel.shapeless.data) }
        #expect(error?.diagnostics.first?.code == "model.unsupported")
        #expect(error?.diagnostics.first?.hint?.contains("state the shapes of its inputs") == true)
    }

    @Test("refuses more threads than it would use, and says how many those are")
    func refusesTooManyThreads() throws {
        let error = #expect(throws: InferenceError.self) {
            try runtime.session(.linear, options: SessionOptions(threads: 4096))
        }
        guard case .unsupportedOption("threads", "4096", let reason, let hint)? = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        let count = ProcessInfo.processInfo.activeProcessorCount
        #expect(reason.contains("would use") && hint?.contains("threads: ") == true && count < 4096)
    }

    @Test("takes a property that it has, and names one that it has not")
    func takesProperties() throws {
        let known = SessionOptions(configuration: ["ENABLE_CPU_PINNING": "NO"])
        let inference = try runtime.session(.linear, options: known).bind(inputs: ["x": .ones([1, 2])])
        try inference.run()
        #expect(try inference.outputs()["scores"]?.floatValues() == [15, 27, 39])
        let error = #expect(throws: InferenceError.self) {
            try runtime.session(.linear, options: SessionOptions(configuration: ["NO_SUCH_THING": "1"]))
        }
        guard case .unsupportedOption("NO_SUCH_THING", "1", let reason, _)? = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(reason.contains("NO_SUCH_THING"))
    }

    @Test("says why a model's strings are not taken")
    func refusesStrings() throws {
        let error = #expect(throws: InferenceError.self) { try runtime.session(data: TestModel.strings.data) }
        guard case .unusableTensor? = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
    }

    @Test(
        "opens a library of operators that others made, of this release and of no other",
        .enabled(
            if: Self.operatorLibrary != nil || InstalledVersions.areRequired,
            "'scripts/bootstrap --tests' installs openvino-tokenizers"))
    func operatorsOfOthers() throws {
        let operators = try #require(Self.operatorLibrary)
        let folder = try TemporaryFolder()
        let model = folder.file("ragged.xml")
        try AtomicFile.write(Data(OpenVINOModel.raggedRows.utf8), to: model)
        try AtomicFile.write(OpenVINOModel.raggedRowsWeights, to: folder.file("ragged.bin"))
        let without = #expect(throws: InferenceError.self) {
            try runtime.library.openSession(modelAt: model, options: SessionOptions())
        }
        #expect(without?.description.contains("RaggedToDense") == true, "\(String(describing: without))")

        var options = SessionOptions()
        options.customOperators = [operators]
        guard runtime.version == Self.operatorsRelease else {
            let error = #expect(throws: InferenceError.self) {
                try runtime.library.openSession(modelAt: model, options: options)
            }
            #expect(error?.description.contains("this very release") == true, "\(String(describing: error))")
            return
        }
        // Twice: the library is opened once for all sessions.
        for _ in 0..<2 {
            let session = try runtime.library.openSession(modelAt: model, options: options)
            let inputs = [("begins", [Int32(0), 2]), ("ends", [2, 5]), ("data", [1, 2, 3, 4, 5])].map { name, values in
                (name, Tensor(elementType: .int32, shape: [values.count], copying: values))
            }
            let inference = try session.bind(inputs: Dictionary(uniqueKeysWithValues: inputs))
            try inference.run()
            let dense = try #require(try inference.outputs()["dense"])
            #expect(dense.shape == [2, 4])
            #expect(Array(dense.bytes.bindMemory(to: Int32.self)) == [1, 2, 7, 7, 3, 4, 5, 7])
        }
    }

    /// Of the lock beside the other requirements of the tests.
    private static let operatorsRelease = "2026.4.1"
    private static let operatorLibrary: String? = {
        let environments = Repository.root + "/.pawl/python/lib"
        let pythons = (try? FileManager.default.contentsOfDirectory(atPath: environments)) ?? []
        return pythons.map {
            "\(environments)/\($0)/site-packages/openvino_tokenizers/lib/libopenvino_tokenizers.so"
        }.first { FileManager.default.fileExists(atPath: $0) }
    }()

    @Test("is not accepted when a function is missing from the library")
    func refusesAnotherLibrary() throws {
        let folder = (runtime.libraryPath as NSString).deletingLastPathComponent
        let error = #expect(throws: InferenceError.self) {
            try OpenVINOLibrary.open(libraryPath: folder + "/libtbb.so.12")
        }
        guard case .libraryNotAccepted(_, _, let reason, let hint)? = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(reason.contains("ov_") && hint.contains("pawl runtime install openvino==2026.4.1"))
    }
}
