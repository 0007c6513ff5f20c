import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import ModelFormats

@Suite("Types of a model's weights", .hangLimit)
struct WeightTypesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(prefix: "pawl-types-test") }

    private func types(_ data: Data, _ name: String) throws -> WeightTypes? {
        try AtomicFile.write(data, to: folder.file(name))
        return WeightTypes(ofModel: folder.file(name))
    }

    @Test("Bytes by type, and what holds at least a hundredth of them")
    func onnx() throws {
        // 16 weights of a byte, a zero point, a scale of four.
        #expect(
            try types(TestModel.quantizedWeights.data, "q.onnx") == WeightTypes(bytes: ["int8": 17, "float32": 4]))
        #expect(WeightTypes(bytes: ["int64": 8, "float32": 4_000]).main == ["float32"])
        #expect(WeightTypes(bytes: ["float32": 400, "int8": 4_000]).main == ["int8", "float32"])
        #expect(WeightTypes(bytes: [:]).main.isEmpty)
    }

    @Test("Constants of a TensorFlow Lite model")
    func tfLite() throws {
        let model = TFLiteModel(
            inputs: [.init("x", .float32, [1, 4])], outputs: [.init("y", .float32, [1, 4])],
            constants: [
                .init(.init("w", .int8, [4, 4], scale: 0.5), [Int8](repeating: 1, count: 16)),
                .init(.init("b", .float32, [4]), [Float](repeating: 1, count: 4)),
            ], nodes: [.init(.fullyConnected, ["x", "w", "b"], ["y"])])
        #expect(try types(model.data, "m.tflite") == WeightTypes(bytes: ["int8": 16, "float32": 16]))
        for count in stride(from: 0, to: model.data.count, by: 7) {
            _ = try types(model.data.prefix(count), "m.tflite")
        }
    }

    @Test("What is no model, or has no weights, has none")
    func none() throws {
        #expect(try types(Data("text".utf8), "m.onnx") == nil)
        #expect(try types(TestModel.linear.data, "m.bin") == nil)
        #expect(WeightTypes(ofModel: folder.file("absent.onnx")) == nil)
    }
}
