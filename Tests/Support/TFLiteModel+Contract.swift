import InferenceCore

/// The graphs of the runtime contract, as `TestModel+Contract.swift` has them.
extension TFLiteModel {
    /// y = x, of any type, shape [batch, 3].
    public static func identity(_ type: ElementType) -> TFLiteModel {
        TFLiteModel(
            inputs: [Port("x", type, [-1, 3])], outputs: [Port("y", type, [-1, 3])],
            constants: [Constant(Port("shape", .int32, [2]), [Int32(-1), 3])],
            nodes: [Node(.reshape, ["x", "shape"], ["y"])])
    }

    /// scores = x · weights + bias; x is [batch, 2], scores are [batch, 3].
    public static let linear = TFLiteModel(
        inputs: [Port("x", .float32, [-1, 2])], outputs: [Port("scores", .float32, [-1, 3])],
        constants: [
            Constant(Port("weights", .float32, [3, 2]), [1, 4, 2, 5, 3, 6] as [Float]),
            Constant(Port("bias", .float32, [3]), [10, 20, 30] as [Float]),
        ],
        nodes: [Node(.fullyConnected, ["x", "weights", "bias"], ["scores"])])

    /// scores = x, of four numbers: for `GoldenSetFixture`.
    public static let rightClassifier = TFLiteModel(
        inputs: [Port("x", .float32, [1, 4])], outputs: [Port("scores", .float32, [1, 4])],
        constants: [
            Constant(Port("weights", .float32, [4, 4]), (0..<16).map { place -> Float in place % 5 == 0 ? 1 : 0 }),
            Constant(Port("bias", .float32, [4]), [0, 0, 0, 0] as [Float]),
        ], nodes: [Node(.fullyConnected, ["x", "weights", "bias"], ["scores"])])

    /// sum = a + b and difference = a - b, of fixed shape [4].
    public static let twoInputs = TFLiteModel(
        inputs: [Port("a", .float32, [4]), Port("b", .float32, [4])],
        outputs: [Port("sum", .float32, [4]), Port("difference", .float32, [4])],
        nodes: [Node(.add, ["a", "b"], ["sum"]), Node(.sub, ["a", "b"], ["difference"])])

    /// count = int64(a + a), a of fixed shape [4]: XNNPACK adds, and has no such conversion.
    public static let partlyAccelerated = TFLiteModel(
        inputs: [Port("a", .float32, [4])], outputs: [Port("sum", .float32, [4]), Port("count", .int64, [4])],
        nodes: [Node(.add, ["a", "a"], ["sum"]), Node(.cast, ["sum"], ["count"])])

    /// y = float32(x), x is float16 of shape [batch].
    public static let widen = TFLiteModel(
        inputs: [Port("x", .float16, [-1])], outputs: [Port("y", .float32, [-1])],
        nodes: [Node(.dequantize, ["x"], ["y"])])

    /// Indices of elements that are not zero: the output's size depends on the data.
    public static let nonZero = TFLiteModel(
        inputs: [Port("x", .float32, [4])], outputs: [Port("indices", .int64, [-1, 1])],
        nodes: [Node(.whereTrue, ["x"], ["indices"])])

    /// Beside them y = x + x, which is there whatever the others are.
    public static let partlyOpen = TFLiteModel(
        inputs: [Port("x", .float32, [4])],
        outputs: [Port("y", .float32, [4]), Port("indices", .int64, [-1, 1])],
        nodes: [Node(.add, ["x", "x"], ["y"]), Node(.whereTrue, ["x"], ["indices"])])

    /// Adds two vectors whose sizes the model does not tie together, so that the kernel finds the mismatch.
    public static let mismatched = TFLiteModel(
        inputs: [Port("a", .float32, [-1]), Port("b", .float32, [-1])], outputs: [Port("y", .float32, [-1])],
        nodes: [Node(.add, ["a", "b"], ["y"])])

    public static let strings = TFLiteModel(
        inputs: [Port("text", code: stringCode, [2])], outputs: [Port("copy", code: stringCode, [2])],
        constants: [Constant(Port("shape", .int32, [1]), [Int32(2)])],
        nodes: [Node(.reshape, ["text", "shape"], ["copy"])])
}
