import InferenceCore

/// Shapes are those of the middle layers of MobileNets and of small transformers; each takes some 0.05 to 2 ms on one core of 2024.
extension OperatorCase {
    private static let picture = [1, 64, 56, 56]
    private static let sequence = [1, 128, 768]

    static var all: [OperatorCase] {
        [
            convolutions, products, pools, activations, arithmetic, movements, reductions, recurrent, quantised,
        ].flatMap(\.self)
    }

    private static var convolutions: [OperatorCase] {
        [
            .init(
                name: "conv-3x3", type: "Conv", title: "Conv 3x3, 32 to 64 channels of 56x56",
                operands: [
                    .input("x", [1, 32, 56, 56]), .constant("w", [64, 32, 3, 3]), .constant("b", [64]),
                ], attributes: ["pads": .integers([1, 1, 1, 1])]),
            .init(
                name: "conv-3x3-stride-2", type: "Conv", title: "Conv 3x3 by 2, 3 to 32 channels of 224x224",
                operands: [
                    .input("x", [1, 3, 224, 224]), .constant("w", [32, 3, 3, 3]), .constant("b", [32]),
                ], attributes: ["pads": .integers([1, 1, 1, 1]), "strides": .integers([2, 2])]),
            .init(
                name: "conv-1x1", type: "Conv", title: "Conv 1x1, 64 to 128 channels of 56x56",
                operands: [.input("x", picture), .constant("w", [128, 64, 1, 1]), .constant("b", [128])]),
            .init(
                name: "conv-depthwise", type: "Conv", title: "Conv 3x3 depthwise, 128 channels of 56x56",
                operands: [.input("x", [1, 128, 56, 56]), .constant("w", [128, 1, 3, 3]), .constant("b", [128])],
                attributes: ["pads": .integers([1, 1, 1, 1]), "group": .integer(128)]),
            .init(
                name: "conv-transpose", type: "ConvTranspose", title: "ConvTranspose 4x4 by 2, 32 channels of 28x28",
                operands: [.input("x", [1, 32, 28, 28]), .constant("w", [32, 32, 4, 4]), .constant("b", [32])],
                attributes: ["pads": .integers([1, 1, 1, 1]), "strides": .integers([2, 2])]),
        ]
    }

    private static var products: [OperatorCase] {
        [
            .init(
                name: "matmul", type: "MatMul", title: "MatMul 128x256 by weights of 256x256",
                operands: [.input("x", [1, 128, 256]), .constant("w", [256, 256])]),
            .init(
                name: "matmul-attention", type: "MatMul", title: "MatMul of two inputs, 8 times 128x64 by 64x128",
                operands: [.input("x", [1, 8, 128, 64]), .input("z", [1, 8, 64, 128])]),
            .init(
                name: "gemm", type: "Gemm", title: "Gemm 16x512 by weights of 1000x512, transposed",
                operands: [.input("x", [16, 512]), .constant("w", [1000, 512]), .constant("b", [1000])],
                attributes: ["transB": .integer(1)]),
        ]
    }

    private static var pools: [OperatorCase] {
        let window: [String: OnnxModelWriter.Attribute] = [
            "kernel_shape": .integers([3, 3]), "pads": .integers([1, 1, 1, 1]), "strides": .integers([2, 2]),
        ]
        return [
            .init(
                name: "max-pool", type: "MaxPool", title: "MaxPool 3x3 by 2, 64 channels of 112x112",
                operands: [.input("x", [1, 64, 112, 112])], attributes: window),
            .init(
                name: "average-pool", type: "AveragePool", title: "AveragePool 3x3 by 2, 64 channels of 112x112",
                operands: [.input("x", [1, 64, 112, 112])], attributes: window),
            .init(
                name: "global-average-pool", type: "GlobalAveragePool",
                title: "GlobalAveragePool, 512 channels of 28x28", operands: [.input("x", [1, 512, 28, 28])]),
            .init(
                name: "resize-linear", type: "Resize", title: "Resize by 2, linear, 32 channels of 28x28",
                operands: [
                    .input("x", [1, 32, 28, 28]), .none,
                    .init(name: "s", type: .float32, shape: [4], values: .exactly([1, 1, 2, 2]), isConstant: true),
                ], attributes: ["mode": .text("linear")]),
            .init(
                name: "resize-nearest", type: "Resize", title: "Resize by 2, nearest, 32 channels of 28x28",
                operands: [
                    .input("x", [1, 32, 28, 28]), .none,
                    .init(name: "s", type: .float32, shape: [4], values: .exactly([1, 1, 2, 2]), isConstant: true),
                ], attributes: ["mode": .text("nearest")]),
        ]
    }

