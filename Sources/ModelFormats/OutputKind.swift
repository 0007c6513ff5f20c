/// What an output holds, as far as the operator that makes it tells.
public enum OutputKind: Sendable, Equatable {
    case probabilities, logits
}
