import Statistics

/// A series and what is known of it.
public struct LevelQuestion: Sendable {
    /// In the scale of the analysis.
    public var series: Sample
    /// Positions of the first values that cannot be compared with those before.
    public var gulfs: Set<Int>
    /// Positions of the first values after something known happened.
    public var events: Set<Int>
    /// In the scale of the analysis.
    public var minimumSize: Double
    public var resolution: Double
    /// Of the values, in days or steps of 1; empty where nothing is known of them.
    public var times: [Double]

    public init(
        series: Sample, gulfs: Set<Int> = [], events: Set<Int> = [], minimumSize: Double, resolution: Double = 0,
        times: [Double] = []
    ) {
        self.series = series
        self.gulfs = gulfs
        self.events = events
        self.minimumSize = minimumSize
        self.resolution = resolution
        self.times = times
    }
}

/// How the levels of a series are found; tests give their own.
public typealias LevelSearch = @Sendable (LevelQuestion) -> LevelSegmentation

extension LevelShiftSearch {
    /// The search that `docs/method.md` describes.
    public static let standard: LevelSearch = { question in
        LevelShiftSearch(minimumSize: question.minimumSize, resolution: question.resolution)
            .course(question.series, times: question.times, knownBreaks: question.gulfs, events: question.events)
    }
}
