import InferenceCore

/// One combination of what models differ in. All of them compute y = x · weights + bias, of whole numbers that every type holds
/// exactly, so that a plain loop knows every answer to the last bit.
struct ModelKind: Sendable, CustomStringConvertible {
    enum Task: String, CaseIterable, Sendable { case classification, binary, regression, anomaly }

    var input: ElementType
    var output: ElementType
    var isDynamic: Bool
    /// In a file of their own beside the model.
    var weightsAreBeside: Bool
    /// x is the only input, or the sum of two.
    var inputCount: Int
    var task: Task

    var description: String {
        "\(input.rawValue) to \(output.rawValue), \(isDynamic ? "dynamic" : "static"), \(inputCount) inputs, "
            + "\(weightsAreBeside ? "weights beside, " : "")\(task.rawValue)"
    }

    /// Integers of 8 and 16 bits are quantised, wider ones are what they say.
    static func isQuantized(_ type: ElementType) -> Bool { [.int8, .uint8, .int16].contains(type) }
    static let scale: Float = 0.5
    static func zeroPoint(_ type: ElementType) -> Int {
        switch type {
        case .int8: -3
        case .uint8: 128
        // TensorFlow Lite has them symmetric.
        default: 0
        }
    }

    var inputNames: [String] { inputCount == 1 ? ["x"] : ["a", "b"] }
    var outputWidth: Int { task == .binary || task == .anomaly ? 1 : 4 }

    /// By class, then by feature.
    var weights: [[Float]] {
        (0..<outputWidth).map { row -> [Float] in
            (0..<4).map { column -> Float in
                let step = 3 * row + 5 * column + 1
                return Float(step % 7 - 3)
            }
        }
    }
    var bias: [Float] { (0..<outputWidth).map { Float($0 - 1) } }

    static let sampleCount = 8
    /// Of one input and sample: whole numbers from -3 to 3.
    func sample(_ index: Int, ofInput input: Int) -> [Float] {
        (0..<4).map { feature -> Float in
            let step = index * (3 + input) + feature * 5 + input + index * index
            return Float(step % 7 - 3)
        }
    }

    /// What the model answers.
    func answer(_ index: Int) -> [Float] {
        var x: [Float] = [0, 0, 0, 0]
        for input in 0..<inputCount {
            for (feature, value) in sample(index, ofInput: input).enumerated() { x[feature] += value }
        }
        var answer = bias
        for (row, weights) in weights.enumerated() {
            for (feature, weight) in weights.enumerated() { answer[row] += weight * x[feature] }
        }
        return answer
    }

    /// Every combination of types, with the tasks taking turns.
    static func all(inputs: [ElementType], outputs: [ElementType], weightsMayBeBeside: Bool) -> [ModelKind] {
        var kinds: [ModelKind] = []
        for input in inputs {
            for output in outputs {
                for bits in 0..<(weightsMayBeBeside ? 8 : 4) {
                    kinds.append(
                        ModelKind(
                            input: input, output: output, isDynamic: bits & 1 == 1, weightsAreBeside: bits & 4 == 4,
                            inputCount: bits & 2 == 2 ? 2 : 1, task: Task.allCases[(kinds.count + bits / 2) % 4]))
                }
            }
        }
        return kinds
    }
}
