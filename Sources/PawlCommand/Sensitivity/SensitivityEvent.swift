/// What a search reports while it goes on.
public enum SensitivityEvent: Sendable {
    /// A variant was judged that keeps the nodes at these positions.
    case tried(kept: Set<Int>, Trial)
}
