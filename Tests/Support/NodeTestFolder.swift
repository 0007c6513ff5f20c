import Foundation
import InferenceCore
import ModelFormats
import Support

/// Tests of operators in the layout of the package `onnx`, in a folder.
public struct NodeTestFolder {
    public let path: String

    public init(_ path: String) { self.path = path }

    /// Writes a test with one set of inputs and outputs, in the model's order.
    public func write(
        _ name: String, _ model: TestModel, inputs: [TestModel.Constant], outputs: [TestModel.Constant]
    ) throws {
        try write(name, model: model.data, inputs: inputs.map(Self.tensor), outputs: outputs.map(Self.tensor))
    }

    /// - Parameter inputs: messages, as they are.
    public func write(_ name: String, model: Data, inputs: [Data], outputs: [Data]) throws {
        let set = "\(path)/\(name)/test_data_set_0"
        try FileManager.default.createDirectory(atPath: set, withIntermediateDirectories: true)
        try AtomicFile.write(model, to: "\(path)/\(name)/model.onnx")
        for (index, input) in inputs.enumerated() { try AtomicFile.write(input, to: "\(set)/input_\(index).pb") }
        for (index, output) in outputs.enumerated() { try AtomicFile.write(output, to: "\(set)/output_\(index).pb") }
    }

    /// A `TensorProto` with its elements in `raw_data`.
    public static func tensor(_ value: TestModel.Constant) -> Data {
        var tensor = ProtobufWriter()
        for size in value.shape { tensor.add(1, size) }
        tensor.add(2, value.type.onnxCode)
        tensor.add(8, value.name)
        tensor.add(9, value.bytes)
        return tensor.data
    }

    /// Two numbers go through one operator.
    ///
    /// - Parameter right: what the test says that they become.
    public func writeUnary(
        _ name: String, _ type: String, _ values: [Float], right: [Float], opset: Int = 17
    ) throws {
        let shape = ["\(values.count)"]
        var model = TestModel(
            inputs: [.init(name: "x", kind: .tensor(code: 1, shape: shape))],
            outputs: [.init(name: "y", kind: .tensor(code: 1, shape: shape))],
            nodes: [.init(type: type, name: "", inputs: ["x"], outputs: ["y"])])
        model.operatorSets = ["": opset]
        try write(
            name, model, inputs: [.init(name: "x", shape: [values.count], values: values)],
            outputs: [.init(name: "y", shape: [right.count], values: right)])
    }
}
