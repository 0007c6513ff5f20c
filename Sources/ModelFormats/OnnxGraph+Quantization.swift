import InferenceCore

extension OnnxGraph {
    /// Operators that hand on an input's values as they are.
    private static let passing: Set<String> = [
        "Identity", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "Flatten",
    ]

    /// The scale and zero point with which the graph reads an input: of a `DequantizeLinear` or a quantised operator that
    /// an integer input meets, or of the `QuantizeLinear` that a float input meets.
    ///
    /// - Parameter input: a graph input.
    /// - Returns: nil when no such operator reads the input, directly or through operators that only move values.
    /// - Throws: `ModelFormatError.unusableQuantization` when there are several different ones, one for each channel, or
    ///   one whose numbers are computed or lie in a file that does not hold them.
    public func quantization(ofInput input: String) throws(ModelFormatError) -> InputQuantization? {
        var found: [InputQuantization] = []
        for node in consumers(of: input) {
            guard let quantization = try quantization(of: node, input: input), !found.contains(quantization) else {
                continue
            }
            found.append(quantization)
        }
        guard found.count < 2 else {
            throw .unusableQuantization(input: input, reason: "the graph quantises it in \(found.count) ways")
        }
        return found.first
    }

    /// Nodes that read the values of `name` first.
    private func consumers(of name: String) -> [OnnxNode] {
        var names: Set<String> = [name]
        var consumers: [OnnxNode] = []
        // Nodes stand in the order in which they are computed.
        for node in nodes {
            guard let first = node.inputs.first, names.contains(first) else { continue }
            if Self.passing.contains(node.type) { names.formUnion(node.outputs) } else { consumers.append(node) }
        }
        return consumers
    }

    private func quantization(of node: OnnxNode, input: String) throws(ModelFormatError) -> InputQuantization? {
        // In all of them scale and zero point of the first input come second and third.
        guard ["QuantizeLinear", "DequantizeLinear", "QLinearConv", "QLinearMatMul"].contains(node.type),
            node.inputs.count >= 2
        else { return nil }
        let scale = try tensor(node.inputs[1], "scale", input)
        guard scale.isSingleNumber else {
            throw .unusableQuantization(input: input, reason: "it has a scale for each channel")
        }
        guard let number = scale.singleFloat, number.isFinite, number > 0 else {
            throw .unusableQuantization(input: input, reason: "its scale is no number above 0")
        }
        guard node.inputs.count >= 3, !node.inputs[2].isEmpty else {
            // The operator's own default.
            let type: ElementType? = node.type == "QuantizeLinear" ? .uint8 : nil
            return InputQuantization(scale: number, zeroPoint: 0, elementType: type)
        }
        let zeroPoint = try tensor(node.inputs[2], "zero point", input)
        guard let integer = zeroPoint.singleInteger else {
            throw .unusableQuantization(input: input, reason: "its zero point is no single integer")
        }
        return InputQuantization(scale: number, zeroPoint: integer, elementType: zeroPoint.elementType)
    }

    private func tensor(_ name: String, _ what: String, _ input: String) throws(ModelFormatError) -> OnnxTensor {
        do throws(UnreadableConstant) {
            return try storedConstant(name)
        } catch {
            throw .unusableQuantization(input: input, reason: "its \(what) \(error.reason)")
        }
    }
}

/// Where ONNX operators that read or give quantised values have scale and zero point: the zero point always follows the scale.
///
/// Source: ONNX, "Operator Schemas" (`QuantizeLinear`, `DequantizeLinear`, `QLinearConv`, `QLinearMatMul`); ONNX Runtime,
/// docs/ContribOperators.md (domain com.microsoft).
package struct OnnxQuantizedOperator {
    /// The position of the scale, by the position of the quantised value among the node's inputs.
    package private(set) var inputScales: [Int: Int]
    /// Of the first output; nil where that is no quantised value.
    package private(set) var outputScale: Int?

    private init(_ inputScales: [Int: Int], output: Int? = nil) {
        self.inputScales = inputScales
        outputScale = output
    }

    init?(_ node: OnnxNode) { self.init(type: node.type, inputs: node.inputs.count) }

    package init?(_ node: OnnxDraftNode) { self.init(type: node.type, inputs: node.inputs.count) }

    private init?(type: String, inputs: Int) {
        switch type {
        case "QLinearConcat":
            // Scale and zero point of the output, then of each input the value, its scale and its zero point.
            let values = stride(from: 2, to: inputs, by: 3)
            self.init(Dictionary(uniqueKeysWithValues: values.map { ($0, $0 + 1) }), output: 0)
        default:
            guard let known = Self.known[type] else { return nil }
            self = known
        }
    }

    private static let known: [String: OnnxQuantizedOperator] = {
        let unary = OnnxQuantizedOperator([0: 1], output: 3)
        let binary = OnnxQuantizedOperator([0: 1, 3: 4], output: 6)
        var known = [
            "QuantizeLinear": OnnxQuantizedOperator([:], output: 1), "DequantizeLinear": OnnxQuantizedOperator([0: 1]),
            "QGemm": OnnxQuantizedOperator([0: 1, 3: 4], output: 7),
            "QLinearWhere": OnnxQuantizedOperator([1: 2, 4: 5], output: 7),
        ]
        for type in ["QLinearConv", "QLinearMatMul", "QLinearAdd", "QLinearMul"] { known[type] = binary }
        for type in [
            "QLinearAveragePool", "QLinearGlobalAveragePool", "QLinearLeakyRelu", "QLinearReduceMean", "QLinearSigmoid",
            "QLinearSoftmax",
        ] { known[type] = unary }
        return known
    }()
}

/// How real values become a quantised input's integers: q = clamp(round(x / scale) + zeroPoint), ties to even, and back:
/// x = (q - zeroPoint) * scale.
///
/// Source: ONNX operators `QuantizeLinear` and `DequantizeLinear`; Jacob et al. (2018), "Quantization and Training of
/// Neural Networks for Efficient Integer-Arithmetic-Only Inference", equation 1.
public struct InputQuantization: Sendable, Equatable {
    /// Above 0, finite.
    public var scale: Float
    public var zeroPoint: Int
    /// Of the integers; nil where whoever gave the numbers did not say.
    public var elementType: ElementType?

    public init(scale: Float, zeroPoint: Int, elementType: ElementType? = nil) {
        self.scale = scale
        self.zeroPoint = zeroPoint
        self.elementType = elementType
    }
}
