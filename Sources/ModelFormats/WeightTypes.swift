import Files
import Foundation

/// Which types of element a model's weights have, by the bytes that they take.
public struct WeightTypes: Sendable, Equatable {
    /// By the type's name, such as `float32` or `int8`.
    public let bytes: [String: UInt64]

    public init(bytes: [String: UInt64]) {
        self.bytes = bytes
    }

    /// Types that hold at least a hundredth of the weights, the largest part first: what remains are shapes, axes and scales.
    public var main: [String] {
        let total = bytes.values.reduce(0.0) { $0 + Double($1) }
        return bytes.filter { Double($0.value) >= total / 100 && $0.value > 0 }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// Of an ONNX model; nil for a file that is none, or has no weights.
    ///
    /// Constants of the graph count, not those of graphs within its operators.
    public init?(ofModel path: String) {
        guard (path as NSString).pathExtension.lowercased() == "onnx", let file = try? MappedFile(path: path) else {
            return nil
        }
        let found = withExtendedLifetime(file) { try? Self.onnx(file.bytes) }
        guard let found, !found.isEmpty else { return nil }
        bytes = found
    }

    private static func onnx(_ model: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) -> [String: UInt64] {
        var types: [String: UInt64] = [:]
        func count(_ tensor: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
            let extent = try OnnxTensorExtent(tensor)
            guard let size = extent.bytes else { return }
            let (sum, overflow) = (types[extent.typeName] ?? 0).addingReportingOverflow(size)
            types[extent.typeName] = overflow ? .max : sum
        }
        var fields = ProtobufFields(model)
        while let (field, value) = try fields.next() {
            guard field == 7, let graph = value.bytes else { continue }  // graph
            var parts = ProtobufFields(graph)
            while let (part, value) = try parts.next() {
                guard let bytes = value.bytes else { continue }
                switch part {
                case 1:  // node
                    let node = try OnnxNode(bytes)
                    if node.type == "Constant", let tensor = try node.tensor("value") { try count(tensor) }
                case 5: try count(bytes)  // initializer
                default: break
                }
            }
        }
        return types
    }
}
