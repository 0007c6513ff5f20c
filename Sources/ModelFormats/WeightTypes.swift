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
            case "xml": return OpenVINOConstants.bytesByType(file.bytes)
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

extension WeightTypes {
    /// Bits of the types that weights have. Whole numbers of 32 and more bits are biases, shapes and indices.
    private static let bits: [String: Double] = [
        "float64": 64, "float32": 32, "float16": 16, "bfloat16": 16, "int16": 16, "uint16": 16, "int8": 8, "uint8": 8,
        "float8e4m3fn": 8, "float8e4m3fnuz": 8, "float8e5m2": 8, "float8e5m2fnuz": 8, "int4": 4, "uint4": 4,
        "float4e2m1": 4, "nf4": 4, "int2": 2, "uint2": 2, "uint1": 1,
    ]

    /// How many weights there are of each type, the most first.
    private var counts: [(type: String, count: Double)] {
        bytes.compactMap { type, bytes in Self.bits[type].map { (type: type, count: Double(bytes) * 8 / $0) } }
            .filter { $0.count > 0 }.sorted { ($1.count, $0.type) < ($0.count, $1.type) }
    }

    /// The mean over all weights; nil where there are none.
    public var bitsPerWeight: Double? {
        let total = counts.reduce(0.0) { $0 + $1.count }
        guard total > 0 else { return nil }
        return counts.reduce(0.0) { $0 + $1.count / total * (Self.bits[$1.type] ?? 0) }
    }

    /// The type of most weights: `int8`.
    public var leading: String? { counts.first?.type }

    /// `int8`, or `int8 and float32` where each is of at least a tenth of the weights.
    public var description: String {
        let total = counts.reduce(0.0) { $0 + $1.count }
        return counts.filter { $0.count >= 0.1 * total }.map(\.type).joined(separator: " and ")
    }
}
