import Foundation
import InferenceCore
import ModelFormats
import Support
import TestSupport

extension ModelKind {
    /// Writes the model, and its weights where they stand beside it.
    ///
    /// - Returns: its path.
    func writeModel(fileExtension: String, in folder: TemporaryFolder) throws -> String {
        let path = folder.file("model.\(fileExtension)")
        if fileExtension == "tflite" {
            try Self.write(tfLite.data, to: path)
        } else {
            let model = onnx
            try Self.write(model.data, to: path)
            if let file = model.weightsFile { try Self.write(model.weights, to: folder.file(file)) }
        }
        return path
    }

    /// Into a folder that goes away with the test: hundreds of kinds must not wait for the disk.
    static func write(_ data: Data, to path: String) throws { try data.write(to: URL(fileURLWithPath: path)) }

    private var onnx: TestModel {
        let batch = isDynamic ? "batch" : "1"
        var nodes: [TestModel.Node] = []
        // By feature, then by class.
        var turned: [Float] = []
        for column in 0..<4 {
            for row in weights { turned.append(row[column]) }
        }
        var constants: [TestModel.Constant] = [
            TestModel.Constant(name: "weights", shape: [4, outputWidth], values: turned),
            TestModel.Constant(name: "bias", shape: [outputWidth], values: bias),
        ]
        func units(_ prefix: String, _ type: ElementType) -> [String] {
            constants.append(TestModel.Constant(name: "\(prefix)_scale", shape: [], values: [Self.scale]))
            let zero = Self.zeroPoint(type)
            constants.append(
                type == .uint8
                    ? TestModel.Constant(name: "\(prefix)_zero", shape: [], type: type, elements: [UInt8(zero)])
                    : TestModel.Constant(name: "\(prefix)_zero", shape: [], type: type, elements: [Int8(zero)]))
            return ["\(prefix)_scale", "\(prefix)_zero"]
        }
        func add(_ type: String, _ inputs: [String], _ output: String, _ integers: [String: Int] = [:]) {
            nodes.append(
                TestModel.Node(type: type, name: output, inputs: inputs, outputs: [output], integers: integers))
        }
        for name in inputNames {
            if Self.isQuantized(input) {
                add("DequantizeLinear", [name] + units(name, input), "\(name)_real")
            } else {
                add("Cast", [name], "\(name)_real", ["to": ElementType.float32.onnxCode])
            }
        }
        if inputCount == 2 { add("Add", ["a_real", "b_real"], "sum_real") }
        add("MatMul", [inputCount == 2 ? "sum_real" : "x_real", "weights"], "product")
        add("Add", ["product", "bias"], "answer")
        if Self.isQuantized(output) {
            add("QuantizeLinear", ["answer"] + units("y", output), "y")
        } else {
            add("Cast", ["answer"], "y", ["to": output.onnxCode])
        }
        var model = TestModel(
            inputs: inputNames.map { .tensor($0, input, batch, "4") },
            outputs: [.tensor("y", output, batch, "\(outputWidth)")], nodes: nodes, constants: constants)
        if weightsAreBeside { model.weightsFile = "model.weights" }
        return model
    }

    private var tfLite: TFLiteModel {
        let batch = isDynamic ? -1 : 1
        func port(_ name: String, _ type: ElementType, _ width: Int) -> TFLiteModel.Port {
            var port = TFLiteModel.Port(
                name, type, [batch, width], scale: Self.isQuantized(type) ? Self.scale : nil)
            port.zeroPoint = Self.isQuantized(type) ? Self.zeroPoint(type) : 0
            return port
        }
        var inner: [TFLiteModel.Port] = []
        var nodes: [TFLiteModel.Node] = []
        var features: [String] = []
        for name in inputNames {
            guard input != .float32 else {
                features.append(name)
                continue
            }
            inner.append(port("\(name)_real", .float32, 4))
            let widens = Self.isQuantized(input) || input == .float16
            nodes.append(TFLiteModel.Node(widens ? .dequantize : .cast, [name], ["\(name)_real"]))
            features.append("\(name)_real")
        }
        if inputCount == 2 {
            inner.append(port("sum_real", .float32, 4))
            nodes.append(TFLiteModel.Node(.add, features, ["sum_real"]))
            features = ["sum_real"]
        }
        let answer = output == .float32 ? "y" : "answer"
        nodes.append(TFLiteModel.Node(.fullyConnected, features + ["weights", "bias"], [answer]))
        if output != .float32 {
            inner.append(port(answer, .float32, outputWidth))
            nodes.append(TFLiteModel.Node(Self.isQuantized(output) ? .quantize : .cast, [answer], ["y"]))
        }
        var model = TFLiteModel(
            inputs: inputNames.map { port($0, input, 4) }, outputs: [port("y", output, outputWidth)],
            constants: [
                TFLiteModel.Constant(.init("weights", .float32, [outputWidth, 4]), weights.flatMap(\.self)),
                TFLiteModel.Constant(.init("bias", .float32, [outputWidth]), bias),
            ], nodes: nodes)
        model.inner = inner
        return model
    }
}
