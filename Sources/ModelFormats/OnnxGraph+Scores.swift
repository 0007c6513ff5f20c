extension OnnxGraph {
    private static let roundings: Set<String> = [
        "Identity", "Cast", "QuantizeLinear", "DequantizeLinear", "Reshape", "Squeeze", "Unsqueeze", "Flatten",
    ]

    /// Softmax, also as an exponential that is divided, and sigmoid make probabilities; a matrix product, a sum, a convolution or a logarithm of a softmax makes
    /// logits. Nil for what may be either.
    func kind(ofOutput output: String) -> OutputKind? {
        var name = output
        var isQuotient = false
        // Backwards, so that one pass follows any chain.
        for node in nodes.reversed() where node.outputs.contains(name) {
            switch node.type {
            case "Softmax", "Sigmoid", "QLinearSoftmax", "QLinearSigmoid": return .probabilities
            case "Exp" where isQuotient: return .probabilities
            case "Div" where !isQuotient:
                guard let dividend = node.inputs.first else { return nil }
                name = dividend
                isQuotient = true
            case _ where isQuotient: return nil
            case "Gemm", "MatMul", "Add", "LogSoftmax", "Conv", "QLinearMatMul", "QLinearConv", "QGemm": return .logits
            case _ where Self.roundings.contains(node.type):
                guard let input = node.inputs.first else { return nil }
                name = input
            default: return nil
            }
        }
        return nil
    }
}
