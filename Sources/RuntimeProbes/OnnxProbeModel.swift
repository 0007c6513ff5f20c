import Foundation
import InferenceCore

/// The probe's graphs as ONNX models: `MatMul` and `Add`, or `Identity`.
///
/// IR version 7 and operator set 13, of 2020, which every release that can be measured reads.
enum OnnxProbeModel {
    static func data(_ graph: ProbeModel.Graph) -> Data {
        var model = OnnxModelWriter(graphName: "probe")
        switch graph {
        case .linear: addLinear(rows: nil, to: &model)
        case .openLinear: addLinear(rows: "rows", to: &model)
        case .identity(let type):
            model.addNode("Identity", name: "Identity", inputs: ["x"], outputs: ["y"])
            model.addInput("x", type, [.size(1), .size(3)])
            model.addOutput("y", type, [.size(1), .size(3)])
        }
        return model.data(formatVersion: 7, opset: 13)
    }

    /// - Parameter rows: the name of an open number of rows; nil for two.
    private static func addLinear(rows: String?, to model: inout OnnxModelWriter) {
        func bytes(_ values: [Float]) -> Data { values.withUnsafeBytes { Data($0) } }
        model.addNode("MatMul", name: "MatMul", inputs: ["x", "weights"], outputs: ["product"])
        model.addNode("Add", name: "Add", inputs: ["product", "bias"], outputs: ["y"])
        model.addConstant("weights", .float32, [3, 2], bytes: bytes(ProbeModel.weights))
        model.addConstant("bias", .float32, [2], bytes: bytes(ProbeModel.bias))
        let first = rows.map(OnnxModelWriter.Dimension.named) ?? .size(2)
        model.addInput("x", .float32, [first, .size(3)])
        model.addOutput("y", .float32, [first, .size(2)])
    }
}
