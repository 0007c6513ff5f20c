/// Which of a model's inputs and outputs are which of those that its golden set names: converters rename tensors, and some
/// change the order of axes.
public struct TensorMapping: Sendable, Hashable, Codable {
    /// By the golden set's names. Those that are missing have the same name in the model.
    public var inputs: [String: TensorLink]
    public var outputs: [String: TensorLink]

    public init(inputs: [String: TensorLink] = [:], outputs: [String: TensorLink] = [:]) {
        self.inputs = inputs
        self.outputs = outputs
    }

    public var isEmpty: Bool { inputs.isEmpty && outputs.isEmpty }
}
