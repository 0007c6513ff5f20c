/// Which of the changes that a penalty allows are shifts, and what is known of each.
struct LevelShiftJudge {
    let series: Sample
    let passes: LevelShiftPasses
    let search: LevelShiftSearch

    let test: LevelTest
    private let sweep: LevelShiftSweep

    init(series: Sample, passes: LevelShiftPasses, search: LevelShiftSearch) {
        self.series = series
        self.passes = passes
        self.search = search
        let noise = passes.noise
        let likely = min(Self.largestLikely, noise.correlation + 1.2 / Double(series.count).squareRoot())
        test = LevelTest(
            values: series.values, correlation: max(noise.correlation, likely),
            leastDeviation: search.resolution / 2,
            clip: RunningMedianClip(limit: LevelCost.limit * noise.deviation))
        sweep = LevelShiftSweep(
            test: test, breaks: passes.breaks, known: passes.known, minimumSize: search.minimumSize,
            falseShare: search.falseShare)
    }

    /// The correlation up to which false points are promised to stay rare.
    private static let largestLikely = 0.6

    private var correlation: Double { passes.noise.prudentCorrelation }

    /// Where segments end, and how sure it is that the level changed there.
    var boundaries: [LevelShiftSweep.Boundary] {
        let searched = series.count < Self.fewestValuesOfTheTable ? [] : snapped(confirmed(passes.changes))
        return sweep.boundaries(searched.isEmpty && series.count <= Self.mostValuesToSplit ? shortSplit : searched)
    }

    func segments(startingAt starts: [Int]) -> [LevelSegmentation.Segment] {
        let edges = Array(Set(starts + [0])).sorted() + [series.count]
        return zip(edges, edges.dropFirst()).map { start, end in
            LevelSegmentation.Segment(range: start..<end, level: test.level(start..<end))
        }
    }

    // MARK: - Changes that the search finds

    /// Shorter series have no penalty.
    private static let fewestValuesOfTheTable = 8

    /// A step is a large share of so few differences, and passes for correlation.
    private static let mostValuesToSplit = 30

    /// Of a short series: the split with the largest t, two values on either side at least.
    private var shortSplit: [Int] {
        let edges = [0] + passes.breaks + [series.count]
        let places = zip(edges, edges.dropFirst()).flatMap { start, end in
            (start + 2..<max(start + 2, end - 1)).map { (place: $0, range: start..<end) }
        }
        let answers = places.map { place, range in
            let starts = Array(Set(edges.dropLast() + [place])).sorted()
            let answer = test.compare(
                range.lowerBound..<place, place..<range.upperBound, starts: starts, end: series.count)
            return (place: place, range: range, answer: answer)
        }
        guard let best = answers.min(by: { $0.answer.pValue < $1.answer.pValue }),
            best.answer.degreesOfFreedom >= 3, best.answer.size.magnitude >= search.minimumSize
        else { return [] }
        let share = (passes.known.isEmpty ? search.falseShare : search.falseShare / 2) / Double(places.count)
        let isSeparate = separates(best.range.lowerBound..<best.place, best.place..<best.range.upperBound)
        return isSeparate && best.answer.size != 0 && best.answer.pValue <= share ? [best.place] : []
    }

    /// A change whose place may as well be that of a known event is at the event.
    private func snapped(_ changes: [Int]) -> [Int] {
        let events = passes.known.filter { !passes.breaks.contains($0) }
        guard !events.isEmpty, !changes.isEmpty else { return changes }
        let edges = Array(Set([0] + changes + passes.breaks)).sorted() + [series.count]
        return changes.map { change in
            guard let index = edges.firstIndex(of: change), index > 0, index + 1 < edges.count else { return change }
            let places = passes.places(
                like: change, in: edges[index - 1]..<edges[index + 1], threshold: LevelShiftEvidence.positionThreshold)
            return events.filter(places.contains).min { abs($0 - change) < abs($1 - change) } ?? change
        }
    }

    /// The changes without those that ranks or size speak against; their neighbours are looked at anew.
    func confirmed(_ changes: [Int]) -> [Int] {
        var left = changes
        while !left.isEmpty {
            let segments = segments(startingAt: left + passes.breaks)
            let evidence = evidence(segments, noise: ResidualNoise(series.values, segments: segments))
            var weakest: (position: Int, strength: Double)?
            for (before, after) in zip(segments, segments.dropFirst())
            where left.contains(after.range.lowerBound)
                && !isShift(before.range, after.range, evidence, segments)
            {
                let error = evidence.standardErrorOfUnitNoise(before.range, after.range)
                let strength = (after.level - before.level).magnitude / error
                if strength < weakest?.strength ?? .infinity { weakest = (after.range.lowerBound, strength) }
            }
            guard let weakest else { break }
            left.removeAll { $0 == weakest.position }
        }
        return left
    }

    // MARK: - Shifts

