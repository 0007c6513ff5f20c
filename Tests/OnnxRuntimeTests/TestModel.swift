import Foundation
import InferenceCore

/// A small ONNX model, built field by field (onnx.proto3 of IR version 8, operator set 17).
struct TestModel {
    struct Port {
        enum Kind {
            /// Dimensions: a number, or a name for a dynamic one.
            case tensor(code: Int, shape: [String])
            case sequence(code: Int)
        }

        var name: String
        var kind: Kind

        static func tensor(_ name: String, _ type: ElementType, _ shape: String...) -> Port {
            Port(name: name, kind: .tensor(code: TestModel.code(of: type), shape: shape))
        }
    }

    struct Node {
        var type: String
        var name: String
        var inputs: [String]
        var outputs: [String]
        var integers: [String: Int] = [:]
    }

    struct Constant {
        var name: String
        var shape: [Int]
        var values: [Float]
    }

    var inputs: [Port]
    var outputs: [Port]
    var nodes: [Node]
    var constants: [Constant] = []
    var graphName = "test-graph"
    var version = 7
    var metadata: [String: String] = [:]

    var data: Data {
        var model = ProtobufMessage()
        model.add(1, 8)
        model.add(2, "pawl-tests")
        model.add(5, version)
        model.add(7) { graph in
            for node in nodes { graph.add(1) { Self.write(node, to: &$0) } }
            graph.add(2, graphName)
            for constant in constants {
                graph.add(5) { tensor in
                    for size in constant.shape { tensor.add(1, size) }
                    tensor.add(2, 1)
                    tensor.add(8, constant.name)
                    tensor.add(9, constant.values.withUnsafeBytes { Data($0) })
                }
            }
            for port in inputs { graph.add(11) { Self.write(port, to: &$0) } }
            for port in outputs { graph.add(12) { Self.write(port, to: &$0) } }
        }
        model.add(8) { operatorSet in
            operatorSet.add(1, "")
            operatorSet.add(2, 17)
        }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            model.add(14) { entry in
                entry.add(1, key)
                entry.add(2, value)
            }
        }
        return model.bytes
    }

    private static func write(_ node: Node, to message: inout ProtobufMessage) {
        for input in node.inputs { message.add(1, input) }
        for output in node.outputs { message.add(2, output) }
        message.add(3, node.name)
        message.add(4, node.type)
        for (name, value) in node.integers {
            message.add(5) { attribute in
                attribute.add(1, name)
                attribute.add(3, value)
                attribute.add(20, 2)
            }
        }
    }

    private static func write(_ port: Port, to message: inout ProtobufMessage) {
        message.add(1, port.name)
        message.add(2) { type in
            switch port.kind {
            case .tensor(let code, let shape): type.add(1) { write(code, shape, to: &$0) }
            case .sequence(let code):
                type.add(4) { sequence in
                    sequence.add(1) { element in element.add(1) { $0.add(1, code) } }
                }
            }
        }
    }

    private static func write(_ code: Int, _ shape: [String], to tensor: inout ProtobufMessage) {
        tensor.add(1, code)
        tensor.add(2) { dimensions in
            for word in shape {
                dimensions.add(1) { dimension in
                    if let size = Int(word) { dimension.add(1, size) } else { dimension.add(2, word) }
                }
            }
        }
    }

    static let stringCode = 8

    /// TensorProto.DataType.
    static func code(of type: ElementType) -> Int {
        switch type {
        case .float32: 1
        case .uint8: 2
        case .int8: 3
        case .uint16: 4
        case .int16: 5
        case .int32: 6
        case .int64: 7
        case .bool: 9
        case .float16: 10
        case .float64: 11
        case .uint32: 12
        case .uint64: 13
        case .bfloat16: 16
        }
    }
}

extension TestModel {
    /// y = x, of any type, shape [batch, 3].
    static func identity(_ type: ElementType) -> TestModel {
        TestModel(
            inputs: [.tensor("x", type, "batch", "3")], outputs: [.tensor("y", type, "batch", "3")],
            nodes: [Node(type: "Identity", name: "copy", inputs: ["x"], outputs: ["y"])])
    }

    /// scores = x · weights + bias; x is [batch, 2], scores are [batch, 3].
    static let linear = TestModel(
        inputs: [.tensor("x", .float32, "batch", "2")], outputs: [.tensor("scores", .float32, "batch", "3")],
        nodes: [
            Node(type: "MatMul", name: "multiply", inputs: ["x", "weights"], outputs: ["product"]),
            Node(type: "Add", name: "shift", inputs: ["product", "bias"], outputs: ["scores"]),
        ],
        constants: [
            Constant(name: "weights", shape: [2, 3], values: [1, 2, 3, 4, 5, 6]),
            Constant(name: "bias", shape: [3], values: [10, 20, 30]),
        ],
        metadata: ["author": "pawl", "labels": "a,b,c"])

    /// sum = a + b and difference = a - b, of fixed shape [4].
    static let twoInputs = TestModel(
        inputs: [.tensor("a", .float32, "4"), .tensor("b", .float32, "4")],
        outputs: [.tensor("sum", .float32, "4"), .tensor("difference", .float32, "4")],
        nodes: [
            Node(type: "Add", name: "add", inputs: ["a", "b"], outputs: ["sum"]),
            Node(type: "Sub", name: "subtract", inputs: ["a", "b"], outputs: ["difference"]),
        ])

    /// y = float32(x), x is float16 of shape [batch].
    static let widen = TestModel(
        inputs: [.tensor("x", .float16, "batch")], outputs: [.tensor("y", .float32, "batch")],
        nodes: [Node(type: "Cast", name: "widen", inputs: ["x"], outputs: ["y"], integers: ["to": 1])])

    /// Indices of elements that are not zero: the output's size depends on the data.
    static let nonZero = TestModel(
        inputs: [.tensor("x", .float32, "4")], outputs: [.tensor("indices", .int64, "1", "count")],
        nodes: [Node(type: "NonZero", name: "find", inputs: ["x"], outputs: ["indices"])])

    static let strings = TestModel(
        inputs: [Port(name: "text", kind: .tensor(code: stringCode, shape: ["2"]))],
        outputs: [Port(name: "copy", kind: .tensor(code: stringCode, shape: ["2"]))],
        nodes: [Node(type: "Identity", name: "copy", inputs: ["text"], outputs: ["copy"])])

    static let sequence = TestModel(
        inputs: [.tensor("x", .float32, "2")], outputs: [Port(name: "list", kind: .sequence(code: 1))],
        nodes: [Node(type: "SequenceConstruct", name: "wrap", inputs: ["x"], outputs: ["list"])])

    /// Adds two vectors whose sizes the model does not tie together, so that the kernel finds the mismatch.
    static let mismatched = TestModel(
        inputs: [.tensor("a", .float32, "n"), .tensor("b", .float32, "m")], outputs: [.tensor("y", .float32, "k")],
        nodes: [Node(type: "Add", name: "add", inputs: ["a", "b"], outputs: ["y"])])
}
