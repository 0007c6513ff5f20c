import Foundation
import InferenceCore
import ModelFormats

/// The probe's graphs as TensorFlow Lite models: `FULLY_CONNECTED`, or `RESHAPE` to the shape that it is.
///
/// Format: schema.fbs, version 3; numbers of fields are those of its tables.
enum TFLiteProbeModel {
    /// - Returns: nil for types that early versions of the runtime read in no model.
    static func data(_ graph: ProbeModel.Graph) -> Data? {
        switch graph {
        case .linear, .openLinear:
            // Weights stand as [outputs, inputs].
            let weights = (0..<2).flatMap { column in (0..<3).map { ProbeModel.weights[$0 * 2 + column] } }
            let rows: Int32 = graph == .openLinear ? -1 : 2
            return model(
                [
                    Tensor("x", code: 0, [rows, 3]), Tensor("y", code: 0, [rows, 2]),
                    Tensor("weights", code: 0, [2, 3], content: weights.withUnsafeBytes { Data($0) }),
                    Tensor("bias", code: 0, [2], content: ProbeModel.bias.withUnsafeBytes { Data($0) }),
                ], operation: 9, inputs: [0, 2, 3], options: (8, [:]))
        case .identity(let type):
            guard let code = codes[type] else { return nil }
            return model(
                [
                    Tensor("x", code: code, [1, 3]), Tensor("y", code: code, [1, 3]),
                    Tensor("shape", code: 2, [2], content: ([1, 3] as [Int32]).withUnsafeBytes { Data($0) }),
                ], operation: 22, inputs: [0, 2], options: (17, [0: .integers([1, 3])]))
        }
    }

    private struct Tensor {
        var name: String
        var code: UInt8
        /// Below 0: open.
        var shape: [Int32]
        /// Of a constant.
        var content: Data?

        init(_ name: String, code: UInt8, _ shape: [Int32], content: Data? = nil) {
            self.name = name
            self.code = code
            self.shape = shape
            self.content = content
        }
    }

    /// `TensorType`
    private static let codes: [ElementType: UInt8] = [
        .float32: 0, .float16: 1, .int32: 2, .uint8: 3, .int64: 4, .bool: 6, .int16: 7, .int8: 9,
    ]

    /// One operator from the first tensor to the second.
    ///
    /// - Parameters:
    ///   - operation: `BuiltinOperator`, all below 127, which is why two fields may say it.
    ///   - options: the member of `BuiltinOptions`, and its table.
    private static func model(
        _ tensors: [Tensor], operation: Int32, inputs: [Int32],
        options: (member: UInt8, fields: [Int: FlatBuffer.Value])
    ) -> Data {
        let constants = tensors.compactMap(\.content)
        var nextBuffer: Int32 = 0
        let tables = tensors.map { tensor -> FlatBuffer.Value in
            if tensor.content != nil { nextBuffer += 1 }
            var fields: [Int: FlatBuffer.Value] = [
                0: .integers(tensor.shape.map { max($0, 1) }), 1: .byte(tensor.code),
                2: .integer(tensor.content == nil ? 0 : nextBuffer), 3: .text(tensor.name), 8: .byte(1),
            ]
            if tensor.shape.contains(where: { $0 < 0 }) { fields[7] = .integers(tensor.shape) }
            return .table(fields)
        }
        let node: FlatBuffer.Value = .table([
            0: .integer(0), 1: .integers(inputs), 2: .integers([1]), 3: .byte(options.member),
            4: .table(options.fields),
        ])
        let graph: FlatBuffer.Value = .table([
            0: .list(tables), 1: .integers([0]), 2: .integers([1]), 3: .list([node]), 4: .text("main"),
        ])
        func map(_ name: String, _ index: Int32) -> FlatBuffer.Value {
            .list([.table([0: .text(name), 1: .integer(index)])])
        }
        let signature: FlatBuffer.Value = .table([
            0: map("x", 0), 1: map("y", 1), 2: .text("serving_default"), 4: .integer(0),
        ])
        let root: [Int: FlatBuffer.Value] = [
            0: .integer(3),
            1: .list([.table([0: .byte(UInt8(operation)), 2: .integer(1), 3: .integer(operation)])]),
            2: .list([graph]), 3: .text("pawl-probe"),
            4: .list([.table([:])] + constants.map { .table([0: .bytes($0)]) }), 7: .list([signature]),
        ]
        return FlatBuffer(root, identifier: "TFL3").data
    }
}
