import Measures
import Records
import Statistics

/// The points of one series, ready to be searched.
struct SeriesValues: Sendable {
    let cell: CellAddress
    let metric: Metric
    let machine: TrendMachine
    /// In the order of the runs; at least one, each with a place in the metric's scale.
    let points: [HistoryPoint]
    let events: [TrendEvent]
    /// Of each point, the place of its run among all runs.
    let runs: [Int]
    /// In the scale of the analysis.
    let sample: Sample
    let minimumChange: Double
    let isAnchor: Bool

    /// Nil without a usable point.
    init?(
        _ series: SuiteHistory.Series, points: [HistoryPoint], machine: TrendMachine, order: TrendOrder,
        options: TrendOptions
    ) {
        let metric = series.metric
        let placed = points.compactMap { point in
            order.position[point.facts.recording].map { (run: $0, point: point) }
        }.filter { metric.scaled($0.point.value) != nil }.sorted { $0.run < $1.run }
        guard let sample = Sample(placed.compactMap { metric.scaled($0.point.value) }), let last = placed.last else {
            return nil
        }
        cell = series.cell
        self.metric = metric
        self.machine = machine
        self.points = placed.map(\.point)
        self.sample = sample
        runs = placed.map(\.run)
        events = TrendEvent.find(in: self.points)
        minimumChange = metric.minimumChange(options.minimumRelativeChange, level: sample.median)
        isAnchor = last.point.facts.isAnchor
    }

    /// What the search is asked, of these values or of others in their place.
    func question(_ sample: Sample) -> LevelQuestion {
        LevelQuestion(
            series: sample, gulfs: Set(gulfs),
            events: Set(events.filter { $0.kind.mayMove(metric) }.map(\.position)), minimumSize: minimumChange,
            resolution: resolution)
    }

    /// Of the values as written down, in the scale of the analysis. Answers have none: the same model answers the same.
    private var resolution: Double {
        guard metric.origin == .measurement else { return 0 }
        let step = DecimalResolution.of(points.map(\.value))
        guard metric.changesByRatio else { return step }
        let typical = metric.unscaled(sample.median)
        return typical > 0 ? step / typical : 0
    }

    /// Where values before and after cannot be compared at all.
    var gulfs: [Int] { events.filter { $0.kind == .goldenSet && metric.origin != .measurement }.map(\.position) }

    /// Places of runs among which the first point of a new level lies.
    func runs(from earliest: Int, through latest: Int) -> ClosedRange<Int> {
        let before = earliest > 0 ? runs[earliest - 1] + 1 : 0
        return min(before, runs[latest])...runs[latest]
    }

    /// Distinct commits of the points last before and first after a place, and between; a modified checkout says so, as git
    /// does.
    func commits(from earliest: Int, through latest: Int) -> [String] {
        var commits: [String] = []
        for point in points[max(0, earliest - 1)...latest] {
            guard let commit = point.facts.gitCommit else { continue }
            let name = point.facts.gitIsDirty == true ? commit + "-dirty" : commit
            if !commits.contains(name) { commits.append(name) }
        }
        return commits
    }
}
