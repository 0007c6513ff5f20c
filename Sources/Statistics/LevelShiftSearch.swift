/// Finds where the level of a series changed.
///
/// 1. Noise and correlation come from differences, which shifts hardly touch, once gross steps are taken out; the correlation is taken
///    half a standard error larger.
/// 2. Values far from the median of their neighbourhood are limited: one bad night, or two, is no shift.
/// 3. The best segmentation under a penalty for each segment is found exactly, with costs that know the correlation. The penalty is
///    calibrated by simulation. What it leaves whole is split where the likelihood of one step is largest (`StepLikelihood`), beyond
///    what series without a step show.
/// 4. Each shift must be confirmed by a rank test (two-sided 5 %, ranks widened for the correlation), or by complete separation and a
///    t test at 5 % over the number of values; and by `minimumSize`. Those that are not go, the weakest first.
/// 5. At known events the place needs no search (`LevelShiftSweep`): one value of the new level may do. At the end two values may.
public struct LevelShiftSearch: Sendable {
    /// Values that a segment has at least; the penalty is calibrated for 3.
    public var minimumSegment: Int
    /// Changes smaller than this are no shifts, in the series' own scale.
    public var minimumSize: Double
    /// Share of series without any change in which a shift may be found.
    public var falseShare: Double
    /// The step between values that can be told apart, in the series' own scale; 0 where values are exact. Noise is taken to be half of
    /// it at least, so that a rounded value that flips is no shift.
    public var resolution: Double

    public init(
        minimumSegment: Int = 3, minimumSize: Double = 0, falseShare: Double = 0.05, resolution: Double = 0
    ) {
        self.minimumSegment = minimumSegment
        self.minimumSize = minimumSize
        self.falseShare = falseShare
        self.resolution = resolution
    }

    /// - Parameters:
    ///   - series: in order of time; logarithms for what changes by ratios.
    ///   - knownBreaks: positions of the first value after something known happened; a segment ends there whatever its values.
    ///   - events: the same, but a segment ends there only where the level changed.
    /// - Complexity: O(n²) for a series of one level, less with every shift; milliseconds for 1,000 values.
    public func segment(_ series: Sample, knownBreaks: Set<Int> = [], events: Set<Int> = []) -> LevelSegmentation {
        // A power of two scales exactly, and squares stay within the range of a Double.
        let largest = series.values.reduce(0) { max($0, $1.magnitude) }
        let unit = largest > 0 ? Double(sign: .plus, exponent: Int(largest.exponent), significand: 1) : 1
        guard let scaled = Sample(series.values.map { $0 / unit }) else { preconditionFailure("finite by its unit") }
        var search = self
        search.minimumSize /= unit
        search.resolution /= unit
        return search.segmentWithinRange(scaled, knownBreaks, events).scaled(by: unit)
    }

    private func segmentWithinRange(_ series: Sample, _ knownBreaks: Set<Int>, _ events: Set<Int>) -> LevelSegmentation
    {
        let passes = LevelShiftPasses(
            series, knownBreaks: knownBreaks, events: events, minimumSegment: minimumSegment, falseShare: falseShare)
        let judge = LevelShiftJudge(series: series, passes: passes, search: self)
        let boundaries = judge.boundaries
        let segments = judge.segments(startingAt: boundaries.map(\.position))
        let noise = ResidualNoise(series.values, segments: segments)
        var found = LevelSegmentation(
            shifts: judge.shifts(boundaries, segments, noise: noise), segments: segments,
            noise: noise.deviation, serialCorrelation: noise.correlation)
        found.band = LevelSegmentation.band(segments.residuals(of: series.values))
        return found
    }
}

extension LevelSegmentation {
    fileprivate func scaled(by unit: Double) -> LevelSegmentation {
        var scaled = self
        scaled.noise *= unit
        scaled.band = band.map { $0 * unit }
        for index in segments.indices { scaled.segments[index].level *= unit }
        for index in shifts.indices {
            scaled.shifts[index].size *= unit
            scaled.shifts[index].sizeInterval.low *= unit
            scaled.shifts[index].sizeInterval.high *= unit
        }
        return scaled
    }
}

extension LevelShiftSearch {
    /// The levels of a series, or the lines that it drifts along, or that it wanders; a season is taken out first.
    ///
    /// - Parameter times: of the values, not falling, as many; in days, or steps of 1.
    public func course(
        _ series: Sample, times: [Double], knownBreaks: Set<Int> = [], events: Set<Int> = []
    ) -> LevelSegmentation {
        guard times.count == series.count else { return segment(series, knownBreaks: knownBreaks, events: events) }
        // A clock that was set back tells nothing of how far values lie apart.
        let isRising = zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
        let times = isRising ? times : series.values.indices.map(Double.init)
        let season = SeasonalPattern.find(in: series.values, times: times)
        let plain =
            season.flatMap { season in Sample(zip(series.values, season.offsets).map { $0 - $1 }) } ?? series
        var search = self
        // A pattern that was fitted makes what is left quieter than it is.
        if let season { search.falseShare *= 1 - Double(season.period) / Double(series.count) }
        var found = search.segment(plain, knownBreaks: knownBreaks, events: events)
        if knownBreaks.isEmpty {
            let shifts = found.shifts.filter { $0.certainty == .found }
            let choice = CourseChoice(
                plain.values, times: times, noise: found.noise, minimumSize: minimumSize, starts: shifts.map(\.position)
            )
            if let (course, kept) = choice.choose(shifts) { found.take(course, kept: kept, of: plain) }
        }
        if found.course.kind == .wander || found.course.kind == .levels && found.shifts.isEmpty {
            found.course.twoLevels = TwoLevels(plain.values, leastDistance: max(minimumSize, 1.5 * resolution))
        }
        if let season {
            found.course.seasonPeriod = season.period
            found.course.seasonReach = ((season.offsets.max() ?? 0) - (season.offsets.min() ?? 0)) / 2
        }
        return found
    }
}

extension LevelSegmentation {
    fileprivate mutating func take(_ course: SeriesCourse, kept: [Int], of series: Sample) {
        self.course = course
        let ranges = course.pieces.isEmpty ? [0..<series.count] : course.pieces.map(\.range)
        segments = ranges.map { Segment(range: $0, level: LevelShiftEvidence.level(series.values[$0])) }
        shifts = shifts.filter { kept.contains($0.position) }.map { shift in
            var shift = shift
            guard let before = course.pieces.last(where: { $0.range.upperBound == shift.position }),
                let after = course.pieces.first(where: { $0.range.lowerBound == shift.position })
            else { return shift }
            let size = after.first - before.last
            shift.sizeInterval.low += size - shift.size
            shift.sizeInterval.high += size - shift.size
            shift.size = size
            return shift
        }
        var residuals = series.values
        for piece in course.pieces {
            for index in piece.range where piece.range.count > 1 {
                let share = Double(index - piece.range.lowerBound) / Double(piece.range.count - 1)
                residuals[index] -= piece.first + share * (piece.last - piece.first)
            }
        }
        noise =
            course.pieces.isEmpty
            ? (RobustVariation.ofDifferences(series.values, lag: 1) ?? 0).squareRoot()
            : (RobustVariation.meanSquare(residuals) ?? 0).squareRoot()
        let steps = zip(series.values, series.values.dropFirst()).map { $1 - $0 }
        band = Self.band(course.pieces.isEmpty ? steps : residuals)
    }
}
