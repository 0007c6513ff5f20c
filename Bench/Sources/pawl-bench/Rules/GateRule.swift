/// A way to decide from measurements whether a candidate is slower than its baseline.
protocol GateRule: Sendable {
    /// In tables and figures.
    var name: String { get }
    /// - Parameters:
    ///   - trace: all that was recorded; the rule takes what it would have measured.
    ///   - seconds: machine time that it may spend; rules that decide themselves when to stop ignore it.
    /// - Returns: nil when the trace lacks what the rule needs, such as runs.
    func judge(_ trace: Trace, within seconds: Double) -> Ruling?
}

/// What a rule said of one trace.
struct Ruling: Equatable, Sendable {
    enum Decision: String, Sendable {
        /// Slower: the change would not be merged.
        case fail
        /// Not slower, or not by more than allowed.
        case pass
        /// Faster, where a rule says so: merged, but as wrong as `fail` when nothing changed.
        case faster
        /// Not enough evidence either way.
        case undecided
    }

    var decision: Decision
    /// Machine time spent: starting, loading, warming up and measuring both sides.
    var seconds: Double
}
