/// Tasks that a golden set can be made for from arrays and a table.
public enum CreatedTask: String, CaseIterable, Sendable {
    case classification, binary, sequence, embedding, regression, anomaly, fidelity

    /// Whether the samples must have labels; embeddings may, fidelity has none.
    public var needsLabels: Bool { self != .fidelity && self != .embedding }
}
