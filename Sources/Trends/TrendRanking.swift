import Records

/// What changed most comes first.
///
/// Groups: regressions that hold, regressions that were made good, improvements, changes of the machine, quiet series. Within a
/// group by the largest change, counted in multiples of what is worth a word: the smallest change reported, or the noise where
/// that is larger. Quiet series by their noise.
enum TrendRanking {
    static func sorted(_ series: [TrendSeries]) -> [TrendSeries] {
        series.map { (key: key($0), series: $0) }.sorted { $0.key < $1.key }.map(\.series)
    }

    private static func key(_ series: TrendSeries) -> (Int, Double, String, String, Int) {
        let group = group(of: series)
        return (
            group, -(group == 4 ? series.noise ?? 0 : weight(of: series)), series.cell.model, series.cell.variant,
            Metric.allCases.firstIndex(of: series.metric) ?? 0
        )
    }

    private static func group(of series: TrendSeries) -> Int {
        let changes = series.changes
        if changes.contains(where: \.isStandingRegression) || series.standingDrift?.verdict == .regression { return 0 }
        if changes.contains(where: { $0.verdict == .regression }) { return 1 }
        if changes.contains(where: { $0.verdict == .improvement }) { return 2 }
        return series.isNoteworthy ? 3 : 4
    }

    private static func weight(of series: TrendSeries) -> Double {
        let noteworthy = max(series.noise ?? 0, series.minimumChange)
        let metric = series.measure
        let unit = metric.scaled(size: noteworthy > 0 ? noteworthy : metric.changesByRatio ? 0.01 : 1)
        let sizes = series.changes.map(\.size) + series.drifts.map(\.size)
        return sizes.map { abs(metric.scaled(size: $0)) / unit }.max() ?? 0
    }
}

extension TrendChange {
    /// A regression that was found, and not made good.
    public var isStandingRegression: Bool { verdict == .regression && !isRecovered && certainty == .found }
}

extension TrendSeries {
    /// The drift that goes on to the latest point.
    public var standingDrift: TrendDrift? { drifts.last { $0.range.upperBound == points.count } }

    /// Whether there is something to tell beside how much it scatters.
    public var isNoteworthy: Bool { !changes.isEmpty || !drifts.isEmpty || wanders }
}
