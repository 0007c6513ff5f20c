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
        var found = segment(plain, knownBreaks: knownBreaks, events: events)
        if knownBreaks.isEmpty {
            let shifts = found.shifts.filter { $0.certainty == .found }
            let choice = CourseChoice(
                plain.values, times: times, noise: found.noise, minimumSize: minimumSize, starts: shifts.map(\.position)
            )
            if let (course, kept) = choice.choose(shifts) { found.take(course, kept: kept, of: plain) }
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
    }
}
