/// A planned look at a comparison while it is measured: has what was measured so far decided everything that depends on it?
///
/// The harness knows no gates; the caller decides.
public struct InterimLook: Sendable {
    /// All cells and pairs as they stand.
    public var run: RunRecord
    /// The pair in question; nil when `cell` is measured alone.
    public var pair: PairRecord?
    /// The candidate of the pair, or the cell measured alone.
    public var cell: Int
    /// The time left does not reach the next look: what is asked is only whether fewer launches would decide something else.
    public var isBetweenLooks = false

    public init(run: RunRecord, pair: PairRecord?, cell: Int, isBetweenLooks: Bool = false) {
        self.run = run
        self.pair = pair
        self.cell = cell
        self.isBetweenLooks = isBetweenLooks
    }

    public enum Decision: Sendable, Equatable {
        /// Every gate has its decision, or all that it needs for one.
        case decided
        /// - Parameter moreLaunches: about how many would decide, were effect and spread to stay; nil when none would. When
        ///   time is short, the comparisons nearest to a decision get it.
        case undecided(moreLaunches: Int?)
    }
}
