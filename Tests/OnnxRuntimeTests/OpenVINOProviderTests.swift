import Foundation
import InferenceCore
import RuntimeLibraries
import Support
import TestSupport
import Testing

@testable import OnnxRuntime

/// Nil when it is not installed.
private let openVINOPackage = try? InstalledRuntimes(
    root: PawlFolder.find(startingAt: (#filePath as NSString).deletingLastPathComponent).runtimes
).library(name: "onnxruntime-openvino", version: "1.24.1")

/// A provider that computes on this processor and leaves some operators to ONNX Runtime's own: what a GPU's does, without one.
@Suite(
    "ONNX Runtime with OpenVINO as a provider",
    .enabled(
        if: openVINOPackage != nil && ProcessInfo.processInfo.environment["PAWL_TEST_PROVIDERS"] != nil,
        """
        PAWL_TEST_PROVIDERS=1 swift test --filter OpenVINOProviderTests, in a PAWL_HOME with onnxruntime-openvino==1.24.1 and \
        without openvino: libraries of both have one name and cannot share a process
        """), .hangLimit)
struct OpenVINOProviderTests {
    /// OpenVINO's provider takes all of it but the convolution of signed integers.
    private static let model = TestModel(
        inputs: [.tensor("x", .float32, "1", "1", "4", "4")], outputs: [.tensor("y", .float32, "1", "1", "2", "2")],
        nodes: [
            .init(type: "Relu", name: "before", inputs: ["x"], outputs: ["a"]),
            .init(type: "DynamicQuantizeLinear", name: "quantise", inputs: ["a"], outputs: ["q", "s", "z"]),
            .init(type: "ConvInteger", name: "convolve", inputs: ["q", "w", "z", "wz"], outputs: ["c"]),
            .init(type: "Cast", name: "cast", inputs: ["c"], outputs: ["f"], integers: ["to": 1]),
            .init(type: "Relu", name: "after", inputs: ["f"], outputs: ["y"]),
        ],
        constants: [
            .init(name: "w", shape: [1, 1, 3, 3], type: .int8, elements: [Int8](0..<9)),
            .init(name: "wz", shape: [], type: .int8, elements: [Int8(0)]),
        ])

    private func session(_ options: SessionOptions) throws -> any InferenceSession {
        let library = try OnnxRuntimeLibrary.open(libraryPath: #require(openVINOPackage).path)
        let folder = try TemporaryFolder()
        try AtomicFile.write(Self.model.data, to: folder.file("m.onnx"))
        return try library.openSession(modelAt: folder.file("m.onnx"), options: options)
    }

    private var options: SessionOptions {
        SessionOptions(provider: "openvino", providerOptions: ["device_type": "CPU"])
    }

    @Test("names what the provider leaves, before a run and in its profile")
    func leaves() throws {
        var options = options
        options.recordsPlacements = true
        options.profilesOperators = true
        let session = try session(options)
        let left = try #require(try session.placements()).filter(\.isFallback)
        #expect(left.map(\.name) == ["convolve"] && left.map(\.type) == ["ConvInteger"])
        try session.bind(inputs: ["x": .ones([1, 1, 4, 4])]).run()
        let timings = try session.finishProfile()
        #expect(timings.filter { $0.isFallback == true }.map(\.type) == ["ConvInteger"])
        #expect(timings.contains { $0.isFallback == false && $0.provider == "OpenVINOExecutionProvider" })
    }

    @Test("does not open when nothing may be left")
    func forbidsFallback() throws {
        var options = options
        options.configuration = ["session.disable_cpu_ep_fallback": "1"]
        #expect(throws: InferenceError.self) { try session(options) }
    }
}
