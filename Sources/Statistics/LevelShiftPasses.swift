/// A series cut at its known breaks, each section segmented on its own under one noise and one penalty.
struct LevelShiftPasses {
    struct Section {
        var range: Range<Int>
        var cost: LevelCost
        var segmentation: PenalisedSegmentation
    }

    let noise: SeriesNoise
    /// Values limited about the running median of their section.
    let values: [Double]
    /// Empty when the series does not vary once single outliers are limited.
    let sections: [Section]
    let breaks: [Int]
    /// Breaks and events; none where more than a quarter of the values, and more than three, have one: then an event tells nothing, for an
    /// outlier would be taken for its doing.
    let known: [Int]

    private static let fewEvents = 3
    /// What splitting by the ratio of likelihoods may use.
    let splitShare: Double

    /// Of the false share; the rest belongs to the end of the series, and to known events. Both searches mostly err in the same series.
    private static let searchShare = 0.4
    private static let searchShareBesideEvents = 0.2
    private static let splitShare = 0.7
    private static let splitShareBesideEvents = 0.4

    /// - Parameters:
    ///   - knownBreaks: where sections end.
    ///   - events: other places where something known happened: they have their part of the share, too.
    init(
        _ series: Sample, knownBreaks: Set<Int>, events: Set<Int> = [], minimumSegment: Int, falseShare: Double
    ) {
        let count = series.count
        breaks = knownBreaks.filter { $0 > 0 && $0 < count }.sorted()
        let places = knownBreaks.union(events).filter { $0 > 0 && $0 < count }
        known = places.count <= max(Self.fewEvents, count / 4) ? places.sorted() : []
        splitShare = falseShare * (known.isEmpty ? Self.splitShare : Self.splitShareBesideEvents)
        let leveled = GrossSteps.leveled(series.values, events: known)
        var noise = SeriesNoise(leveled)
        if noise.correlation >= AlternatingLevels.leastCorrelation, let within = AlternatingLevels.leveled(leveled) {
            noise = SeriesNoise(within)
        }
        self.noise = noise
        let edges = [0] + breaks + [count]
        let ranges = zip(edges, edges.dropFirst()).map { $0..<$1 }
        let clip = RunningMedianClip(limit: LevelCost.limit * noise.deviation)
        let clipped = ranges.map { clip.clip(Array(series.values[$0])) }
        values = clipped.flatMap { $0 }
        let lowest = values.min() ?? 0
        let highest = values.max() ?? 0
        // Without noise a millionth of the range stands in, for which any shift is far beyond doubt.
        let deviation = max(noise.deviation, (highest / 2 - lowest / 2) * 2e-6)
        guard deviation > 0, deviation.isFinite else {
            sections = []
            return
        }
        let minimum = max(minimumSegment, 1)
        let penalty = LevelShiftPenalty.value(
            count: count, correlation: noise.prudentCorrelation,
            share: falseShare * (known.isEmpty ? Self.searchShare : Self.searchShareBesideEvents))
        sections = zip(ranges, clipped).map { range, values in
            let cost = LevelCost(values, correlation: noise.prudentCorrelation, deviation: deviation)
            return Section(
                range: range, cost: cost,
                segmentation: PenalisedSegmentation(cost, minimum: minimum, penalty: penalty))
        }
    }
}

extension LevelShiftPasses {
    private static let fewestValuesToLimit = 8

    /// Fewer values tell no outlier from a level: then they are taken as they are.
    static func valuesToSplit(_ series: Sample, _ limited: [Double]) -> [Double] {
        series.count < fewestValuesToLimit ? series.values : limited
    }

    /// Starts of segments that the penalty allows, those at known breaks left out.
    var changes: [Int] {
        sections.flatMap { section in
            section.segmentation.changes(end: section.cost.count).map { $0 + section.range.lowerBound }
        }
    }

    func section(of position: Int) -> Section? { sections.first { $0.range.contains(position) } }

    /// Starts of segments when only the values before `end` were known, in the section of `position`, under the noise and the
    /// penalty of the whole series.
    func changes(around position: Int, knownUntil end: Int) -> [Int] {
        guard let section = section(of: position), end <= section.range.upperBound else { return [] }
        let start = section.range.lowerBound
        return section.segmentation.changes(end: end - start).map { $0 + start }
    }

    /// Places where a change between two others is nearly as likely as at `position`, `position` among them.
    ///
    /// - Parameters:
    ///   - stretch: from the start of the segment before to the end of the one after.
    ///   - threshold: of the cost above that at `position`.
    func places(like position: Int, in stretch: Range<Int>, threshold: Double) -> ClosedRange<Int> {
        guard let section = section(of: position) else { return position...position }
        let start = section.range.lowerBound
        func total(_ place: Int) -> Double {
            section.cost(stretch.lowerBound - start, place - start)
                + section.cost(place - start, stretch.upperBound - start)
        }
        let allowed = total(position) + threshold
        let inner = (stretch.lowerBound + 1)..<stretch.upperBound
        let earliest = inner.first { total($0) <= allowed } ?? position
        let latest = inner.last { total($0) <= allowed } ?? position
        return min(earliest, position)...max(latest, position)
    }
}
