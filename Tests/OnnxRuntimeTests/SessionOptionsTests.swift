import Diagnostics
import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import OnnxRuntime

@Suite(
    "Session options of every installed ONNX Runtime",
    .enabled(if: !RuntimeUnderTest.all.isEmpty, RuntimeUnderTest.reasonToSkip), .hangLimit)
struct SessionOptionsTests {
    static let variants: [SessionOptions] =
        [
            SessionOptions(usesArena: false), SessionOptions(usesMemoryPattern: false),
            SessionOptions(provider: "CPU"),
            SessionOptions(configuration: ["session.intra_op.allow_spinning": "0"]),
        ] + SessionOptions.GraphOptimization.allCases.map { SessionOptions(graphOptimization: $0) }

    @Test("do not change what a model computes", arguments: RuntimeUnderTest.all, variants)
    func keepResults(runtime: RuntimeUnderTest, options: SessionOptions) throws {
        let inference = try runtime.session(.linear, options: options).bind(inputs: ["x": .ones([1, 2])])
        try inference.run()
        #expect(try inference.outputs()["scores"]?.floatValues() == [15, 27, 39])
    }

    @Test("reach the library", arguments: RuntimeUnderTest.all)
    func reachTheLibrary(runtime: RuntimeUnderTest) throws {
        // Without optimisation both nodes run; with it they become one, unless an entry forbids just that.
        func operators(_ options: SessionOptions) throws -> [String] {
            var options = options
            options.profilesOperators = true
            let session = try runtime.session(.linear, options: options)
            try session.bind(inputs: ["x": .ones([1, 2])]).run()
            return try session.finishProfile().map(\.type).sorted()
        }
        #expect(try operators(SessionOptions(graphOptimization: .none)) == ["Add", "MatMul"])
        #expect(try operators(SessionOptions(graphOptimization: .all)) == ["Gemm"])
        let entry = ["optimization.disable_specified_optimizers": "MatMulAddFusion"]
        #expect(try operators(SessionOptions(configuration: entry)) == ["Add", "MatMul"])
    }

    @Test("register a provider that is not the built-in one", arguments: RuntimeUnderTest.all)
    func registerProviders(runtime: RuntimeUnderTest) throws {
        // The packages come with Azure's, which takes no node of this model: the built-in one computes it.
        let options = SessionOptions(provider: "azure", providerOptions: ["unused": "value"])
        let inference = try runtime.session(.linear, options: options).bind(inputs: ["x": .ones([1, 2])])
        try inference.run()
        #expect(try inference.outputs()["scores"]?.floatValues() == [15, 27, 39])
    }

    @Test("are refused with what there is instead", arguments: RuntimeUnderTest.all)
    func areRefused(runtime: RuntimeUnderTest) throws {
        let wrong = [
            SessionOptions(provider: "cuda"), SessionOptions(providerOptions: ["a": "b"]),
            SessionOptions(configuration: ["": "x"]), SessionOptions(configuration: ["sesion.log_id": "x"]),
        ]
        for options in wrong {
            let error = #expect(throws: InferenceError.self) { try runtime.session(.linear, options: options) }
            guard case .unsupportedOption = error else {
                Issue.record("unexpected \(String(describing: error)) for \(options)")
                continue
            }
        }
        let error = #expect(throws: InferenceError.self) {
            try runtime.session(.linear, options: SessionOptions(provider: "warp-drive"))
        }
        #expect(error?.diagnostics[0].hint?.contains("cpu") == true)
    }

    @Test("decide whether the arena tells its size", arguments: RuntimeUnderTest.all)
    func arenaTellsItsSize(runtime: RuntimeUnderTest) throws {
        let hasStatistics = try runtime.api().statisticsTable != nil
        for usesArena in [true, false] {
            let session = try runtime.session(.linear, options: SessionOptions(usesArena: usesArena))
            let inference = try session.bind(inputs: ["x": .ones([100, 2])])
            try inference.run()
            let bytes = session.plannedArenaBytes()
            if hasStatistics && usesArena {
                // The output alone has 100 x 3 elements of 4 bytes.
                #expect(try #require(bytes) >= 1_200)
            } else {
                #expect(bytes == nil)
            }
        }
    }

    @Test("turn on a profile per operator", arguments: RuntimeUnderTest.all)
    func profile(runtime: RuntimeUnderTest) throws {
        let options = SessionOptions(graphOptimization: .none, profilesOperators: true)
        let session = try runtime.session(.linear, options: options)
        let inference = try session.bind(inputs: ["x": .ones([1, 2])])
        for _ in 0..<4 { try inference.run() }
        let timings = try session.finishProfile()
        #expect(Set(timings.map(\.name)) == ["multiply", "shift"])
        #expect(Set(timings.map(\.type)) == ["MatMul", "Add"])
        #expect(timings.allSatisfy { $0.provider == "CPUExecutionProvider" && $0.calls == 4 })
    }
}
