import Foundation
import Records
import Statistics

extension TrendSeries {
    /// What was found, in the metric's own units.
    ///
    /// - Parameter isNew: of the point with which a change was found.
    init(
        _ values: SeriesValues, _ found: SeriesFinding, stated: ImportedSeries?, isNew: (HistoryPoint) -> Bool
    ) {
        let metric = values.measure
        // With too few values to count, the band in which 95 % of a normal distribution lie.
        let spread = found.band ?? 1.959964 * found.noise
        let levels = found.levels.map { segment in
            // Not by way of a logarithm: an exact size has all its digits.
            let level = metric.isExact ? values.points[segment.range.lowerBound].value : metric.unscaled(segment.level)
            return TrendLevel(
                range: segment.range, value: level,
                low: metric.isExact ? level : metric.unscaled(segment.level - spread),
                high: metric.isExact ? level : metric.unscaled(segment.level + spread))
        }
        let isLongEnough = metric.isExact || values.points.count >= 3
        self.init(
            cell: values.cell, metric: values.metric, machine: values.machine, points: values.points,
            events: values.events,
            levels: levels, changes: found.changes.map { TrendChange($0, in: values, isNew: isNew) },
            noise: isLongEnough ? metric.size(ofScaled: found.noise) : nil, isAnchor: values.isAnchor,
            minimumChange: metric.isExact ? 0 : metric.size(ofScaled: values.minimumChange))
        countedBand = metric.isExact ? nil : found.band.map(metric.size(ofScaled:))
        self.stated = stated?.measure
        countsTime = stated?.countsTime ?? false
        take(found.course, of: values)
        // Two points have a mean, and no level; nor has a wander.
        if finding == .tooShort || wanders { self.levels = [] }
    }

    private mutating func take(_ course: SeriesCourse, of values: SeriesValues) {
        let measure = values.measure
        wanders = course.kind == .wander
        season = course.seasonPeriod.map { TrendSeason(period: $0, reach: measure.size(ofScaled: course.seasonReach)) }
        twoLevels = course.twoLevels.map {
            TrendTwoLevels(low: measure.unscaled($0.low), high: measure.unscaled($0.high), highShare: $0.highShare)
        }
        guard course.kind == .drift else { return }
        for piece in course.pieces {
            let first = measure.unscaled(piece.first), last = measure.unscaled(piece.last)
            if let index = levels.firstIndex(where: { $0.range == piece.range }) {
                levels[index].line = TrendLevel.Line(first: first, last: last)
            }
            guard piece.isSloped else { continue }
            let difference = piece.last - piece.first
            drifts.append(
                TrendDrift(
                    range: piece.range, before: first, after: last, size: measure.size(ofScaled: difference),
                    slope: measure.size(ofScaled: piece.slope), low: measure.size(ofScaled: piece.low),
                    high: measure.size(ofScaled: piece.high),
                    verdict: !measure.hasDirection
                        ? .change
                        : values.isAnchor && values.metric.followsTheMachine
                            ? .machine : measure.isWorse(difference) ? .regression : .improvement))
        }
    }
}

extension TrendChange {
    fileprivate init(_ found: FoundChange, in values: SeriesValues, isNew: (HistoryPoint) -> Bool) {
        let metric = values.measure, shift = found.shift, last = values.points.count - 1
        let earliest = min(max(shift.earliest, 1), shift.position)
        let latest = max(min(shift.latest, last), shift.position)
        let before = metric.isExact ? values.points[shift.position - 1].value : metric.unscaled(found.before)
        let after = metric.isExact ? values.points[shift.position].value : metric.unscaled(found.after)
        let exact = metric.changesByRatio ? after / before - 1 : after - before
        let size = { (scaled: Double) in metric.isExact ? exact : metric.size(ofScaled: scaled) }
        let isWorse = metric.isWorse(shift.size)
        let remains = found.comparedLatest - found.comparedBefore
        self.init(
            position: shift.position, earliest: earliest, latest: latest, before: before, after: after,
            size: size(shift.size), low: size(shift.sizeInterval.low), high: size(shift.sizeInterval.high),
            confidence: shift.sizeInterval.confidence, pValue: shift.pValue, delay: shift.delay,
            verdict: found.isMachine
                ? .machine : !metric.hasDirection ? .change : isWorse ? .regression : .improvement,
            events: values.events.filter { (earliest...latest).contains($0.position) },
            commits: values.commits(from: earliest, through: latest),
            isNew: isNew(values.points[min(shift.position + max(shift.delay, 1) - 1, last)]),
            isRecovered: !found.isMachine && isWorse && metric.hasDirection
                && !(metric.isWorse(remains) && abs(remains) > (metric.isExact ? 0 : values.minimumChange)),
            isAnchorCorrected: found.isAnchorCorrected, certainty: shift.certainty == .found ? .found : .probable)
    }
}
