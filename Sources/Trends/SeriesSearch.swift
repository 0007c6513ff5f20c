import Records
import Statistics

/// Finds the changes of one series, with the anchor's help where there is one.
struct SeriesSearch {
    let values: SeriesValues
    let search: LevelSearch

    /// - Parameter anchor: what the machine did; nil for the anchor itself, without one, and where it did not move.
    func find(anchor: AnchorEffect?) -> SeriesFinding {
        if values.metric.isExact { return exact() }
        let measured = segmentation()
        guard let anchor, !anchor.moves.isEmpty, values.metric.followsTheMachine else {
            return finding(measured, values.isAnchor && values.metric.followsTheMachine)
        }
        return values.metric == .peakMemory ? aligned(measured, to: anchor) : corrected(measured, by: anchor)
    }

    func segmentation() -> LevelSegmentation {
        values.metric.isExact
            ? steps() : search(values.question(values.sample))
    }

    // MARK: - Without an anchor

    private func finding(_ segmentation: LevelSegmentation, _ isMachine: Bool) -> SeriesFinding {
        let changes = segmentation.shifts.compactMap { shift -> FoundChange? in
            guard var change = change(shift, in: segmentation) else { return nil }
            change.isMachine = isMachine || isAtMachine(shift)
            return change
        }
        return SeriesFinding(
            levels: segmentation.segments, changes: changes, noise: segmentation.noise, band: segmentation.band,
            course: segmentation.course)
    }

    private func isAtMachine(_ shift: LevelShift) -> Bool {
        values.events.contains { $0.kind == .machine && $0.position == shift.position }
    }

    /// Nil where the values before and after have nothing in common.
    private func change(_ shift: LevelShift, in segmentation: LevelSegmentation) -> FoundChange? {
        guard !values.gulfs.contains(shift.position) else { return nil }
        let after = segmentation.segments.last { $0.range.lowerBound <= shift.position }?.level ?? 0
        let before = segmentation.segments.last { $0.range.lowerBound < shift.position }?.level ?? after
        let end = values.gulfs.first { $0 > shift.position } ?? values.points.count
        let latest = segmentation.segments.last { $0.range.lowerBound < end }?.level ?? after
        return FoundChange(
            shift: shift, before: before, after: after, comparedBefore: before, comparedLatest: latest)
    }

    // MARK: - With an anchor

    /// Memory does not change by one factor for all: a change is the machine's when it is as large as the anchor's.
    private func aligned(_ measured: LevelSegmentation, to anchor: AnchorEffect) -> SeriesFinding {
        var finding = finding(measured, false)
        for index in finding.changes.indices {
            let shift = finding.changes[index].shift
            let like = anchor.moves(in: place(of: shift), like: shift.size).contains { move in
                abs(move.size - shift.size) <= values.minimumChange
                    || max(move.interval.low, shift.sizeInterval.low)
                        <= min(move.interval.high, shift.sizeInterval.high)
            }
            if like { finding.changes[index].isMachine = true }
        }
        return finding
    }

    /// Times: what is left once the anchor's level is divided out is the cell's own; what is gone with it was the machine's.
    private func corrected(_ measured: LevelSegmentation, by anchor: AnchorEffect) -> SeriesFinding {
        let offsets = values.runs.map(anchor.offset(atRun:))
        guard let sample = Sample(zip(values.sample.values, offsets).map { $0 - $1 }) else {
            return finding(measured, false)
        }
        let own = search(values.question(sample))
        var changes = finding(own, false).changes.map { change in
            var change = change
            let place = place(of: change.shift)
            change.isAnchorCorrected = anchor.moves.contains { $0.runs.overlaps(place) }
            change.before += offsets[change.shift.position - 1]
            change.after += offsets[change.shift.position]
            return change
        }
        let shared = finding(measured, true).changes.filter { change in
            let place = place(of: change.shift)
            let isOwn = own.shifts.contains { shift in
                self.place(of: shift).overlaps(place) && (shift.size > 0) == (change.shift.size > 0)
            }
            return !isOwn && !anchor.moves(in: place, like: change.shift.size).isEmpty
        }
        changes = (changes + shared).sorted { $0.shift.position < $1.shift.position }
        // A line moved by the anchor's steps is no line: what drifts is told by its levels then.
        return SeriesFinding(
            levels: levels(of: own, offsets: offsets), changes: changes, noise: own.noise, band: own.band)
    }

    /// The levels as measured: those of the corrected series, moved back, with a step wherever the anchor has one.
    private func levels(of own: LevelSegmentation, offsets: [Double]) -> [LevelSegmentation.Segment] {
        own.segments.flatMap { segment -> [LevelSegmentation.Segment] in
            var parts: [LevelSegmentation.Segment] = []
            var start = segment.range.lowerBound
            for position in segment.range
            where position + 1 == segment.range.upperBound || offsets[position + 1] != offsets[position] {
                parts.append(.init(range: start..<(position + 1), level: segment.level + offsets[position]))
                start = position + 1
            }
            return parts
        }
    }

    private func place(of shift: LevelShift) -> ClosedRange<Int> {
        values.runs(from: shift.earliest, through: shift.latest)
    }

    // MARK: - Exact metrics

    private func exact() -> SeriesFinding { finding(steps(), false) }

    /// Each other value is another level.
    private func steps() -> LevelSegmentation {
        let values = values.sample.values
        var segments: [LevelSegmentation.Segment] = []
        var start = 0
        for position in values.indices where position + 1 == values.count || values[position + 1] != values[position] {
            segments.append(.init(range: start..<(position + 1), level: values[position]))
            start = position + 1
        }
        let shifts = zip(segments, segments.dropFirst()).map { before, after in
            let size = after.level - before.level
            return LevelShift(
                position: after.range.lowerBound, earliest: after.range.lowerBound, latest: after.range.lowerBound,
                size: size, sizeInterval: Interval(low: size, high: size, confidence: 1), pValue: 0, delay: 1,
                isAtKnownBreak: false)
        }
        return LevelSegmentation(shifts: shifts, segments: segments, noise: 0, serialCorrelation: 0)
    }
}

/// A series and what is known of it.
public struct LevelQuestion: Sendable {
    /// In the scale of the analysis.
    public var series: Sample
    /// Positions of the first values that cannot be compared with those before.
    public var gulfs: Set<Int> = []
    /// Positions of the first values after something known happened.
    public var events: Set<Int> = []
    /// In the scale of the analysis.
    public var minimumSize: Double
    public var resolution: Double = 0
    /// Of the values, in days or steps of 1; empty where nothing is known of them.
    public var times: [Double] = []
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