    private static var activations: [OperatorCase] {
        func one(_ type: String, opset: Int = 17, _ attributes: [String: OnnxModelWriter.Attribute] = [:])
            -> OperatorCase
        {
            .init(
                name: type.lowercased(), type: type, title: "\(type), 64 channels of 56x56",
                operands: [.input("x", picture)], attributes: attributes, opset: opset)
        }
        return [
            one("Relu"), one("LeakyRelu"), one("Sigmoid"), one("HardSigmoid"), one("HardSwish"), one("Tanh"),
            one("Erf"),
            one("Gelu", opset: 20), one("Exp"), one("Sqrt"),
            .init(
                name: "clip", type: "Clip", title: "Clip to 0...6, 64 channels of 56x56",
                operands: [.input("x", picture), .scalar("low", 0), .scalar("high", 6)]),
            .init(
                name: "prelu", type: "PRelu", title: "PRelu, 64 channels of 56x56",
                operands: [.input("x", picture), .constant("slope", [64, 1, 1])]),
            .init(
                name: "softmax", type: "Softmax", title: "Softmax of 1024 rows of 128",
                operands: [.input("x", [1, 8, 128, 128])], attributes: ["axis": .integer(-1)]),
            .init(
                name: "layer-normalization", type: "LayerNormalization",
                title: "LayerNormalization of 128 rows of 768",
                operands: [
                    .input("x", sequence), .constant("scale", [768], .float32, .normal(1)), .constant("b", [768]),
                ], attributes: ["axis": .integer(-1)]),
            .init(
                name: "instance-normalization", type: "InstanceNormalization",
                title: "InstanceNormalization, 64 channels of 56x56",
                operands: [
                    .input("x", picture), .constant("scale", [64], .float32, .normal(1)), .constant("b", [64]),
                ]),
            .init(
                name: "batch-normalization", type: "BatchNormalization",
                title: "BatchNormalization, 64 channels of 56x56",
                operands: [
                    .input("x", picture), .constant("scale", [64], .float32, .normal(1)), .constant("b", [64]),
                    .constant("mean", [64]), .constant("variance", [64], .float32, .positive),
                ]),
        ]
    }

    private static var arithmetic: [OperatorCase] {
        let two = ["Add", "Sub", "Mul", "Div"].map { type in
            OperatorCase(
                name: type.lowercased(), type: type, title: "\(type) of two, 64 channels of 56x56",
                operands: [.input("x", picture), .input("z", picture, .float32, .positive)])
        }
        let others: [OperatorCase] = [
            .init(
                name: "add-broadcast", type: "Add", title: "Add of a number a channel, 64 channels of 56x56",
                operands: [.input("x", picture), .constant("b", [1, 64, 1, 1])]),
            .init(
                name: "pow", type: "Pow", title: "Pow of 2, 128 rows of 768",
                operands: [.input("x", sequence), .scalar("e", 2)]),
            .init(
                name: "cast-float16", type: "Cast", title: "Cast to float16, 64 channels of 56x56",
                operands: [.input("x", picture)], attributes: ["to": .integer(10)],
                outputs: [("y", .float16)]),
        ]
        return two + others
    }

    private static var movements: [OperatorCase] {
        [
            .init(
                name: "concat", type: "Concat", title: "Concat of two, 64 channels of 56x56 each",
                operands: [.input("x", picture), .input("z", picture)], attributes: ["axis": .integer(1)]),
            .init(
                name: "split", type: "Split", title: "Split in two, 64 channels of 56x56",
                operands: [.input("x", picture), .indices("s", [32, 32])], attributes: ["axis": .integer(1)],
                outputs: [("y", .float32), ("z", .float32)]),
            .init(
                name: "transpose", type: "Transpose", title: "Transpose to channels last, 64 channels of 56x56",
                operands: [.input("x", picture)], attributes: ["perm": .integers([0, 2, 3, 1])]),
            .init(
                name: "transpose-heads", type: "Transpose", title: "Transpose of 128x12x64 to 12x128x64",
                operands: [.input("x", [1, 128, 12, 64])], attributes: ["perm": .integers([0, 2, 1, 3])]),
            .init(
                name: "slice", type: "Slice", title: "Slice of every second row, 64 channels of 56x56",
                operands: [
                    .input("x", picture), .indices("from", [0]), .indices("to", [56]), .indices("axes", [2]),
                    .indices("steps", [2]),
                ]),
            .init(
                name: "gather", type: "Gather", title: "Gather of 1024 rows of 256 out of 4000",
                operands: [
                    .constant("table", [4000, 256]), .input("x", [1, 1024], .int64, .uniform(0...3999)),
                ], attributes: ["axis": .integer(0)]),
            .init(
                name: "pad", type: "Pad", title: "Pad by one on each side, 64 channels of 56x56",
                operands: [.input("x", picture), .indices("pads", [0, 0, 1, 1, 0, 0, 1, 1])]),
            .init(
                name: "expand", type: "Expand", title: "Expand of a row of 768 to 256 rows",
                operands: [.input("x", [1, 1, 768]), .indices("shape", [1, 256, 768])]),
            .init(
                name: "depth-to-space", type: "DepthToSpace", title: "DepthToSpace by 2, 64 channels of 56x56",
                operands: [.input("x", picture)], attributes: ["blocksize": .integer(2)]),
        ]
    }

