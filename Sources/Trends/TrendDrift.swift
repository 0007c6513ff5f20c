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
    public var isNew: Bool

    public init(
        range: Range<Int>, before: Double, after: Double, size: Double, slope: Double, low: Double, high: Double,
        verdict: TrendChange.Verdict, isNew: Bool = false
    ) {
        self.range = range
        self.before = before
        self.after = after
        self.size = size
        self.slope = slope
        self.low = low
        self.high = high
        self.verdict = verdict
        self.isNew = isNew
    }
}

/// A pattern that repeats, taken out before levels were looked for.
public struct TrendSeason: Sendable, Equatable {
    /// Values after which it repeats.
    public var period: Int
    /// Half the way from its lowest to its highest phase, on the scale of changes.
    public var reach: Double

    public init(period: Int, reach: Double) {
        self.period = period
        self.reach = reach
    }
}
