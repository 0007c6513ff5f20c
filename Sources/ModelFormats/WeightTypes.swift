import Foundation
import Support

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

    /// Of an ONNX, TensorFlow Lite or OpenVINO model; nil for a file that is none of them, or has no weights.
    ///
    /// Constants of an ONNX graph count, not those of graphs within its operators.
    public init?(ofModel path: String) {
        guard let file = try? MappedFile(path: path) else { return nil }
        let found = withExtendedLifetime(file) { () -> [String: UInt64]? in
            if TFLiteFile.isOne(file.bytes) { return try? Self.tfLite(file.bytes) }
            switch (path as NSString).pathExtension.lowercased() {
            case "onnx": return try? Self.onnx(file.bytes)
            case "xml": return OpenVINOWeights.bytesByType(file.bytes)
            default: return nil
            }
        }
        guard let found, !found.isEmpty else { return nil }
        bytes = found
    }

    /// Source: TensorFlow Lite, schema.fbs of version 3; field numbers are named below.
    private static func tfLite(_ file: UnsafeRawBufferPointer) throws(FlatTable.Malformed) -> [String: UInt64] {
        let model = try FlatTable(root: file)
        var types: [String: UInt64] = [:]
        var count = 0
        for index in 0..<(try model.tableCount(2)) {  // subgraphs
            guard let graph = try model.table(2, index) else { continue }
            let tensors = try graph.tableCount(0)
            count += tensors + 1
            guard count <= 1 << 20 else { throw FlatTable.Malformed(reason: "it has too many tensors") }
            for position in 0..<tensors {
                guard let tensor = try graph.table(0, position),
                    let buffer = try model.table(4, Int(try tensor.number(2, as: UInt32.self) ?? 0))  // buffers
                else { continue }
                // Data, or in files beyond 2 GiB a place behind the message.
                let size = max(UInt64(try buffer.byteCount(0)), try buffer.number(2, as: UInt64.self) ?? 0)
                guard size > 0 else { continue }
                let code = try tensor.number(1, as: Int8.self) ?? 0
                let type = TFLiteFile.elementType(code).map { "\($0)" } ?? (code == 17 ? "int4" : "type \(code)")
                let (sum, overflow) = (types[type] ?? 0).addingReportingOverflow(size)
                types[type] = overflow ? .max : sum
            }
        }
        return types
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