    func shifts(
        _ boundaries: [LevelShiftSweep.Boundary], _ segments: [LevelSegmentation.Segment], noise: ResidualNoise
    ) -> [LevelShift] {
        let evidence = evidence(segments, noise: noise)
        let starts = segments.map(\.range.lowerBound)
        return zip(segments, segments.dropFirst()).compactMap { before, after in
            let position = after.range.lowerBound
            guard let boundary = boundaries.first(where: { $0.position == position }),
                let certainty = boundary.certainty
            else { return nil }
            let isShort = min(before.range.count, after.range.count) < 5
            let places = boundary.isKnown ? position...position : places(of: boundary, before.range, after.range)
            return LevelShift(
                position: position, earliest: places.lowerBound, latest: places.upperBound,
                size: after.level - before.level,
                sizeInterval: isShort
                    ? interval(before.range, after.range, starts) : evidence.interval(before.range, after.range),
                pValue: isShort ? boundary.pValue : evidence.pValue(before.range, after.range),
                delay: delay(boundary, places, before.range, after.range, boundaries, evidence),
                isAtKnownBreak: boundary.isKnown, certainty: certainty)
        }
    }

    private func interval(_ before: Range<Int>, _ after: Range<Int>, _ starts: [Int]) -> Interval {
        let answer = test.compare(before, after, starts: starts, end: series.count)
        let tail = 1 - (1 - LevelShiftEvidence.confidence) / 2
        let reach =
            answer.degreesOfFreedom > 0
            ? StudentT(degreesOfFreedom: answer.degreesOfFreedom).quantile(tail) * answer.standardError : .infinity
        return Interval(
            low: answer.size - reach, high: answer.size + reach, confidence: LevelShiftEvidence.confidence)
    }

    private func places(
        of boundary: LevelShiftSweep.Boundary, _ before: Range<Int>, _ after: Range<Int>
    ) -> ClosedRange<Int> {
        let position = boundary.position
        guard series.count >= Self.fewestValuesOfTheTable, after.count >= search.minimumSegment else {
            return position...position
        }
        return passes.places(
            like: position, in: before.lowerBound..<after.upperBound, threshold: LevelShiftEvidence.positionThreshold)
    }

    private func evidence(_ segments: [LevelSegmentation.Segment], noise: ResidualNoise) -> LevelShiftEvidence {
        LevelShiftEvidence(values: passes.values, noise: noise, correlation: correlation)
    }

    private func isShift(
        _ before: Range<Int>, _ after: Range<Int>, _ evidence: LevelShiftEvidence,
        _ segments: [LevelSegmentation.Segment]
    ) -> Bool {
        let size = (evidence.level(after) - evidence.level(before)).magnitude
        guard size > 0, size >= search.minimumSize else { return false }
        if evidence.pValue(before, after) <= LevelShiftEvidence.rankLevel { return true }
        guard separates(before, after) else { return false }
        let starts = segments.map(\.range.lowerBound).filter { $0 < after.upperBound }
        let answer = test.compare(before, after, starts: starts, end: after.upperBound)
        return answer.pValue * Double(series.count) <= search.falseShare
    }

    private func separates(_ before: Range<Int>, _ after: Range<Int>) -> Bool {
        guard let low = passes.values[before].min(), let high = passes.values[before].max(),
            let floor = passes.values[after].min(), let ceiling = passes.values[after].max()
        else { return false }
        return floor > high || ceiling < low
    }

    // MARK: - Delay

    private func delay(
        _ boundary: LevelShiftSweep.Boundary, _ places: ClosedRange<Int>, _ before: Range<Int>, _ after: Range<Int>,
        _ all: [LevelShiftSweep.Boundary], _ evidence: LevelShiftEvidence
    ) -> Int {
        let early = sweep.delay(boundary, among: all)
        guard !boundary.isKnown, early > 2, series.count >= Self.fewestValuesOfTheTable else { return early }
        return min(early, searchDelay(boundary.position, places, until: after.upperBound, evidence))
    }

    /// The segmentation of each beginning of the series is known from the one pass; the first that has the change, confirmed, counts.
    private func searchDelay(
        _ position: Int, _ places: ClosedRange<Int>, until end: Int, _ evidence: LevelShiftEvidence
    ) -> Int {
        let last = passes.section(of: position)?.range.upperBound ?? end
        let first = position + search.minimumSegment
        for known in stride(from: first, to: last, by: 1) {
            let starts = passes.changes(around: position, knownUntil: known)
            guard let index = starts.firstIndex(where: { places.contains($0) }) else { continue }
            let sectionStart = passes.section(of: position)?.range.lowerBound ?? 0
            let before = (index > 0 ? starts[index - 1] : sectionStart)..<starts[index]
            let after = starts[index]..<(index + 1 < starts.count ? starts[index + 1] : known)
            let segments = segments(startingAt: starts.filter { $0 < known })
            if isShift(before, after, evidence, segments) { return known - position }
        }
        return last - position
    }
}
