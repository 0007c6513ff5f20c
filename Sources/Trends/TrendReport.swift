import Foundation
import Records

/// What a suite's history says.
public struct TrendReport: Sendable, Equatable {
    public var suite: String
    /// Points before are left out.
    public var since: Date
    public var until: Date
    /// What changed most comes first.
    public var series: [TrendSeries]
    /// A line each: runs that were left out, anchors that moved, and the like.
    public var notes: [String]
    /// How many runs have a place in the series.
    public var runs: Int
    /// The file that the series come from; nil for recorded runs.
    public var file: String?

    public init(
        suite: String, since: Date, until: Date, series: [TrendSeries], notes: [String] = [], runs: Int = 0,
        file: String? = nil
    ) {
        self.suite = suite
        self.since = since
        self.until = until
        self.series = series
        self.notes = notes
        self.runs = runs
        self.file = file
    }
}

/// What of a suite's history is looked at, and how.
public struct TrendOptions: Sendable {
    /// Which of two orders holds where they contradict each other.
    public enum Order: String, Sendable, CaseIterable {
        /// By when runs were stored: right where a clock was set back.
        case recorded
        /// By when they say that they started: right where runs were brought together from several databases.
        case started
    }

    public var since: Date
    /// Now: runs from later are noted.
    public var until: Date
    /// Nil for the headline metrics: median latency, peak memory, model size, quality and fidelity of the predictions.
    public var metrics: Set<Metric>?
    public var includesGateRuns: Bool
    /// One series for all machines, with their changes as known breaks.
    public var mixesMachines: Bool
    /// The host's name or the first digits of its fingerprint; nil for the machine of the latest run.
    public var machine: String?
    public var order: Order
    /// The smallest change that is reported of metrics that change by ratios, such as 0.02; nil for 1 %.
    public var minimumRelativeChange: Double?
    /// A change found with a point from then on is new; nil: found with the latest run.
    public var newSince: Date?
    /// Nil for recorded runs.
    public var stated: ImportedSeries?

    public init(
        since: Date, until: Date, metrics: Set<Metric>? = nil, includesGateRuns: Bool = false,
        mixesMachines: Bool = false, machine: String? = nil, order: Order = .recorded,
        minimumRelativeChange: Double? = nil, newSince: Date? = nil
    ) {
        self.since = since
        self.until = until
        self.metrics = metrics
        self.includesGateRuns = includesGateRuns
        self.mixesMachines = mixesMachines
        self.machine = machine
        self.order = order
        self.minimumRelativeChange = minimumRelativeChange
        self.newSince = newSince
    }

    /// Whose values count.
    public var kinds: Set<RunRecord.Kind> { includesGateRuns ? Set(RunRecord.Kind.allCases) : [.run, .nightly] }

    /// What has to be read for them: which metric sums up a cell's predictions is known only then.
    public var metricsToRead: Set<Metric> {
        metrics ?? Set(Metric.allCases.filter { Self.headline.contains($0) || $0.origin != .measurement })
    }

    static let headline: Set<Metric> = [.latencyP50, .peakMemory, .modelSize]

    /// Of a cell that has these.
    func shown(among metrics: Set<Metric>) -> Set<Metric> {
        if let asked = self.metrics { return asked }
        let taskMetrics = [Metric.quality(among: metrics), Metric.fidelity(among: metrics)].compactMap { $0 }
        return Self.headline.union(taskMetrics)
    }
}

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
