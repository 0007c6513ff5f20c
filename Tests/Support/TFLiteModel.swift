import Foundation
import InferenceCore
import ModelFormats

/// A small TensorFlow Lite model, built field by field (schema.fbs of version 3).
public struct TFLiteModel: Sendable {
    public struct Port: Sendable {
        public var name: String
        /// TensorType of the schema.
        public var type: UInt8
        /// Below 0: dynamic.
        public var shape: [Int]
        /// Converters of old, and some of today, leave it out.
        public var statesRank = true
        /// Of a quantised tensor.
        public var scale: Float?
        public var zeroPoint = 0

        public init(_ name: String, _ type: ElementType, _ shape: [Int], scale: Float? = nil) {
            self.init(name, code: TFLiteModel.code(of: type), shape, scale: scale)
        }

        public init(_ name: String, code: UInt8, _ shape: [Int], scale: Float? = nil) {
            self.name = name
            type = code
            self.shape = shape
            self.scale = scale
        }
    }

    public struct Constant: Sendable {
        public var port: Port
        public var bytes: Data

        public init<Element: BitwiseCopyable>(_ port: Port, _ elements: [Element]) {
            self.port = port
            bytes = elements.withUnsafeBytes { Data($0) }
        }
    }

    /// Operators by BuiltinOperator, with the union member of their options.
    public enum Operation: Int32, Sendable {
        case add = 0
        case dequantize = 6
        case fullyConnected = 9
        case logistic = 14
        case reshape = 22
        case softmax = 25
        case sub = 41
        case cast = 53
        case whereTrue = 109
        case quantize = 114
        case custom = 32

        var options: UInt8? {
            switch self {
            case .fullyConnected: 8
            case .softmax: 9
            case .add: 11
            case .reshape: 17
            case .sub: 28
            case .cast: 37
            case .logistic, .dequantize, .whereTrue, .quantize, .custom: nil
            }
        }
    }

    public struct Node: Sendable {
        public var operation: Operation
        public var inputs: [String]
        public var outputs: [String]
        /// Of an operator that is not the schema's own: its name and its options.
        public var custom: (name: String, options: Data) = ("PawlUnknown", Data())

        public init(_ operation: Operation, _ inputs: [String], _ outputs: [String]) {
            self.operation = operation
            self.inputs = inputs
            self.outputs = outputs
        }
    }

    public var inputs: [Port]
    public var outputs: [Port]
    public var constants: [Constant]
    /// Tensors that keep their value from one inference to the next.
    public var variables: [Port] = []
    public var nodes: [Node]
    /// What nodes pass on to each other.
    public var inner: [Port] = []
    /// Every one of them over the same graph; none for a model of old.
    public var signatures = ["serving_default"]

    public init(inputs: [Port], outputs: [Port], constants: [Constant] = [], nodes: [Node]) {
        self.inputs = inputs
        self.outputs = outputs
        self.constants = constants
        self.nodes = nodes
    }

    /// The model file's bytes.
    public var data: Data {
        let ports = inputs + outputs + constants.map(\.port) + inner + variables
        let indices = Dictionary(uniqueKeysWithValues: ports.enumerated().map { ($1.name, Int32($0)) })
        let buffers: [FlatBuffer.Value] =
            [.table([:])] + constants.map { .table([0: .bytes($0.bytes)]) }
        let tensors: [FlatBuffer.Value] = ports.enumerated().map { index, port in
            let constant = index - inputs.count - outputs.count
            return Self.tensor(
                port, buffer: constants.indices.contains(constant) ? Int32(constant + 1) : 0,
                isVariable: constant >= constants.count + inner.count)
        }
        let graph: [Int: FlatBuffer.Value] = [
            0: .list(tensors), 1: .integers(inputs.compactMap { indices[$0.name] }),
            2: .integers(outputs.compactMap { indices[$0.name] }),
            3: .list(
                nodes.enumerated().map { index, node in Self.operation(node, code: Int32(index), indices) }),
            4: .text("main"),
        ]
        var root: [Int: FlatBuffer.Value] = [
            0: .integer(3), 1: .list(nodes.map(Self.code)), 2: .list([.table(graph)]), 3: .text("pawl-tests"),
            4: .list(buffers),
        ]
        if !signatures.isEmpty { root[7] = .list(signatures.map { signature($0, indices) }) }
        return FlatBuffer(root, identifier: "TFL3").data
    }

    private func signature(_ key: String, _ indices: [String: Int32]) -> FlatBuffer.Value {
        func map(_ ports: [Port]) -> FlatBuffer.Value {
            .list(ports.map { .table([0: .text($0.name), 1: .integer(indices[$0.name] ?? 0)]) })
        }
        return .table([0: map(inputs), 1: map(outputs), 2: .text(key), 4: .integer(0)])
    }

    private static func code(_ node: Node) -> FlatBuffer.Value {
        let operation = node.operation.rawValue
        var fields: [Int: FlatBuffer.Value] = [0: .byte(UInt8(operation)), 2: .integer(1), 3: .integer(operation)]
        if operation == Operation.custom.rawValue { fields[1] = .text(node.custom.name) }
        return .table(fields)
    }

    private static func tensor(_ port: Port, buffer: Int32, isVariable: Bool) -> FlatBuffer.Value {
        var fields: [Int: FlatBuffer.Value] = [
            // Readers of old see one of everything dynamic.
            0: .integers(port.shape.map { Int32($0 < 0 ? 1 : $0) }), 1: .byte(port.type), 2: .integer(buffer),
            3: .text(port.name),
        ]
        if port.statesRank { fields[8] = .byte(1) }
        if port.shape.contains(where: { $0 < 0 }) { fields[7] = .integers(port.shape.map { Int32($0) }) }
        if isVariable { fields[5] = .byte(1) }
        if let scale = port.scale { fields[4] = .table([2: .floats([scale]), 3: .longs([Int64(port.zeroPoint)])]) }
        return .table(fields)
    }

    private static func operation(
        _ node: Node, code: Int32, _ indices: [String: Int32]
    ) -> FlatBuffer.Value {
        var fields: [Int: FlatBuffer.Value] = [
            0: .integer(code), 1: .integers(node.inputs.compactMap { indices[$0] }),
            2: .integers(node.outputs.compactMap { indices[$0] }),
        ]
        if !node.custom.options.isEmpty { fields[5] = .bytes(node.custom.options) }
        if let options = node.operation.options {
            fields[3] = .byte(options)
            fields[4] = .table([:])
        }
        return .table(fields)
    }

    public static let stringCode: UInt8 = 5

    /// TensorType of the schema.
    public static func code(of type: ElementType) -> UInt8 {
        switch type {
        case .float32: 0
        case .float16: 1
        case .int32: 2
        case .uint8: 3
        case .int64: 4
        case .bool: 6
        case .int16: 7
        case .int8: 9
        case .float64: 10
        case .uint64: 12
        case .uint32: 15
        case .uint16: 16
        case .bfloat16: 18
        }
    }
}
