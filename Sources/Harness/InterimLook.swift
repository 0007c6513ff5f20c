import Records

/// Asked at each planned look: has what was measured so far decided everything that depends on it?
///
/// The harness knows no gates; whoever starts a run answers.
public struct InterimLook: Sendable {
    /// All cells and pairs as they stand.
    public var run: RunRecord
    /// The pair in question; nil when `cell` is measured alone.
    public var pair: PairRecord?
    /// The candidate of the pair, or the cell measured alone.
    public var cell: Int

    public enum Decision: Sendable, Equatable {
        case decided
        /// - Parameter moreLaunches: about how many it would take; nil when there is no telling. When time is short, the
        ///   comparisons nearest to a decision get it.
        case undecided(moreLaunches: Int?)
    }
}
