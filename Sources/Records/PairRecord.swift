/// Two cells measured interleaved, so that drift of the machine cancels.
public struct PairRecord: Sendable, Codable, Equatable {
    public enum Purpose: String, Sendable, Codable { case reference, baseline }

    /// Why the measuring of a pair ended.
    public enum StopReason: String, Sendable, Codable {
        /// Every gate that the pair serves was decided, or had all it needs.
        case decided
        /// All planned launches were measured.
        case complete
        /// The time allowed for the suite, or for one cell, would not have reached the next look.
        case budget
        /// Another process kept the machine from it.
        case heldUp = "held_up"
    }

    /// Position in `RunRecord.pairs`.
    public var id: Int
    public var purpose: Purpose
    /// Cell ids.
    public var baselineCell: Int
    public var candidateCell: Int
    /// Launches planned at most, and launches of which both sides were measured whole.
    public var launchesPlanned: Int
    public var launchesMeasured: Int
    /// The numbers of launches after which the evidence was to be looked at, ascending; the last is `launchesPlanned`. Fixed
    /// before the first launch: a verdict depends on the plan as well as on the data.
    public var looks: [Int]
    /// Nil when a failure or an interruption ended it.
    public var ending: StopReason?
    public var secondsSpent: Double

    /// - Parameter looks: nil means one look, at the end.
    public init(
        id: Int, purpose: Purpose, baselineCell: Int, candidateCell: Int, launchesPlanned: Int,
        launchesMeasured: Int = 0, looks: [Int]? = nil, ending: StopReason? = nil, secondsSpent: Double = 0
    ) {
        self.id = id
        self.purpose = purpose
        self.baselineCell = baselineCell
        self.candidateCell = candidateCell
        self.launchesPlanned = launchesPlanned
        self.launchesMeasured = launchesMeasured
        self.looks = looks ?? [launchesPlanned]
        self.ending = ending
        self.secondsSpent = secondsSpent
    }
}
