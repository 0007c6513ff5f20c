import Foundation
import InferenceCore

/// A model that Pawl carries to try a library with: a few hundred bytes, written field by field.
struct ProbeModel {
    enum Format: String, CaseIterable { case onnx, tflite, xml }

    /// What the model computes.
    enum Graph: Hashable {
        /// y = x · weights + bias; x is float32[2, 3], y is float32[2, 2].
        case linear
        /// The same of as many rows as there are.
        case openLinear
        /// y = x, of shape [1, 3].
        case identity(ElementType)
    }

    /// Names and contents; the runtime is told the first.
    let files: [(name: String, content: Data)]

    /// - Returns: nil for what a format cannot say, or is not needed in.
    init?(_ graph: Graph, _ format: Format) {
        switch format {
        case .onnx: files = [("probe.onnx", OnnxProbeModel.data(graph))]
        case .tflite:
            guard let data = TFLiteProbeModel.data(graph) else { return nil }
            files = [("probe.tflite", data)]
        case .xml:
            guard graph == .linear else { return nil }
            files = [("probe.xml", Data(OpenVINOProbeModel.xml.utf8)), ("probe.bin", OpenVINOProbeModel.weights)]
        }
    }

    /// Row-major [3, 2].
    static let weights: [Float] = [1, -2, 0.5, 4, -3, 0.25]
    static let bias: [Float] = [0.125, -1]

    /// Rows that `linear` and `openLinear` are fed. 1 + 2^-9 is no bfloat16: what computes in that format computes other values.
    static let rows: [[Float]] = [[1, 2, 3], [-0.5, 0.25, 1.001_953_125], [0, 0, 0], [4, -1, 2]]
    /// What comes of each: x · weights + bias by hand, exact in float32.
    static let expected: [[Float]] = [
        [-6.875, 5.75], [-3.255_859_375, 1.250_488_281_25], [0.125, -1], [-2.375, -12.5],
    ]
    /// Sums in another order, or with fewer roundings, are no nearer than this and no further.
    static let tolerance: Float = 1e-5
}

extension ElementType {
    /// The numbers 1, 0 and 2 (of truth values 1, 0 and 1), little-endian.
    var probeBytes: Data {
        func bytes<Element: BitwiseCopyable>(_ elements: [Element]) -> Data { elements.withUnsafeBytes { Data($0) } }
        return switch self {
        case .float32: bytes([1, 0, 2] as [Float])
        case .float64: bytes([1, 0, 2] as [Double])
        case .float16: bytes([0x3C00, 0, 0x4000] as [UInt16])
        case .bfloat16: bytes([0x3F80, 0, 0x4000] as [UInt16])
        case .int8, .uint8: bytes([1, 0, 2] as [UInt8])
        case .int16, .uint16: bytes([1, 0, 2] as [UInt16])
        case .int32, .uint32: bytes([1, 0, 2] as [UInt32])
        case .int64, .uint64: bytes([1, 0, 2] as [UInt64])
        case .bool: bytes([1, 0, 1] as [UInt8])
        }
    }
}
