/// What a model made of a golden set: what the task reads, how it was judged, and what else there is to compare.
public struct EvaluatedSet: Sendable {
    /// Of `GoldenSetManifest.outputs`, every sample.
    public var outputs: [String: OutputTable]
    public var evaluation: TaskEvaluation
    /// Outputs that the task does not keep whole, or does not read at all, of some samples.
    public var others: [String: SampledOutput]

    public init(
        outputs: [String: OutputTable], evaluation: TaskEvaluation, others: [String: SampledOutput] = [:]
    ) {
        self.outputs = outputs
        self.evaluation = evaluation
        self.others = others
    }

    /// All tensors that are there whole.
    func tensors(on set: GoldenSet) -> [String: SampledOutput] {
        // Classes are no tensor that could be near another.
        let whole = set.manifest.outputs.filter { $0.reduction == .none && set.texts(ofOutput: $0.name) == nil }
            .compactMap { wanted in
                outputs[wanted.key].map { (wanted.name, SampledOutput($0)) }
            }
        return others.merging(whole) { _, complete in complete }
    }
}
