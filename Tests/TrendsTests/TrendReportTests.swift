import Foundation
import Records
import TestSupport
import Testing
import Trends

@Suite("What changes in a history", .hangLimit) struct TrendReportTests {
    @Test("A history without runs has no series and no notes") func empty() {
        let report = SteppedHistory.report(SuiteHistory(runs: [], series: []))
        #expect(report.series.isEmpty && report.notes.isEmpty && report.runs == 0)
    }

    @Test("A slower level is a regression, with size, place, commits, delay and levels") func regression() throws {
        let report = SteppedHistory.report(
            SteppedHistory.history(SteppedHistory.series("a", level(10, 6) + level(11, 6))))
        let series = try #require(report.series.first)
        let change = try #require(series.changes.first)
        #expect(change.verdict == .regression && series.changes.count == 1)
        #expect(isNear(change.size, 0.1) && change.low < change.size && change.size < change.high)
        #expect(isNear(change.before, 10) && isNear(change.after, 11))
        #expect(change.position == 6 && change.commits == ["commit5", "commit6"] && change.delay == 3)
        #expect(change.events.isEmpty && !change.isRecovered && !change.isNew)
        #expect(series.levels.map(\.range) == [0..<6, 6..<12])
        #expect(series.levels[1].low < 11 && series.levels[1].high > 11)
        #expect(isNear(series.noise, expm1(0.002)) && isNear(series.minimumChange, 0.01))
        #expect(report.runs == 12)
    }

    @Test(
        "The metric's direction tells regression from improvement",
        arguments: [
            (Metric.latencyP50, 1.1, TrendChange.Verdict.regression), (.latencyP50, 0.9, .improvement),
            (.throughput, 1.1, .improvement), (.throughput, 0.9, .regression), (.accuracy, 0.9, .regression),
            (.characterErrorRate, 1.1, .regression), (.modelSize, 0.9, .improvement),
        ])
    func direction(metric: Metric, factor: Double, verdict: TrendChange.Verdict) {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", metric: metric, level(0.5, 6) + level(0.5 * factor, 6)))
        let report = SteppedHistory.report(history) { $0.metrics = [metric] }
        #expect(report.series.first?.changes.map(\.verdict) == [verdict])
    }

    @Test("Sizes are exact: any other value is a change, found at once, with no interval") func exact() throws {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", metric: .modelSize, [1_000_000, 1_000_000, 1_000_001, 1_000_000]))
        let series = try #require(SteppedHistory.report(history).series.first)
        #expect(series.changes.map(\.verdict) == [.regression, .improvement])
        let sizes: [Double] = [1_000_001.0 / 1_000_000 - 1, 1_000_000.0 / 1_000_001 - 1]
        #expect(series.changes.map(\.size) == sizes)
        #expect(series.changes.allSatisfy { $0.low == $0.size && $0.high == $0.size && $0.delay == 1 })
        #expect(series.changes.map(\.isRecovered) == [true, false] && series.changes.map(\.isNew) == [false, true])
        #expect(series.levels.map(\.value) == [1_000_000, 1_000_001, 1_000_000] && series.noise == 0)
    }

    @Test("Changes below the minimum are none, and the minimum can be set") func minimum() {
        let history = SteppedHistory.history(SteppedHistory.series("a", level(100, 6) + level(103, 6)))
        #expect(SteppedHistory.report(history).series[0].changes.count == 1)
        #expect(SteppedHistory.report(history) { $0.minimumRelativeChange = 0.05 }.series[0].changes.isEmpty)
    }

    @Test("A regression that was made good says so") func recovered() {
        let history = SteppedHistory.history(SteppedHistory.series("a", level(10, 6) + level(12, 6) + level(10, 6)))
        let changes = SteppedHistory.report(history).series[0].changes
        #expect(changes.map(\.isRecovered) == [true, false] && changes[0].isStandingRegression == false)
        let half = SteppedHistory.history(SteppedHistory.series("a", level(10, 6) + level(12, 6) + level(11, 6)))
        #expect(SteppedHistory.report(half).series[0].changes.map(\.isRecovered) == [false, false])
    }

    @Test("A change is new when the latest run found it, or since a date") func newness() {
        func isNew(points: Int, since: Int? = nil) -> Bool? {
            let history = SteppedHistory.history(SteppedHistory.series("a", level(10, 6) + level(11, points)))
            return SteppedHistory.report(history) { options in
                options.newSince = since.map { SteppedHistory.facts($0).startedAt }
            }.series[0].changes.first?.isNew
        }
        #expect(isNew(points: 3) == true)
        #expect(isNew(points: 4) == false)
        #expect(isNew(points: 4, since: 8) == true && isNew(points: 4, since: 9) == false)
    }

