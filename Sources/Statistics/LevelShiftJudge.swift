/// Which of the changes that a penalty allows are shifts, and what is known of each.
struct LevelShiftJudge {
    let series: Sample
    let passes: LevelShiftPasses
    let search: LevelShiftSearch

    private var correlation: Double { passes.noise.prudentCorrelation }

    func segments(startingAt starts: [Int]) -> [LevelSegmentation.Segment] {
        let edges = Array(Set(starts + [0])).sorted() + [series.count]
        return zip(edges, edges.dropFirst()).map { start, end in
            LevelSegmentation.Segment(range: start..<end, level: level(start..<end))
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
            where left.contains(after.range.lowerBound) && !isShift(before.range, after.range, evidence) {
                let error = evidence.standardErrorOfUnitNoise(before.range, after.range)
                let strength = (after.level - before.level).magnitude / error
                if strength < weakest?.strength ?? .infinity { weakest = (after.range.lowerBound, strength) }
            }
            guard let weakest else { break }
            left.removeAll { $0 == weakest.position }
        }
        return left
    }

    func shifts(_ segments: [LevelSegmentation.Segment], noise: ResidualNoise) -> [LevelShift] {
        let evidence = evidence(segments, noise: noise)
        return zip(segments, segments.dropFirst()).compactMap { before, after in
            let position = after.range.lowerBound
            let isKnown = passes.breaks.contains(position)
            guard !isKnown || isShiftAtKnownBreak(before.range, after.range, evidence) else { return nil }
            let stretch = before.range.lowerBound..<after.range.upperBound
            let places =
                isKnown
                ? position...position
                : passes.places(like: position, in: stretch, threshold: LevelShiftEvidence.positionThreshold)
            return LevelShift(
                position: position, earliest: places.lowerBound, latest: places.upperBound,
                size: after.level - before.level, sizeInterval: evidence.interval(before.range, after.range),
                pValue: evidence.pValue(before.range, after.range),
                delay: isKnown
                    ? delayAtKnownBreak(before.range, after.range, evidence)
                    : delay(position, places, until: after.range.upperBound, evidence),
                isAtKnownBreak: isKnown)
        }
    }

    private func level(_ range: Range<Int>) -> Double { LevelShiftEvidence.level(passes.values[range]) }

    private func evidence(_ segments: [LevelSegmentation.Segment], noise: ResidualNoise) -> LevelShiftEvidence {
        LevelShiftEvidence(values: passes.values, noise: noise, correlation: correlation)
    }

    private func isShift(_ before: Range<Int>, _ after: Range<Int>, _ evidence: LevelShiftEvidence) -> Bool {
        let size = (level(after) - level(before)).magnitude
        return size > 0 && size >= search.minimumSize
            && evidence.pValue(before, after) <= LevelShiftEvidence.rankLevel
    }

    private func isShiftAtKnownBreak(
        _ before: Range<Int>, _ after: Range<Int>, _ evidence: LevelShiftEvidence
    ) -> Bool {
        guard min(before.count, after.count) >= search.minimumSegment else { return false }
        let share = search.falseShare / 2 / Double(passes.breaks.count)
        let reach = evidence.quantile(1 - share / 2) * evidence.standardError(before, after)
        return (level(after) - level(before)).magnitude > reach && isShift(before, after, evidence)
    }

    /// The segmentation of each beginning of the series is known from the one pass; the first that has the change, confirmed, counts.
    private func delay(
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
            if isShift(before, after, evidence) { return known - position }
        }
        return last - position
    }

    private func delayAtKnownBreak(
        _ before: Range<Int>, _ after: Range<Int>, _ evidence: LevelShiftEvidence
    ) -> Int {
        let position = after.lowerBound
        for known in stride(from: position + search.minimumSegment, to: after.upperBound, by: 1)
        where isShiftAtKnownBreak(before, position..<known, evidence) {
            return known - position
        }
        return after.count
    }
}
