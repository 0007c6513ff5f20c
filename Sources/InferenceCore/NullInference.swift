/// Bound tensors of a null model.
final class NullInference: BoundInference {
    private let boundOutputs: [String: Tensor]
    /// Kept alive as every runtime keeps them.
    private let boundInputs: [String: Tensor]

    init(outputs: [String: Tensor], inputs: [String: Tensor]) {
        boundOutputs = outputs
        boundInputs = inputs
    }

    func run() throws(InferenceError) {}

    func outputs() throws(InferenceError) -> [String: Tensor] { boundOutputs }
}
