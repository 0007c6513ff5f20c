import Statistics

/// How the levels of a series are found; tests give their own.
public typealias LevelSearch =
    @Sendable (_ series: Sample, _ knownBreaks: Set<Int>, _ minimumSize: Double) -> LevelSegmentation

extension LevelShiftSearch {
    /// The search that `docs/method.md` describes.
    public static let standard: LevelSearch = { series, knownBreaks, minimumSize in
        LevelShiftSearch(minimumSize: minimumSize).segment(series, knownBreaks: knownBreaks)
    }

    /// Points that a level has at least.
    public static let pointsOfALevel = LevelShiftSearch().minimumSegment
}
