import Dispatch
import Foundation
import Records
import Statistics
import Synchronization

/// Turns a suite's history into levels and changes.
public struct TrendAnalysis: Sendable {
    private let options: TrendOptions
    private let search: LevelSearch

    public init(options: TrendOptions, search: @escaping LevelSearch = LevelShiftSearch.standard) {
        self.options = options
        self.search = search
    }

    /// - Parameters:
    ///   - history: read with `options.metricsToRead` and `options.kinds`.
    ///   - shows: whether a cell is reported; anchors help whether they are reported or not.
    /// - Complexity: that of the search for every series, spread over the processor's cores.
    public func report(
        _ history: SuiteHistory, suite: String, shows: @Sendable (CellAddress) -> Bool = { _ in true }
    ) -> TrendReport {
        let selection = TrendSelection(history, options: options)
        let order = TrendOrder(selection.shownRuns, order: options.order, now: options.until)
        let metrics = selection.metrics(of: history)
        var left = 0
        let values = history.series.compactMap { series -> SeriesValues? in
            guard metrics[series.cell]?.contains(series.metric) == true,
                let (points, machine) = selection.points(of: series)
            else { return nil }
            let values = SeriesValues(series, points: points, machine: machine, order: order, options: options)
            left += points.count - (values?.points.count ?? 0)
            return values
        }
        let anchors = TrendAnchors(values, search: search)
        let stated = options.stated
        let isNew = newness(order, selection.shownRuns)
        let shown = values.filter { shows($0.cell) }
        let series = concurrently(shown) { values in
            let finding = SeriesSearch(values: values, search: search).find(anchor: anchors.effect(on: values))
            var series = TrendSeries(values, finding, stated: stated, isNew: isNew)
            markNewDrift(&series, values, isNew)
            return series
        }
        let notes =
            selection.notes(on: history) + order.notes + anchors.notes
            + Self.notes(on: series, order: order, without: left)
        return TrendReport(
            suite: suite, since: options.since, until: options.until, series: TrendRanking.sorted(series), notes: notes,
            runs: selection.shownRuns.count, file: options.stated?.file)
    }

    /// A drift is new when the points that are not new did not show it yet.
    private func markNewDrift(_ series: inout TrendSeries, _ values: SeriesValues, _ isNew: (HistoryPoint) -> Bool) {
        guard let index = series.drifts.lastIndex(where: { $0.range.upperBound == series.points.count }) else { return }
        let known = series.points.prefix { !isNew($0) }.count
        guard known < series.points.count else { return }
        let earlier = values.question(first: known).map(search)
        let wasKnown = earlier?.course.pieces.last.map { $0.isSloped } ?? false
        series.drifts[index].isNew = !wasKnown
    }

    /// Whether a change that was found with a point is new.
    private func newness(_ order: TrendOrder, _ runs: [SuiteHistory.Run]) -> @Sendable (HistoryPoint) -> Bool {
        if let since = options.newSince { return { $0.facts.startedAt >= since } }
        let latest = runs.max { (order.position[$0.recording] ?? 0) < (order.position[$1.recording] ?? 0) }?.recording
        return { $0.facts.recording == latest }
    }

    private static func notes(on series: [TrendSeries], order: TrendOrder, without left: Int) -> [String] {
        let short = series.filter { $0.finding == .tooShort }
        let points = short.map(\.points.count)
        let range = Set([points.min() ?? 0, points.max() ?? 0]).sorted().map(String.init).joined(separator: " to ")
        let noun = points.max() == 1 ? "point" : "points"
        let latest = order.position.max { $0.value < $1.value }?.key
        let gone = Set(
            series.filter { $0.points.last?.facts.recording != latest }.map { "\($0.cell.model)/\($0.cell.variant)" })
        let names = gone.sorted().prefix(5).joined(separator: ", ") + (gone.count > 5 ? ", ..." : "")
        return [
            short.isEmpty
                ? nil
                : "\(short.count) of \(series.count) series \(short.count == 1 ? "has" : "have") \(range) \(noun): too short to tell. A change takes three points before it and two after it, or one after a known event",
            gone.isEmpty ? nil : "not all measured by the latest run: \(names)",
            left == 0
                ? nil : "\(left == 1 ? "1 value" : "\(left) values") of zero or less left out: no ratio leads there",
        ].compactMap { $0 }
    }

    private func concurrently(_ values: [SeriesValues], _ analyse: @Sendable (SeriesValues) -> TrendSeries)
        -> [TrendSeries]
    {
        let found = Mutex([Int: TrendSeries](minimumCapacity: values.count))
        DispatchQueue.concurrentPerform(iterations: values.count) { index in
            let series = analyse(values[index])
            found.withLock { $0[index] = series }
        }
        return found.withLock { found in values.indices.compactMap { found[$0] } }
    }
}
