/// Where ONNX operators that read or give quantised values have scale and zero point: the zero point always follows the scale.
///
/// Source: ONNX, "Operator Schemas" (`QuantizeLinear`, `DequantizeLinear`, `QLinearConv`, `QLinearMatMul`); ONNX Runtime,
/// docs/ContribOperators.md (domain com.microsoft).
struct OnnxQuantizedOperator {
    /// The position of the scale, by the position of the quantised value among the node's inputs.
    var inputScales: [Int: Int]
    /// Of the first output; nil where that is no quantised value.
    var outputScale: Int?

    private init(_ inputScales: [Int: Int], output: Int? = nil) {
        self.inputScales = inputScales
        outputScale = output
    }

    init?(_ node: OnnxNode) {
        switch node.type {
        case "QLinearConcat":
            // Scale and zero point of the output, then of each input the value, its scale and its zero point.
            let values = stride(from: 2, to: node.inputs.count, by: 3)
            self.init(Dictionary(uniqueKeysWithValues: values.map { ($0, $0 + 1) }), output: 0)
        default:
            guard let known = Self.known[node.type] else { return nil }
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
