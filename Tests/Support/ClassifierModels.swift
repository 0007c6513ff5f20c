import InferenceCore

/// Classifiers for `GoldenSetFixture`: x is [batch, 4], so are the scores.
extension TestModel {
    /// scores = x: every answer is right.
    public static let rightClassifier = classifier([
        Node(type: "Identity", name: "copy", inputs: ["x"], outputs: ["scores"])
    ])

    /// The scores of every class go to its neighbour: every answer is wrong.
    public static let wrongClassifier = classifier(
        [Node(type: "MatMul", name: "shift", inputs: ["x", "permutation"], outputs: ["scores"])],
        constants: [
            Constant(
                name: "permutation", shape: [4, 4], values: [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0])
        ])

    /// Class 3 is taken for class 2; everything else is right.
    public static let mostlyRightClassifier = classifier(
        [Node(type: "MatMul", name: "merge", inputs: ["x", "merging"], outputs: ["scores"])],
        constants: [
            Constant(
                name: "merging", shape: [4, 4], values: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0])
        ])

    /// scores = log(-x): NaN throughout.
    public static let notANumber = classifier([
        Node(type: "Neg", name: "negate", inputs: ["x"], outputs: ["negative"]),
        Node(type: "Log", name: "logarithm", inputs: ["negative"], outputs: ["scores"]),
    ])

    /// scores = x / 0: infinity throughout.
    public static let infinite = classifier(
        [Node(type: "Div", name: "divide", inputs: ["x", "zero"], outputs: ["scores"])],
        constants: [Constant(name: "zero", shape: [1], values: [0])])

    /// Correct predictions after a while: each multiplication of 1024 x 1024 matrices takes tens of milliseconds of a core.
    public static func slowClassifier(multiplications: Int) -> TestModel {
        var nodes = [
            Node(type: "MatMul", name: "widen", inputs: ["x", "zeros"], outputs: ["row"]),
            Node(type: "Transpose", name: "turn", inputs: ["row"], outputs: ["column"]),
            Node(type: "Mul", name: "spread", inputs: ["column", "row"], outputs: ["matrix0"]),
        ]
        for step in 0..<multiplications {
            nodes.append(
                Node(
                    type: "MatMul", name: "multiply\(step)", inputs: ["matrix\(step)", "matrix\(step)"],
                    outputs: ["matrix\(step + 1)"]))
        }
        nodes.append(
            Node(
                type: "ReduceMax", name: "reduce", inputs: ["matrix\(multiplications)"], outputs: ["nothing"],
                integers: ["keepdims": 0]))
        nodes.append(Node(type: "Add", name: "add", inputs: ["x", "nothing"], outputs: ["scores"]))
        return classifier(
            nodes, constants: [Constant(name: "zeros", shape: [4, 1024], values: Array(repeating: 0, count: 4096))])
    }

    /// Correct predictions, from a model that a runtime which computes constants while it opens a file opens in minutes.
    public static let slowToOpen: TestModel = {
        let count = 4000
        var nodes = [Node(type: "ConstantOfShape", name: "zeros", inputs: ["sizes"], outputs: ["matrix0"])]
        for step in 0..<count {
            nodes.append(
                Node(
                    type: "MatMul", name: "multiply\(step)", inputs: ["matrix\(step)", "matrix\(step)"],
                    outputs: ["matrix\(step + 1)"]))
        }
        nodes.append(
            Node(
                type: "ReduceMax", name: "reduce", inputs: ["matrix\(count)"], outputs: ["nothing"],
                integers: ["keepdims": 0]))
        nodes.append(Node(type: "Add", name: "add", inputs: ["x", "nothing"], outputs: ["scores"]))
        let sizes: [Int64] = [1024, 1024]
        return classifier(nodes, constants: [Constant(name: "sizes", shape: [2], type: .int64, elements: sizes)])
    }()

    /// Asks for 400 TB, more than a process can address.
    public static let greedy = classifier(
        [
            Node(type: "Cast", name: "count", inputs: ["sizes"], outputs: ["shape"], integers: ["to": 7]),
            Node(type: "ConstantOfShape", name: "fill", inputs: ["shape"], outputs: ["huge"]),
            Node(type: "ReduceMax", name: "reduce", inputs: ["huge"], outputs: ["nothing"], integers: ["keepdims": 0]),
            Node(type: "Add", name: "add", inputs: ["x", "nothing"], outputs: ["scores"]),
        ],
        constants: [Constant(name: "sizes", shape: [3], values: [1_000_000, 1_000_000, 100])])

    /// A right classifier whose input is another than the golden set's.
    public static func copying(input: String = "x", type: ElementType = .float32, width: String = "4") -> TestModel {
        TestModel(
            inputs: [.tensor(input, type, "batch", width)], outputs: [.tensor("scores", type, "batch", width)],
            nodes: [Node(type: "Identity", name: "copy", inputs: [input], outputs: ["scores"])])
    }

    private static func classifier(_ nodes: [Node], constants: [Constant] = []) -> TestModel {
        TestModel(
            inputs: [.tensor("x", .float32, "batch", "4")], outputs: [.tensor("scores", .float32, "batch", "4")],
            nodes: nodes, constants: constants)
    }
}
