import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite(.hangLimit) struct QueryTests {
    let folder: TemporaryFolder
    let store: ResultsStore
    let start = Date(timeIntervalSinceReferenceDate: 800_000_000)
    let cell = CellAddress(suite: "demo", model: "filetype", variant: "fp32", runtimeLabel: "ort")

    init() throws {
        folder = try TemporaryFolder()
        store = try ResultsStore(path: folder.file("pawl.db"))
    }

    /// A run a day, from day 0, with the day in its latency.
    private func saveDays(_ days: Range<Int>, suite: String = "demo", status: RunRecord.Status = .complete) throws {
        for day in days {
            var run = SampleRun.make(
                id: "\(suite)-\(day)-\(status)", suite: suite, startedAt: start.addingTimeInterval(Double(day) * 86_400)
            )
            run.status = status
            try store.save(run, summaries: [0: [.latencyP50: Double(day)], 1: [.latencyP50: -1]])
        }
    }

    @Test func theLatestRunIsTheOneThatStartedLast() throws {
        try saveDays(3..<4)
        try saveDays(0..<2)
        try saveDays(5..<6, suite: "other", status: .interrupted)
        #expect(try store.latestRun()?.id == "other-5-interrupted")
        #expect(try store.latestRun(suite: "demo")?.id == "demo-3-complete")
        #expect(try store.latestRun(suite: "missing") == nil)
    }

    @Test func theListOfRunsIsLatestFirstAndLimited() throws {
        try saveDays(0..<5)
        let runs = try store.runs(limit: 2)
        #expect(runs.map(\.id) == ["demo-4-complete", "demo-3-complete"])
        let first = try #require(runs.first)
        #expect(first.cellCount == 3)
        #expect(first.failedCellCount == 1)
        #expect(first.verdictCount == 2)
        #expect(first.failedVerdictCount == 1)
        #expect(first.hostName == "bench-1")
        #expect(first.gitCommit == "0123abcd")
        #expect(first.kind == .gate)
        #expect(first.startedAt == start.addingTimeInterval(4 * 86_400))
        #expect(try store.runs(limit: 0).isEmpty)
        #expect(try store.runs(limit: -3).isEmpty)
    }

    @Test func historyIsOneValueARunOldestFirstSinceADate() throws {
        try saveDays(0..<10)
        try saveDays(4..<5, suite: "other")
        try saveDays(11..<12, status: .running)
        try saveDays(12..<13, status: .interrupted)
        let since = start.addingTimeInterval(3 * 86_400)
        let history = try store.history(of: cell, metric: .latencyP50, since: since)
        #expect(history.map(\.value) == [3, 4, 5, 6, 7, 8, 9, 12])
        #expect(history.first?.startedAt == since)
        #expect(history.last?.status == .interrupted)
        #expect(history.first?.run == "demo-3-complete")
        #expect(history.first?.runtimeVersion == "1.31.1")
        #expect(history.first?.machineFingerprint == "f00d")
        #expect(history.first?.gitIsDirty == true)
        #expect(history.first?.modelDigest == "d0")
    }

    @Test func historyOfWhatWasNotMeasuredIsEmpty() throws {
        try saveDays(0..<2)
        #expect(try store.history(of: cell, metric: .peakMemory, since: .distantPast).isEmpty)
        #expect(try store.history(of: cell, metric: .latencyP50, since: .distantFuture).isEmpty)
        var other = cell
        other.runtimeLabel = "ov"
        #expect(try store.history(of: other, metric: .latencyP50, since: .distantPast).isEmpty)
    }

    @Test func aNumberThatIsNoneIsNotHistory() throws {
        try store.save(SampleRun.make(), summaries: [0: [.latencyP50: .nan]])
        #expect(try store.history(of: cell, metric: .latencyP50, since: .distantPast).isEmpty)
    }

    @Test func accuracyOfTheRecordIsAMetricAndTheSummaryComesFirst() throws {
        try store.save(SampleRun.make(), summaries: SampleRun.summaries)
        #expect(try store.history(of: cell, metric: .accuracy, since: .distantPast).map(\.value) == [1])
        #expect(try store.history(of: cell, metric: .macroF1, since: .distantPast).map(\.value) == [0.1])
    }

    @Test(arguments: [
        String(describing: StoredQuery.runByID), String(describing: StoredQuery.latestRun),
        String(describing: StoredQuery.latestRunOfSuite), String(describing: StoredQuery.runs),
        String(describing: StoredQuery.history), String(describing: StoredQuery.evaluationsByKey),
        String(describing: StoredQuery.differencesByKey), String(describing: StoredQuery.reusesOfEvaluation),
        String(describing: StoredQuery.earlierMeasurements), String(describing: StoredQuery.runsOfSuiteSince),
        String(describing: StoredQuery.unfinishedRuns),
        String(describing: StoredQuery.runsOfSuite), String(describing: StoredQuery.cellsOfSuite),
        String(describing: StoredQuery.valuesOfSuite), String(describing: StoredQuery.keptEvaluations),
    ])
    func everyQueryUsesAnIndex(_ sql: String) throws {
        let plan = try RawDatabase(store.path).rows("EXPLAIN QUERY PLAN \(sql)").compactMap { $0[3] }
        #expect(!plan.isEmpty)
        for step in plan where step.hasPrefix("SCAN") || step.contains("TEMP B-TREE") {
            // Walking an index in its order until the LIMIT is no scan of the table.
            let walksIndex = step.hasPrefix("SCAN runs USING") && step.hasSuffix("INDEX runs_by_start")
            #expect(sql.contains("LIMIT") && walksIndex, "\(step)")
        }
    }

    @Test func noStepOfTheHistoryQueryScans() throws {
        let plan = try RawDatabase(store.path).rows("EXPLAIN QUERY PLAN \(StoredQuery.history)").compactMap { $0[3] }
        #expect(plan.count == 5)
        #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
        #expect(
            plan.contains { $0.contains("subjects_by_name (model=? AND variant=? AND runtime_label=? AND side=?)") },
            "\(plan)")
    }

    @Test func deletingARunSearchesItsRowsByIndex() throws {
        let children = try RawDatabase(store.path).rows(
            """
            SELECT t.name, f."from" FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS f
            WHERE t.type = 'table'
            """)
        #expect(children.count > 10)
        for child in children {
            let plan = try RawDatabase(store.path).rows(
                "EXPLAIN QUERY PLAN SELECT 1 FROM \(child[0]!) WHERE \(child[1]!) = 1")
            #expect(plan[0][3]?.hasPrefix("SEARCH") == true, "\(child)")
        }
    }
}
