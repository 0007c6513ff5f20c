import Foundation
import InferenceCore
import ModelFormats

/// The probe's graphs as ONNX models: `MatMul` and `Add`, or `Identity`.
///
/// Format: onnx.proto3. IR version 7 and operator set 13, of 2020, which every release that can be measured reads.
enum OnnxProbeModel {
    static func data(_ graph: ProbeModel.Graph) -> Data {
        var model = ProtobufWriter()
        model.add(1, 7)
        model.add(2, "pawl-probe")
        model.add(7) { message in
            message.add(2, "probe")
            switch graph {
            case .linear: linear(rows: nil, &message)
            case .openLinear: linear(rows: "rows", &message)
            case .identity(let type):
                node("Identity", ["x"], "y", &message)
                port(11, "x", type.onnxCode, [.size(1), .size(3)], &message)
                port(12, "y", type.onnxCode, [.size(1), .size(3)], &message)
            }
        }
        model.add(8) { operatorSet in
            operatorSet.add(1, "")
            operatorSet.add(2, 13)
        }
        return model.data
    }

    private enum Dimension {
        case size(Int)
        case named(String)
    }

    /// - Parameter rows: the name of an open number of rows; nil for two.
    private static func linear(rows: String?, _ graph: inout ProtobufWriter) {
        node("MatMul", ["x", "weights"], "product", &graph)
        node("Add", ["product", "bias"], "y", &graph)
        constant("weights", [3, 2], ProbeModel.weights, &graph)
        constant("bias", [2], ProbeModel.bias, &graph)
        let first = rows.map(Dimension.named) ?? .size(2)
        port(11, "x", ElementType.float32.onnxCode, [first, .size(3)], &graph)
        port(12, "y", ElementType.float32.onnxCode, [first, .size(2)], &graph)
    }

    private static func node(_ type: String, _ inputs: [String], _ output: String, _ graph: inout ProtobufWriter) {
        graph.add(1) { node in
            for input in inputs { node.add(1, input) }
            node.add(2, output)
            node.add(3, type)
            node.add(4, type)
        }
    }

    private static func constant(_ name: String, _ shape: [Int], _ values: [Float], _ graph: inout ProtobufWriter) {
        graph.add(5) { tensor in
            for size in shape { tensor.add(1, size) }
            tensor.add(2, ElementType.float32.onnxCode)
            tensor.add(8, name)
            tensor.add(9, values.withUnsafeBytes { Data($0) })
        }
    }

    /// - Parameter field: 11 for an input, 12 for an output.
    private static func port(
        _ field: Int, _ name: String, _ code: Int, _ shape: [Dimension], _ graph: inout ProtobufWriter
    ) {
        graph.add(field) { port in
            port.add(1, name)
            port.add(2) { type in
                type.add(1) { tensor in
                    tensor.add(1, code)
                    tensor.add(2) { dimensions in
                        for dimension in shape {
                            dimensions.add(1) { message in
                                switch dimension {
                                case .size(let size): message.add(1, size)
                                case .named(let name): message.add(2, name)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