    @Test("What is new when the latest run lacks the cell was told before") func newnessOfAMissingCell() {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", level(10, 6) + level(11, 3)), SteppedHistory.series("b", level(10, 10)))
        let report = SteppedHistory.report(history)
        #expect(report.series.first { $0.cell.variant == "a" }?.changes.map(\.isNew) == [false])
        #expect(report.notes == ["not all measured by the latest run: m/a"])
    }

    @Test("Zero and less have no place among ratios, and are counted") func zero() {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", [10, 0, 10, 10, -1, 10, 10, 10]), SteppedHistory.series("b", [0, 0]))
        let report = SteppedHistory.report(history)
        #expect(report.series.map(\.points.count) == [6])
        #expect(report.notes == ["4 values of zero or less left out: no ratio leads there"])
    }

    @Test("Gaps are left as gaps") func gaps() {
        var series = SteppedHistory.series("a", level(10, 6) + level(11, 6))
        series.points.removeSubrange(4..<7)
        let history = SteppedHistory.history(series, SteppedHistory.series("b", level(1, 12)))
        let change = SteppedHistory.report(history).series[0].changes[0]
        #expect(change.position == 4 && change.commits == ["commit3", "commit7"])
    }

    @Test("Runs of one commit are points of their own; the commits between are distinct, a modified checkout marked")
    func commits() {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", level(10, 6) + level(11, 6)) { facts, day in
                facts.gitCommit = day < 5 ? "aaa" : "bbb"
                facts.gitIsDirty = day == 6
            })
        let series = SteppedHistory.report(history).series[0]
        #expect(series.points.count == 12 && series.changes[0].commits == ["bbb", "bbb-dirty"])
        let none = SteppedHistory.history(
            SteppedHistory.series("a", level(10, 6) + level(11, 6)) { facts, _ in facts.gitCommit = nil })
        #expect(SteppedHistory.report(none).series[0].changes[0].commits.isEmpty)
    }

    @Test("Without a wish, a cell shows its headline metrics and what sums up its answers") func headline() {
        let metrics: [Metric] = [.latencyP50, .latencyP99, .peakMemory, .accuracy, .macroF1, .klDivergence, .agreement]
        let history = SuiteHistory(
            runs: SteppedHistory.history(SteppedHistory.series("a", level(1, 6))).runs,
            series: metrics.map { SteppedHistory.series("a", metric: $0, level(0.5, 6)) })
        let shown = Set(SteppedHistory.report(history).series.map(\.metric))
        #expect(shown == [.latencyP50, .peakMemory, .accuracy, .agreement])
        #expect(TrendOptions(since: .now, until: .now).metricsToRead.isSuperset(of: shown))
        #expect(Set(SteppedHistory.report(history) { $0.metrics = [.macroF1] }.series.map(\.metric)) == [.macroF1])
    }

    @Test("A history that is too short to tell says so, and has no level drawn through it") func short() {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", level(10, 4)), SteppedHistory.series("b", [10, 17]),
            SteppedHistory.series("c", level(10, 5)), SteppedHistory.series("d", metric: .modelSize, [7, 7]))
        let report = SteppedHistory.report(history) { $0.minimumRelativeChange = 1 }
        #expect(
            report.notes.contains(
                "2 of 4 series have 2 to 4 points: too short to tell. A change takes three points before it and two after it, or one after a known event"
            ))
        let findings = Dictionary(uniqueKeysWithValues: report.series.map { ($0.cell.variant, $0.finding) })
        #expect(findings == ["a": .tooShort, "b": .tooShort, "c": .unchanged, "d": .unchanged])
        #expect(report.series.first { $0.cell.variant == "b" }?.noise == nil)
        #expect(report.series.filter { $0.finding == .tooShort }.allSatisfy { $0.levels.isEmpty })
    }

    @Test("What changed most comes first: standing regressions, made good ones, improvements, quiet by noise")
    func ranking() {
        let history = SteppedHistory.history(
            SteppedHistory.series("quiet", level(10, 12)),
            SteppedHistory.series("better", level(10, 6) + level(5, 6)),
            SteppedHistory.series("little", level(10, 6) + level(10.5, 6)),
            SteppedHistory.series("good", level(10, 4) + level(20, 4) + level(10, 4)),
            SteppedHistory.series("much", level(10, 6) + level(12, 6)))
        let names: [String] = SteppedHistory.report(history).series.map(\.cell.variant)
        #expect(names == ["much", "little", "good", "better", "quiet"])
    }
}
