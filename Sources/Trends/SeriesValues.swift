import Foundation
import Records
import Statistics

/// The points of one series, ready to be searched.
struct SeriesValues: Sendable {
    let cell: CellAddress
    let metric: Metric
    let measure: TrendMeasure
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
        let measure = TrendMeasure(series.metric, stated: options.stated?.measure)
        let placed = points.compactMap { point in
            order.position[point.facts.recording].map { (run: $0, point: point) }
        }.filter { measure.scaled($0.point.value) != nil }.sorted { $0.run < $1.run }
        guard let sample = Sample(placed.compactMap { measure.scaled($0.point.value) }), let last = placed.last else {
            return nil
        }
        cell = series.cell
        metric = series.metric
        self.measure = measure
        self.machine = machine
        self.points = placed.map(\.point)
        self.sample = sample
        runs = placed.map(\.run)
        events =
            options.stated.map { TrendEvent.stated($0.events, cell: series.cell, in: placed.map(\.point)) }
            ?? TrendEvent.find(in: placed.map(\.point))
        minimumChange = measure.minimumChange(options.minimumRelativeChange, level: sample.median)
        isAnchor = last.point.facts.isAnchor
    }

    /// What the search is asked, of these values or of others in their place.
    func question(_ sample: Sample) -> LevelQuestion {
        LevelQuestion(
            series: sample, gulfs: Set(gulfs),
            events: Set(events.filter { $0.kind.mayMove(metric) }.map(\.position)), minimumSize: minimumChange,
            resolution: resolution, times: times)
    }

    /// In days.
    private var times: [Double] {
        let first = points[0].facts.startedAt
        return points.map { $0.facts.startedAt.timeIntervalSince(first) / 86_400 }
    }

    /// What the search would have been asked when only so many values were there.
    func question(first count: Int) -> LevelQuestion? {
        guard let sample = Sample(Array(sample.values.prefix(count))) else { return nil }
        var question = question(sample)
        question.events = question.events.filter { $0 < count }
        question.gulfs = question.gulfs.filter { $0 < count }
        question.times = Array(question.times.prefix(count))
        return question
    }

    /// Of the values as written down, in the scale of the analysis. Predictions have none: the same model predicts the same.
    private var resolution: Double {
        guard measure.stated != nil || metric.origin == .measurement else { return 0 }
        let step = DecimalResolution.of(points.map(\.value))
        guard measure.changesByRatio else { return step }
        let typical = measure.unscaled(sample.median)
        return typical > 0 ? step / typical : 0
    }

    /// Where values before and after cannot be compared at all.
    var gulfs: [Int] {
        measure.stated != nil
            ? [] : events.filter { $0.kind == .goldenSet && metric.origin != .measurement }.map(\.position)
    }

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
