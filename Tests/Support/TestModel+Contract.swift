import InferenceCore

/// The graphs of the runtime contract; a runtime of another format has them in that format.
extension TestModel {
    /// y = x, of any type, shape [batch, 3].
    public static func identity(_ type: ElementType) -> TestModel {
        TestModel(
            inputs: [.tensor("x", type, "batch", "3")], outputs: [.tensor("y", type, "batch", "3")],
            nodes: [Node(type: "Identity", name: "copy", inputs: ["x"], outputs: ["y"])])
    }

    /// scores = x · weights + bias; x is [batch, 2], scores are [batch, 3].
    public static let linear = TestModel(
        inputs: [.tensor("x", .float32, "batch", "2")], outputs: [.tensor("scores", .float32, "batch", "3")],
        nodes: [
            Node(type: "MatMul", name: "multiply", inputs: ["x", "weights"], outputs: ["product"]),
            Node(type: "Add", name: "shift", inputs: ["product", "bias"], outputs: ["scores"]),
        ],
        constants: [
            Constant(name: "weights", shape: [2, 3], values: [1, 2, 3, 4, 5, 6]),
            Constant(name: "bias", shape: [3], values: [10, 20, 30]),
        ],
        metadata: ["author": "pawl", "labels": "a,b,c"])

    /// sum = a + b and difference = a - b, of fixed shape [4].
    public static let twoInputs = TestModel(
        inputs: [.tensor("a", .float32, "4"), .tensor("b", .float32, "4")],
        outputs: [.tensor("sum", .float32, "4"), .tensor("difference", .float32, "4")],
        nodes: [
            Node(type: "Add", name: "add", inputs: ["a", "b"], outputs: ["sum"]),
            Node(type: "Sub", name: "subtract", inputs: ["a", "b"], outputs: ["difference"]),
        ])

    /// y = float32(x), x is float16 of shape [batch].
    public static let widen = TestModel(
        inputs: [.tensor("x", .float16, "batch")], outputs: [.tensor("y", .float32, "batch")],
        nodes: [Node(type: "Cast", name: "widen", inputs: ["x"], outputs: ["y"], integers: ["to": 1])])

    /// Indices of elements that are not zero: the output's size depends on the data.
    public static let nonZero = TestModel(
        inputs: [.tensor("x", .float32, "4")], outputs: [.tensor("indices", .int64, "1", "count")],
        nodes: [Node(type: "NonZero", name: "find", inputs: ["x"], outputs: ["indices"])])

    /// total = factor · sum of x: a number times a number, both of rank 0.
    public static let scalars = TestModel(
        inputs: [.tensor("x", .float32, "4"), .tensor("factor", .float32)], outputs: [.tensor("total", .float32)],
        nodes: [
            Node(type: "ReduceSum", name: "sum", inputs: ["x"], outputs: ["sum"], integers: ["keepdims": 0]),
            Node(type: "Mul", name: "scale", inputs: ["sum", "factor"], outputs: ["total"]),
        ])

    /// y = x + x, of a shape that the model says nothing of.
    public static let shapeless = TestModel(
        inputs: [Port(name: "x", kind: .shapeless(code: 1))], outputs: [Port(name: "y", kind: .shapeless(code: 1))],
        nodes: [Node(type: "Add", name: "double", inputs: ["x", "x"], outputs: ["y"])])

    /// scores = x beside what Pawl cannot read: x in a sequence, and x as text.
    public static let unreadable = TestModel(
        inputs: [.tensor("x", .float32, "2")],
        outputs: [
            Port(name: "list", kind: .sequence(code: 1)), .tensor("scores", .float32, "2"),
            Port(name: "label", kind: .tensor(code: stringCode, shape: ["2"])),
        ],
        nodes: [
            Node(type: "SequenceConstruct", name: "wrap", inputs: ["x"], outputs: ["list"]),
            Node(type: "Add", name: "double", inputs: ["x", "x"], outputs: ["scores"]),
            Node(type: "Cast", name: "word", inputs: ["x"], outputs: ["label"], integers: ["to": stringCode]),
        ])

    public static let strings = TestModel(
        inputs: [Port(name: "text", kind: .tensor(code: stringCode, shape: ["2"]))],
        outputs: [Port(name: "copy", kind: .tensor(code: stringCode, shape: ["2"]))],
        nodes: [Node(type: "Identity", name: "copy", inputs: ["text"], outputs: ["copy"])])

    public static let sequence = TestModel(
        inputs: [.tensor("x", .float32, "2")], outputs: [Port(name: "list", kind: .sequence(code: 1))],
        nodes: [Node(type: "SequenceConstruct", name: "wrap", inputs: ["x"], outputs: ["list"])])

    /// Adds two vectors whose sizes the model does not tie together, so that the kernel finds the mismatch.
    public static let mismatched = TestModel(
        inputs: [.tensor("a", .float32, "n"), .tensor("b", .float32, "m")], outputs: [.tensor("y", .float32, "k")],
        nodes: [Node(type: "Add", name: "add", inputs: ["a", "b"], outputs: ["y"])])
}
