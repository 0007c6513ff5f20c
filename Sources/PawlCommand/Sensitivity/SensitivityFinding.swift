/// What a search came to.
public struct SensitivityFinding: Sendable {
    public enum StopReason: String, Sendable, Encodable {
        /// The gates pass with everything quantised.
        case passesWhole = "passes_whole"
        /// Some nodes must stay in single precision; with them the gates pass.
        case found
        /// Time was up, or the user stopped it.
        case stopped
    }

    /// Some nodes, quantised alone while all others stay in single precision.
    public struct Entry: Sendable {
        /// Positions in the list of nodes.
        public var unit: [Int]
        public var trial: Trial

        public init(unit: [Int], trial: Trial) {
            self.unit = unit
            self.trial = trial
        }
    }

    public var ending: StopReason
    public var nodes: [QuantisableNode]
    /// Everything quantised; nil when not even that was tried.
    public var whole: Trial?
    /// In the order in which they were tried, groups before what is in them.
    public var sweep: [Entry]
    /// The smallest set found that, kept in single precision, lets the gates pass; nil when none was found but all.
    public var kept: Set<Int>?
    public var keptTrial: Trial?
    /// A smaller set with which no gate fails, though one is undecided: more golden samples might let it pass.
    public var undecided: Set<Int>?
    public var undecidedTrial: Trial?
    /// Whether every node of `kept` was tried in its turn, and the gates do not pass when it is quantised too.
    public var isMinimal: Bool
    /// Whether each node was tried as the only one that is kept, so that no set of one was missed.
    public var triedEverySingle: Bool
    /// Variants that were made and judged.
    public var trials: Int
}
