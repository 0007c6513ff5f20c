import InferenceCore

/// Classifiers of x, [batch, 4], whose probabilities peak where x does.
extension TestModel {
    /// Scale and zero point of x in `quantizedInput` and `quantizingInput`.
    public static let inputScale: Float = 0.0078125
    public static let inputZeroPoint: Int8 = -3

    /// Float32 throughout.
    public static let floatClassifier = TestModel(
        inputs: [.tensor("x", .float32, "batch", "4")], outputs: [.tensor("scores", .float32, "batch", "4")],
        nodes: [
            Node(type: "MatMul", name: "weigh", inputs: ["x", "weights"], outputs: ["logits"]),
            Node(type: "Softmax", name: "normalise", inputs: ["logits"], outputs: ["scores"]),
        ],
        constants: [
            Constant(name: "weights", shape: [4, 4], values: diagonal(8)),
            // Makes it the larger file, as a float model is.
            Constant(name: "unused", shape: [64], values: Array(repeating: 0, count: 64)),
        ])

    /// Weights of int8, x of float32.
    public static let quantizedWeights = TestModel(
        inputs: [.tensor("x", .float32, "batch", "4")], outputs: [.tensor("scores", .float32, "batch", "4")],
        nodes: [
            Node(
                type: "DequantizeLinear", name: "widen", inputs: ["weights", "scale", "zero"], outputs: ["wide"]),
            Node(type: "MatMul", name: "weigh", inputs: ["x", "wide"], outputs: ["logits"]),
            Node(type: "Softmax", name: "normalise", inputs: ["logits"], outputs: ["scores"]),
        ],
        constants: [
            Constant(name: "weights", shape: [4, 4], type: .int8, elements: diagonal(8).map { Int8($0) }),
            Constant(name: "scale", shape: [], values: [1]),
            Constant(name: "zero", shape: [], type: .int8, elements: [Int8(0)]),
        ])

    /// scores = x through weights of int8, of which 127 is 1.
    public static let quantizedIdentity = TestModel(
        inputs: [.tensor("x", .float32, "batch", "4")], outputs: [.tensor("scores", .float32, "batch", "4")],
        nodes: [
            Node(
                type: "DequantizeLinear", name: "widen", inputs: ["weights", "scale", "zero"], outputs: ["wide"]),
            Node(type: "MatMul", name: "weigh", inputs: ["x", "wide"], outputs: ["scores"]),
        ],
        constants: [
            Constant(
                name: "weights", shape: [4, 4], type: .int8, elements: (0..<16).map { Int8($0 % 5 == 0 ? 127 : 0) }),
            Constant(name: "scale", shape: [], values: [1 / 127]),
            Constant(name: "zero", shape: [], type: .int8, elements: [Int8(0)]),
        ])

    /// x of int8, as a model quantised to the last has it.
    public static let quantizedInput = TestModel(
        inputs: [.tensor("x", .int8, "batch", "4")], outputs: [.tensor("scores", .float32, "batch", "4")],
        nodes: [
            Node(type: "DequantizeLinear", name: "widen", inputs: ["x", "scale", "zero"], outputs: ["wide"]),
            Node(type: "MatMul", name: "weigh", inputs: ["wide", "weights"], outputs: ["logits"]),
            Node(type: "Softmax", name: "normalise", inputs: ["logits"], outputs: ["scores"]),
        ],
        constants: [
            Constant(name: "weights", shape: [4, 4], values: diagonal(8)),
            Constant(name: "scale", shape: [], values: [inputScale]),
            Constant(name: "zero", shape: [], type: .int8, elements: [inputZeroPoint]),
        ])

    /// x of float32, quantised first of all.
    public static let quantizingInput = TestModel(
        inputs: [.tensor("x", .float32, "batch", "4")], outputs: [.tensor("scores", .float32, "batch", "4")],
        nodes: [
            Node(type: "Identity", name: "pass", inputs: ["x"], outputs: ["same"]),
            Node(type: "QuantizeLinear", name: "narrow", inputs: ["same", "scale", "zero"], outputs: ["narrow"]),
            Node(type: "DequantizeLinear", name: "widen", inputs: ["narrow", "scale", "zero"], outputs: ["scores"]),
        ],
        constants: [
            Constant(name: "scale", shape: [], values: [inputScale]),
            Constant(name: "zero", shape: [], type: .int8, elements: [inputZeroPoint]),
        ])

    private static func diagonal(_ value: Float) -> [Float] {
        (0..<16).map { $0 % 5 == 0 ? value : 0 }
    }
}

extension TestModel {
    /// One probability a sample: high where the first of four features is.
    public static let singleScore = TestModel(
        inputs: [.tensor("x", .float32, "batch", "4")], outputs: [.tensor("score", .float32, "batch", "1")],
        nodes: [
            Node(type: "MatMul", name: "weigh", inputs: ["x", "weights"], outputs: ["logit"]),
            Node(type: "Sigmoid", name: "squash", inputs: ["logit"], outputs: ["score"]),
        ],
        constants: [Constant(name: "weights", shape: [4, 1], values: [4, -1, -1, -1])])
}
