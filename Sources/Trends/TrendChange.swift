/// A change of a series' level.
public struct TrendChange: Sendable, Equatable {
    public enum Verdict: String, Sendable, Codable {
        case regression, improvement
        /// The anchor moved with it: it was the machine.
        case machine
        /// Nobody said which way is better.
        case change
    }

    /// How sure it is that the level changed.
    public enum Certainty: String, Sendable, Codable {
        case found
        /// Too few points of the new level to be sure; time will tell.
        case probable
    }

    /// Of the first point of the new level, and the positions between which it lies with 95 % confidence.
    public var position: Int
    public var earliest: Int
    public var latest: Int
    /// Levels before and after, in the metric's base unit.
    public var before: Double
    public var after: Double
    /// The change with its interval: relative (0.03 is +3 %) for metrics that change by ratios, otherwise in the metric's base unit.
    public var size: Double
    public var low: Double
    public var high: Double
    public var confidence: Double
    public var pValue: Double
    /// How many points of the new level it took until it was found.
    public var delay: Int
    public var verdict: Verdict
    /// What is known to have changed at this very place.
    public var events: [TrendEvent]
    /// Commits measured last before and first after the interval of the place, oldest first; the culprit lies behind the first.
    public var commits: [String]
    /// Whether it was found with the latest run, or since the time that was asked for.
    public var isNew: Bool
    /// A regression that was made good: the level that holds now is no worse than the one before it.
    public var isRecovered: Bool
    /// Whether `size` is what is left once the anchor's change at this place is taken away.
    public var isAnchorCorrected: Bool
    /// Probable changes count for no policy.
    public var certainty: Certainty
    /// The promotion to a named baseline, such as `main@3`, whose run had this regression already; nil when there is none.
    public var acceptedBy: String?

    public init(
        position: Int, earliest: Int, latest: Int, before: Double, after: Double, size: Double, low: Double,
        high: Double, confidence: Double, pValue: Double, delay: Int, verdict: Verdict, events: [TrendEvent] = [],
        commits: [String] = [], isNew: Bool = false, isRecovered: Bool = false, isAnchorCorrected: Bool = false,
        certainty: Certainty = .found, acceptedBy: String? = nil
    ) {
        self.position = position
        self.earliest = earliest
        self.latest = latest
        self.before = before
        self.after = after
        self.size = size
        self.low = low
        self.high = high
        self.confidence = confidence
        self.pValue = pValue
        self.delay = delay
        self.verdict = verdict
        self.events = events
        self.commits = commits
        self.isNew = isNew
        self.isRecovered = isRecovered
        self.isAnchorCorrected = isAnchorCorrected
        self.certainty = certainty
        self.acceptedBy = acceptedBy
    }
}
