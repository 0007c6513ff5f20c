/// How a cell's outputs differ from another's, tensor by tensor and sample by sample: what explains a failed agreement.
public struct OutputComparison: Sendable, Codable, Equatable {
    /// Every output of the other, in the order of names.
    public var tensors: [TensorComparison]
    /// The samples on which one output, the golden set's own where it is kept whole, differs most; the worst first.
    public var worstSamples: [SampleComparison]

    public init(tensors: [TensorComparison] = [], worstSamples: [SampleComparison] = []) {
        self.tensors = tensors
        self.worstSamples = worstSamples
    }

    /// The output with the least signal to noise; one whose elements have no counterpart counts as worse than any.
    public var worstTensor: TensorComparison? {
        tensors.filter { $0.samples > 0 }.min { ($0.fidelity?.sqnr ?? -.infinity) < ($1.fidelity?.sqnr ?? -.infinity) }
    }
}