    private static var reductions: [OperatorCase] {
        [
            .init(
                name: "reduce-mean", type: "ReduceMean", title: "ReduceMean of 128 rows of 768",
                operands: [.input("x", sequence)], attributes: ["axes": .integers([-1])]),
            .init(
                name: "reduce-mean-spatial", type: "ReduceMean", title: "ReduceMean over 56x56, 64 channels",
                operands: [.input("x", picture)], attributes: ["axes": .integers([2, 3])]),
            .init(
                name: "reduce-sum", type: "ReduceSum", title: "ReduceSum of 128 columns of 768",
                operands: [.input("x", sequence), .indices("axes", [1])]),
            .init(
                name: "reduce-max", type: "ReduceMax", title: "ReduceMax of 128 rows of 768",
                operands: [.input("x", sequence)], attributes: ["axes": .integers([-1])]),
            .init(
                name: "argmax", type: "ArgMax", title: "ArgMax of 128 rows of 768", operands: [.input("x", sequence)],
                attributes: ["axis": .integer(-1)], outputs: [("y", .int64)]),
            .init(
                name: "top-k", type: "TopK", title: "TopK of 10 in 64 rows of 1000",
                operands: [.input("x", [64, 1000]), .indices("k", [10])],
                outputs: [("y", .float32), ("i", .int64)]),
        ]
    }

    private static var recurrent: [OperatorCase] {
        [
            .init(
                name: "lstm", type: "LSTM", title: "LSTM of 128 units, 32 steps of 64",
                operands: [
                    .input("x", [32, 1, 64]), .constant("w", [1, 512, 64]), .constant("r", [1, 512, 128]),
                    .constant("b", [1, 1024]),
                ], attributes: ["hidden_size": .integer(128)]),
            .init(
                name: "gru", type: "GRU", title: "GRU of 128 units, 32 steps of 64",
                operands: [
                    .input("x", [32, 1, 64]), .constant("w", [1, 384, 64]), .constant("r", [1, 384, 128]),
                    .constant("b", [1, 768]),
                ], attributes: ["hidden_size": .integer(128)]),
        ]
    }

    private static var quantised: [OperatorCase] {
        [
            .init(
                name: "quantize-linear", type: "QuantizeLinear", title: "QuantizeLinear to uint8, 64 channels of 56x56",
                operands: [.input("x", picture), .scalar("s", 0.03), .zeroPoint("z", 128)], outputs: [("y", .uint8)]),
            .init(
                name: "dequantize-linear", type: "DequantizeLinear",
                title: "DequantizeLinear of uint8, 64 channels of 56x56",
                operands: [.input("x", picture, .uint8, .uniform(0...255)), .scalar("s", 0.03), .zeroPoint("z", 128)]),
            .init(
                name: "dynamic-quantize-linear", type: "DynamicQuantizeLinear",
                title: "DynamicQuantizeLinear, 64 channels of 56x56", operands: [.input("x", picture)],
                outputs: [("y", .uint8), ("s", .float32), ("z", .uint8)]),
            .init(
                name: "qlinear-conv", type: "QLinearConv",
                title: "QLinearConv 3x3 of uint8 by int8, 32 to 64 channels of 56x56",
                operands: [
                    .input("x", [1, 32, 56, 56], .uint8, .uniform(0...255)), .scalar("xs", 0.02),
                    .zeroPoint("xz", 128), .constant("w", [64, 32, 3, 3], .int8, .uniform(-127...127)),
                    .scalar("ws", 0.01), .zeroPoint("wz", 0, .int8), .scalar("ys", 0.5), .zeroPoint("yz", 128),
                ], attributes: ["pads": .integers([1, 1, 1, 1])], outputs: [("y", .uint8)]),
            .init(
                name: "qlinear-matmul", type: "QLinearMatMul",
                title: "QLinearMatMul 128x256 of uint8 by int8 of 256x256",
                operands: [
                    .input("x", [128, 256], .uint8, .uniform(0...255)), .scalar("xs", 0.02), .zeroPoint("xz", 128),
                    .constant("w", [256, 256], .int8, .uniform(-127...127)), .scalar("ws", 0.01),
                    .zeroPoint("wz", 0, .int8), .scalar("ys", 0.5), .zeroPoint("yz", 128),
                ], outputs: [("y", .uint8)]),
            .init(
                name: "matmul-integer", type: "MatMulInteger",
                title: "MatMulInteger 128x256 of uint8 by int8 of 256x256",
                operands: [
                    .input("x", [128, 256], .uint8, .uniform(0...255)),
                    .constant("w", [256, 256], .int8, .uniform(-127...127)), .zeroPoint("xz", 128),
                ], outputs: [("y", .int32)]),
            .init(
                name: "conv-integer", type: "ConvInteger",
                title: "ConvInteger 3x3 of uint8 by uint8, 32 to 64 channels of 28x28",
                operands: [
                    .input("x", [1, 32, 28, 28], .uint8, .uniform(0...255)),
                    .constant("w", [64, 32, 3, 3], .uint8, .uniform(0...255)), .zeroPoint("xz", 128),
                    .zeroPoint("wz", 128),
                ], attributes: ["pads": .integers([1, 1, 1, 1])], outputs: [("y", .int32)]),
        ]
    }
}
