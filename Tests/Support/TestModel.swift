import ModelFormats
import Foundation
import InferenceCore

/// A small ONNX model, built field by field (onnx.proto3 of IR version 8, operator set 17).
public struct TestModel: Sendable {
    public struct Port: Sendable {
        public enum Kind: Sendable {
            /// Dimensions: a number, or a name for a dynamic one.
            case tensor(code: Int, shape: [String])
            case sequence(code: Int)
            /// A list of maps from classes to float32, as scikit-learn's converter ends in; keys are of a type's code.
            case maps(keyCode: Int)
            /// A tensor of which the model does not say even the rank.
            case shapeless(code: Int)
        }

        public var name: String
        public var kind: Kind

        public init(name: String, kind: Kind) {
            self.name = name
            self.kind = kind
        }

        public static func tensor(_ name: String, _ type: ElementType, _ shape: String...) -> Port {
            Port(name: name, kind: .tensor(code: type.onnxCode, shape: shape))
        }
    }

    public struct Node: Sendable {
        public var type: String
        public var name: String
        public var inputs: [String]
        public var outputs: [String]
        public var integers: [String: Int]
        /// Empty for ONNX's own operators.
        public var domain: String
        public var others: [String: Attribute]

        public init(
            type: String, name: String, inputs: [String], outputs: [String], integers: [String: Int] = [:],
            domain: String = "", others: [String: Attribute] = [:]
        ) {
            self.others = others
            self.type = type
            self.name = name
            self.inputs = inputs
            self.outputs = outputs
            self.integers = integers
            self.domain = domain
        }
    }

    public enum Attribute: Sendable {
        case text(String)
        case floats([Float])
        case integers([Int])
        case texts([String])
    }

    public struct Constant: Sendable {
        public var name: String
        public var shape: [Int]
        public var type = ElementType.float32
        /// The elements, little-endian.
        public var bytes: Data
        /// Where its elements lie in another file, as `location`, `offset` and `length`; empty for one within the model.
        public var external: KeyValuePairs<String, String> = [:]

        public init(name: String, shape: [Int], values: [Float]) {
            self.name = name
            self.shape = shape
            bytes = values.withUnsafeBytes { Data($0) }
        }

        public init<Element: BitwiseCopyable>(name: String, shape: [Int], type: ElementType, elements: [Element]) {
            self.name = name
            self.shape = shape
            self.type = type
            bytes = elements.withUnsafeBytes { Data($0) }
        }
    }

    public var inputs: [Port]
    public var outputs: [Port]
    public var nodes: [Node]
    public var constants: [Constant]
    /// The file beside the model that holds the constants; nil where they are in the model.
    public var weightsFile: String?
    public var graphName = "test-graph"
    public var version = 7
    public var metadata: [String: String]
    /// Versions of the imported operator sets, by domain; ONNX's own is empty.
    public var operatorSets = ["": 17]

    public init(
        inputs: [Port], outputs: [Port], nodes: [Node], constants: [Constant] = [], metadata: [String: String] = [:]
    ) {
        self.inputs = inputs
        self.outputs = outputs
        self.nodes = nodes
        self.constants = constants
        self.metadata = metadata
    }

    /// The same model with the elements of its first constant in a file of their own.
    public func with(external: KeyValuePairs<String, String>) -> TestModel {
        var model = self
        model.constants[0].external = external
        return model
    }

    /// The model file's bytes.
    public var data: Data {
        var offset = 0
        var model = ProtobufWriter()
        model.add(1, 8)
        model.add(2, "pawl-tests")
        model.add(5, version)
        model.add(7) { graph in
            for node in nodes { graph.add(1) { Self.write(node, to: &$0) } }
            graph.add(2, graphName)
            for constant in constants {
                graph.add(5) { tensor in
                    for size in constant.shape { tensor.add(1, size) }
                    tensor.add(2, constant.type.onnxCode)
                    tensor.add(8, constant.name)
                    let beside = place(of: constant, &offset)
                    if beside.isEmpty {
                        tensor.add(9, constant.bytes)
                    } else {
                        for (key, value) in beside {
                            tensor.add(13) { entry in
                                entry.add(1, key)
                                entry.add(2, value)
                            }
                        }
                        tensor.add(14, 1)
                    }
                }
            }
            for port in inputs { graph.add(11) { Self.write(port, to: &$0) } }
            for port in outputs { graph.add(12) { Self.write(port, to: &$0) } }
        }
        for (domain, version) in operatorSets.sorted(by: { $0.key < $1.key }) {
            model.add(8) { operatorSet in
                operatorSet.add(1, domain)
                operatorSet.add(2, version)
            }
        }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            model.add(14) { entry in
                entry.add(1, key)
                entry.add(2, value)
            }
        }
        return model.data
    }

    /// What `weightsFile` holds.
    public var weights: Data { constants.reduce(into: Data()) { $0.append($1.bytes) } }

    /// Where a constant lies in a file beside the model; empty for one that is in the model.
    private func place(of constant: Constant, _ offset: inout Int) -> KeyValuePairs<String, String> {
        guard constant.external.isEmpty, let weightsFile else { return constant.external }
        defer { offset += constant.bytes.count }
        return ["location": weightsFile, "offset": "\(offset)", "length": "\(constant.bytes.count)"]
    }

    private static func write(_ node: Node, to message: inout ProtobufWriter) {
        for input in node.inputs { message.add(1, input) }
        for output in node.outputs { message.add(2, output) }
        message.add(3, node.name)
        message.add(4, node.type)
        if !node.domain.isEmpty { message.add(7, node.domain) }
        for (name, value) in node.integers {
            message.add(5) { attribute in
                attribute.add(1, name)
                attribute.add(3, value)
                attribute.add(20, 2)
            }
        }
        for (name, value) in node.others.sorted(by: { $0.key < $1.key }) {
            message.add(5) { attribute in
                attribute.add(1, name)
                switch value {
                case .text(let text):
                    attribute.add(4, text)
                    attribute.add(20, 3)
                case .floats(let numbers):
                    // Packed: one after another, as long as the field says.
                    attribute.add(7, numbers.withUnsafeBytes { Data($0) })
                    attribute.add(20, 6)
                case .integers(let numbers):
                    for number in numbers { attribute.add(8, number) }
                    attribute.add(20, 7)
                case .texts(let texts):
                    for text in texts { attribute.add(9, text) }
                    attribute.add(20, 8)
                }
            }
        }
    }

    private static func write(_ port: Port, to message: inout ProtobufWriter) {
        message.add(1, port.name)
        message.add(2) { type in
            switch port.kind {
            case .tensor(let code, let shape): type.add(1) { write(code, shape, to: &$0) }
            case .shapeless(let code): type.add(1) { $0.add(1, code) }
            case .sequence(let code):
                type.add(4) { sequence in
                    sequence.add(1) { element in element.add(1) { $0.add(1, code) } }
                }
            case .maps(let keyCode):
                type.add(4) { sequence in
                    sequence.add(1) { element in
                        element.add(5) { map in
                            map.add(1, keyCode)
                            map.add(2) { value in value.add(1) { $0.add(1, 1) } }
                        }
                    }
                }
            }
        }
    }

    private static func write(_ code: Int, _ shape: [String], to tensor: inout ProtobufWriter) {
        tensor.add(1, code)
        tensor.add(2) { dimensions in
            for word in shape {
                dimensions.add(1) { dimension in
                    if let size = Int(word) { dimension.add(1, size) } else { dimension.add(2, word) }
                }
            }
        }
    }

    public static let stringCode = 8
}
