/// What an undecided gate does to the outcome of its run.
public enum InconclusivePolicy: String, CaseIterable, Sendable, Codable {
    /// The run is inconclusive, which is no pass.
    case fail
    /// The gate is shown and otherwise left out.
    case skip
}
