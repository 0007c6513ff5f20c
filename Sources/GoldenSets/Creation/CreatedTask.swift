/// Tasks that a golden set can be made for from arrays and what labels them.
public enum CreatedTask: String, CaseIterable, Sendable {
    case classification, binary, sequence, embedding, regression, detection, segmentation, anomaly, fidelity

    /// Whether the samples must have labels; embeddings may, fidelity has none.
    public var needsLabels: Bool { self != .fidelity && self != .embedding }

    /// Whether outputs may be averaged over groups of samples.
    public var takesGroups: Bool { GoldenTask.Kind(rawValue: rawValue)?.takesGroups ?? false }
}
