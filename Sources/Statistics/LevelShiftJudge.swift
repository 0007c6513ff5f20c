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
        return sweep.boundaries(split(searched))
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

    /// The changes, and those that the ratio of likelihoods adds: each stretch is split where one step explains it best, and its parts
    /// again, two values on either side at least.
    private func split(_ changes: [Int]) -> [Int] {
        let limited = LevelShiftPasses.valuesToSplit(series, passes.values)
        // The segmentation's usual three values are two here, for which the ratio is calibrated.
        let margin = search.minimumSegment > 3 ? search.minimumSegment : StepLikelihood.margin
        var found = changes
        var left = zip(edges(found), edges(found).dropFirst()).map { $0..<$1 }
        while let stretch = left.popLast() {
            guard stretch.count >= Self.fewestValuesToSplit,
                let best = StepLikelihood.best(
                    limited, in: stretch, margin: margin, leastDeviation: test.leastDeviation)
            else { continue }
            let place = snapped([best.position], among: found)[0]
            let before = stretch.lowerBound..<place, after = place..<stretch.upperBound
            let share = passes.splitShare / Double(found.count + passes.breaks.count + 1)
            let tails = InnovationTails(Array(limited[stretch]), step: place - stretch.lowerBound)
            guard tails.admits(best.ratio, share: share),
                (test.level(after) - test.level(before)).magnitude >= max(search.minimumSize, .leastNormalMagnitude),
                sweep.isSeparate(before, after), standsOut(before, after)
            else { continue }
            found = (found + [place]).sorted()
            left += [before, after]
        }
        return found
    }

    private func edges(_ changes: [Int]) -> [Int] {
        Array(Set([0] + changes + passes.breaks)).sorted() + [series.count]
    }

    private static let fewestValuesToSplit = 5

    /// A change whose place may as well be that of a known event is at the event.
    private func snapped(_ changes: [Int], among others: [Int] = []) -> [Int] {
        let events = passes.known.filter { !passes.breaks.contains($0) }
        guard !events.isEmpty, !changes.isEmpty else { return changes }
        let edges = edges(changes + others)
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
                pValue: isShort
                    ? test.pValue(
                        before.range, after.range, starts: starts.filter { $0 < after.range.upperBound },
                        end: after.range.upperBound)
                    : evidence.pValue(before.range, after.range),
                delay: delay(boundary, places, before.range, after.range, boundaries, evidence),
                isAtKnownBreak: boundary.isKnown, certainty: certainty)
        }
    }

    private func interval(_ before: Range<Int>, _ after: Range<Int>, _ starts: [Int]) -> Interval {
        let outcome = test.compare(before, after, starts: starts, end: series.count)
        let tail = 1 - (1 - LevelShiftEvidence.confidence) / 2
        let halfWidth =
            outcome.degreesOfFreedom > 0
            ? StudentT(degreesOfFreedom: outcome.degreesOfFreedom).quantile(tail) * outcome.standardError : .infinity
        return Interval(
            low: outcome.size - halfWidth, high: outcome.size + halfWidth, confidence: LevelShiftEvidence.confidence)
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
        guard size > 0, size >= search.minimumSize, standsOut(before, after),
            InnovationTails(
                Array(passes.values[before.lowerBound..<after.upperBound]), step: before.count
            ).admits(share: passes.splitShare)
        else { return false }
        if evidence.pValue(before, after) <= LevelShiftEvidence.rankLevel { return true }
        guard separates(before, after) else { return false }
        let starts = segments.map(\.range.lowerBound).filter { $0 < after.upperBound }
        let outcome = test.compare(before, after, starts: starts, end: after.upperBound)
        return outcome.pValue * Double(series.count) <= search.falseShare
    }

    /// Whether a change is one under the noise of its own neighbourhood, where that is plainly louder than the series as a whole.
    private func standsOut(_ before: Range<Int>, _ after: Range<Int>) -> Bool {
        let usual = passes.noise.deviation * passes.noise.deviation
        let near = [before.suffix(Self.mostNeighbours), after.prefix(Self.mostNeighbours)].map { range -> Double? in
            guard range.count >= Self.fewestNeighbours else { return nil }
            let level = LevelShiftEvidence.level(passes.values[range])
            let squares = passes.values[range].reduce(0) { $0 + ($1 - level) * ($1 - level) }
            let variance = squares / Double(range.count - 1)
            // Two and a half standard errors of a variance.
            return variance > usual * (1 + 2.5 * (2 / Double(range.count)).squareRoot()) ? variance : nil
        }
        guard let louder = near.compactMap({ $0 }).max(), usual > 0 else { return true }
        let noise = Autoregression(correlation)
        func error(_ variance: Double?, _ range: Range<Int>) -> Double {
            // Too few values to tell are taken to be as loud as their neighbours.
            (variance ?? (range.count < Self.fewestNeighbours ? louder : usual)) * noise.varianceOfMean(range.count)
        }
        let size = test.level(after) - test.level(before)
        let needed = StepLikelihood.critical(count: series.count, share: passes.splitShare)
        return size * size >= needed * (error(near[0], before) + error(near[1], after))
    }

    private static let fewestNeighbours = 8
    private static let mostNeighbours = 40

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
