/// What the numbers of a classification output are.
public enum ScoreKind: String, CaseIterable, Sendable, Equatable, Codable {
    /// At least 0, summing to 1.
    case probabilities
    /// Finite numbers, or minus infinity for a class that is ruled out; a softmax makes probabilities of them.
    case logits
}
