import Foundation
import InferenceCore

/// A tensor in a file of its own, as tests of ONNX keep their inputs and outputs; `OnnxStoredTensor` reads it.
///
/// Source: onnx.proto, `TensorProto`.
package enum OnnxTensorFile {
    /// - Parameters:
    ///   - code: of the elements' type, as `TensorProto.DataType` has it.
    ///   - values: row-major; whole numbers of integer types.
    /// - Returns: nil for types that Float32 values cannot be brought to.
    package static func data(
        name: String, code: Int, shape: [Int], values: UnsafeBufferPointer<Float>
    ) -> Data? {
        guard let type = ElementType.allCases.first(where: { $0.onnxCode == code }) else { return nil }
        let elements: Data
        switch type {
        case .float32: elements = Data(UnsafeRawBufferPointer(values))
        case .float16, .int32, .int64:
            let tensor = Tensor(elementType: .float32, shape: [values.count], copying: Array(values))
            guard let cast = try? tensor.cast(to: type) else { return nil }
            elements = Data(cast.bytes)
        default: return nil
        }
        var writer = ProtobufWriter()
        for size in shape { writer.add(1, size) }
        writer.add(2, code)
        writer.add(8, name)
        writer.add(9, elements)
        return writer.data
    }
}
