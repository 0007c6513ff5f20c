import Statistics

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

/// A shift of a series with what was concluded from it, before it is put into words and units.
struct FoundChange {
    var shift: LevelShift
    var isMachine = false
    var isAnchorCorrected = false
    /// Levels on either side in the scale of the analysis, as measured.
    var before: Double
    var after: Double
    /// The level before, and the last one that can be compared with it, both without the anchor's moves.
    var comparedBefore: Double
    var comparedLatest: Double
}

/// Levels as measured, changes, and the spread about the levels, in the scale of the analysis.
struct SeriesFinding {
    var levels: [LevelSegmentation.Segment]
    var changes: [FoundChange]
    var noise: Double
    /// How far from their level 95 % of the values lie at most; nil with too few to say.
    var band: Double?
    var course = SeriesCourse()
}

/// A straight stretch of a series: values drift rather than step.
public struct TrendDrift: Sendable, Equatable {
    /// Positions of the points along it.
    public var range: Range<Int>
    /// On the line, in the measure's base unit.
    public var before: Double
    public var after: Double
    /// From its start to its end: relative where changes are ratios, otherwise in the base unit.
    public var size: Double
    /// A day, on the scale of `size`, with its 95 % interval.
    public var slope: Double
    public var low: Double
    public var high: Double
    public var verdict: TrendChange.Verdict
    /// Whether it was found with the latest run, or since the time that was asked for.
    public var isNew: Bool = false
}

/// A pattern that repeats, taken out before levels were looked for.
public struct TrendSeason: Sendable, Equatable {
    /// Values after which it repeats.
    public var period: Int
    /// Half the way from its lowest to its highest phase, on the scale of changes.
    public var reach: Double
}

/// Two levels, in the measure's base unit, between which single values go to and fro.
public struct TrendTwoLevels: Sendable, Equatable {
    public var low: Double
    public var high: Double
    /// Of the values, how many lie at the higher one.
    public var highShare: Double
}
