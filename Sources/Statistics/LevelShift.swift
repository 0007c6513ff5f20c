/// A place in a series where its level changed.
public struct LevelShift: Sendable, Equatable {
    /// How sure it is that the level changed.
    public enum Certainty: String, Sendable, Codable, CaseIterable {
        /// At most one series in twenty without a change has one.
        case found
        /// So few values that twice as many series without a change have one, or the last value alone: time will tell.
        case probable
    }

    /// Position of the first value of the new level.
    public var position: Int
    /// Positions between which the first value of the new level lies with the confidence of `size`.
    public var earliest: Int
    public var latest: Int
    /// New level less the old one, in the series' own scale.
    public var size: Double
    public var sizeInterval: Interval
    /// A rank test of the values before against those after, two-sided; with fewer than five on a side the ratio of likelihoods.
    public var pValue: Double
    /// How many values of the new level it took until it was found; the first value alone would be 1.
    public var delay: Int
    /// Whether the caller said that something known happened here; such a place is a shift only when the levels differ.
    public var isAtKnownBreak: Bool
    public var certainty: Certainty

    public init(
        position: Int, earliest: Int, latest: Int, size: Double, sizeInterval: Interval, pValue: Double, delay: Int,
        isAtKnownBreak: Bool, certainty: Certainty = .found
    ) {
        self.position = position
        self.earliest = earliest
        self.latest = latest
        self.size = size
        self.sizeInterval = sizeInterval
        self.pValue = pValue
        self.delay = delay
        self.isAtKnownBreak = isAtKnownBreak
        self.certainty = certainty
    }
}

/// A series as levels that hold from one shift to the next.
public struct LevelSegmentation: Sendable, Equatable {
    /// In order of position.
    public var shifts: [LevelShift]
    /// One more than there are segments' starts: the level of each segment between shifts and known breaks.
    public var segments: [Segment]
    /// Standard deviation about the levels, robust, in the series' own scale.
    public var noise: Double
    /// Correlation of neighbouring values about the levels.
    public var serialCorrelation: Double
    /// Whether levels tell all, or lines do.
    public var course = SeriesCourse()
    /// How far from their level, or their line, 95 % of the values lie at most, a season taken out; where values wander, from the value
    /// before. Nil with fewer than `fewestValuesOfABand`: twenty values are the fewest of which one may lie outside.
    public var band: Double?

    static let fewestValuesOfABand = 20

    /// The smallest of the distances, 0 or more, that no more than one in twenty exceeds.
    ///
    /// - Parameter distances: from what the band is about; their signs do not count.
    static func band(_ distances: [Double]) -> Double? {
        guard distances.count >= fewestValuesOfABand else { return nil }
        let inside = distances.count - distances.count / 20
        return distances.map(\.magnitude).sorted()[inside - 1]
    }

    public struct Segment: Sendable, Equatable {
        public var range: Range<Int>
        public var level: Double

        public init(range: Range<Int>, level: Double) {
            self.range = range
            self.level = level
        }
    }

    public init(shifts: [LevelShift], segments: [Segment], noise: Double, serialCorrelation: Double) {
        self.shifts = shifts
        self.segments = segments
        self.noise = noise
        self.serialCorrelation = serialCorrelation
    }
}

extension [LevelSegmentation.Segment] {
    /// The values less their levels.
    func residuals(of values: [Double]) -> [Double] {
        var residuals = values
        for segment in self {
            for index in segment.range { residuals[index] -= segment.level }
        }
        return residuals
    }
}
