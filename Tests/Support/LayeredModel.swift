import Foundation
import InferenceCore

/// Identical layers in a row, in float and as quantisers write them: for the samples of `GoldenSetFixture`.
///
/// Each layer multiplies by weights near the identity, so that the right class stays the right class. Values are called `h0` and so on, layers
/// `layer0` and so on, by the names that ONNX Runtime's quantiser gives.
public struct LayeredModel: Sendable {
    public enum Form: String, Sendable, CaseIterable {
        case float
        /// Weights of int8 that are made float again, and `QuantizeLinear` and `DequantizeLinear` before every layer.
        case pairs
        /// `QLinearMatMul`: nothing between the layers is float.
        case operators
        /// `DynamicQuantizeLinear` and `MatMulInteger`.
        case dynamic
        /// Float16 throughout, with casts at both ends.
        case half
    }

    public var layers: Int
    /// Layers whose weights, when quantised, send the scores of every class to its neighbour.
    public var brokenWeights: Set<Int> = []
    /// Layers for which what they read becomes 0; of `pairs` only.
    public var brokenInputs: Set<Int> = []

    public init(layers: Int, brokenWeights: Set<Int> = [], brokenInputs: Set<Int> = []) {
        self.layers = layers
        self.brokenWeights = brokenWeights
        self.brokenInputs = brokenInputs
    }

    private static let scale: Float = 1 / 127
    private static let classes = 4

    private func weights(_ layer: Int, isQuantised: Bool) -> [Float] {
        let shift = isQuantised && brokenWeights.contains(layer) ? 1 : 0
        return (0..<16).map { place in
            let (row, column) = (place / 4, place % 4)
            if (row + shift) % 4 == column { return 1 }
            // As good as random, and the same each time.
            return Float((place * 37 + layer * 11) % 7 - 3) / 200
        }
    }

    /// IEEE 754 binary16, its last bits cut off, of what is 0 or between 0.001 and 1.
    private static func half(_ value: Float) -> UInt16 {
        guard value != 0 else { return 0 }
        let bits = value.bitPattern
        return UInt16(bits >> 16 & 0x8000) | UInt16(((bits >> 23 & 0xFF) - 112) << 10) | UInt16(bits >> 13 & 0x3FF)
    }

    private func value(_ index: Int) -> String { index == 0 ? "x" : "h\(index - 1)" }

    public func model(_ form: Form) -> TestModel {
        var model = TestModel(
            inputs: [.tensor("x", .float32, "batch", "4")], outputs: [.tensor("scores", .float32, "batch", "4")],
            nodes: [])
        model.constants = [
            .init(name: "scale", shape: [], values: [Self.scale]), .init(name: "coarse", shape: [], values: [4]),
            .init(name: "zero", shape: [], type: .int8, elements: [Int8(0)]),
        ]
        if form == .operators { add("QuantizeLinear", ["x", "scale", "zero"], ["x_quantized"], to: &model) }
        if form == .half { add("Cast", ["x"], ["x_half"], ["to": 10], to: &model) }
        for layer in 0..<layers { addLayer(layer, form, to: &model) }
        let last = value(layers)
        switch form {
        case .operators:
            add("DequantizeLinear", [last + "_quantized", "scale", "zero"], [last], to: &model)
            add("Softmax", [last], ["scores"], to: &model)
        case .half:
            add("Softmax", [last], ["scores_half"], to: &model)
            add("Cast", ["scores_half"], ["scores"], ["to": 1], to: &model)
        default: add("Softmax", [last], ["scores"], to: &model)
        }
        let used = Set(model.nodes.flatMap(\.inputs))
        model.constants.removeAll { !used.contains($0.name) }
        return model
    }

    private func addLayer(_ layer: Int, _ form: Form, to model: inout TestModel) {
        let (input, output, name) = (value(layer), value(layer + 1), "w\(layer)")
        let quantised = weights(layer, isQuantised: true).map { Int8(($0 / Self.scale).rounded()) }
        switch form {
        case .float:
            model.constants.append(.init(name: name, shape: [4, 4], values: weights(layer, isQuantised: false)))
            model.nodes.append(.init(type: "MatMul", name: "layer\(layer)", inputs: [input, name], outputs: [output]))
        case .half:
            model.constants.append(
                .init(
                    name: name, shape: [4, 4], type: .float16,
                    elements: weights(layer, isQuantised: true).map(Self.half)))
            model.nodes.append(
                .init(
                    type: "MatMul", name: "layer\(layer)", inputs: [layer == 0 ? "x_half" : input, name],
                    outputs: [output]))
        default:
            model.constants.append(
                .init(name: name + "_quantized", shape: [4, 4], type: .int8, elements: quantised))
            addQuantised(layer, form, input, output, name + "_quantized", to: &model)
        }
    }

    private func addQuantised(
        _ layer: Int, _ form: Form, _ input: String, _ output: String, _ weights: String, to model: inout TestModel
    ) {
        switch form {
        case .pairs:
            let scale = brokenInputs.contains(layer) ? "coarse" : "scale"
            add("QuantizeLinear", [input, scale, "zero"], [input + "_q"], to: &model)
            add("DequantizeLinear", [input + "_q", scale, "zero"], [input + "_dq"], to: &model)
            add("DequantizeLinear", [weights, "scale", "zero"], ["w\(layer)_dq"], to: &model)
            model.nodes.append(
                .init(
                    type: "MatMul", name: "layer\(layer)", inputs: [input + "_dq", "w\(layer)_dq"], outputs: [output]))
        case .operators:
            model.nodes.append(
                .init(
                    type: "QLinearMatMul", name: "layer\(layer)_quant",
                    inputs: [
                        input + "_quantized", "scale", "zero", weights, "scale", "zero", "scale", "zero",
                    ], outputs: [output + "_quantized"]))
        default:
            let (q, s, z) = (input + "_quantized", input + "_scale", input + "_zero_point")
            add("DynamicQuantizeLinear", [input], [q, s, z], to: &model)
            add("Mul", [s, "scale"], ["layer\(layer)_scale"], to: &model)
            add("MatMulInteger", [q, weights, z, "zero"], ["layer\(layer)_integer"], to: &model)
            add("Cast", ["layer\(layer)_integer"], ["layer\(layer)_cast"], ["to": 1], to: &model)
            add("Mul", ["layer\(layer)_cast", "layer\(layer)_scale"], [output], to: &model)
        }
    }

    private func add(
        _ type: String, _ inputs: [String], _ outputs: [String], _ integers: [String: Int] = [:],
        to model: inout TestModel
    ) {
        model.nodes.append(
            .init(type: type, name: "\(type) \(outputs[0])", inputs: inputs, outputs: outputs, integers: integers))
    }
}
