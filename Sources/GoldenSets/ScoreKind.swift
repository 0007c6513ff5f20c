/// What the numbers of a classification output are.
public enum ScoreKind: String, CaseIterable, Sendable, Equatable, Codable {
    /// At least 0, summing to 1.
    case probabilities
    /// Any finite numbers; a softmax makes probabilities of them.
    case logits
}
