import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite("Raw values that age out", .hangLimit)
struct PruningTests {
    let folder: TemporaryFolder
    let store: ResultsStore
    let start = Date(timeIntervalSinceReferenceDate: 800_000_000)
    let now = Date(timeIntervalSinceReferenceDate: 800_000_000 + 100 * 86_400)

    init() throws {
        folder = try TemporaryFolder()
        store = try ResultsStore(path: folder.file("pawl.db"))
    }

    private var raw: RawDatabase { get throws { try RawDatabase(store.path) } }

    /// What stands in for a cell: enough to see that it was computed from the raw values, and recorded figures come first.
    private static let ageing: ResultsStore.Ageing = { cell, recorded in
        RetainedSummary(
            launches: cell.launchCount, timedValues: cell.timedValueCount,
            metrics: [.loadTime: 1].merging(recorded) { $1 },
            levels: [
                .latencyP50: RetainedLevel(
                    mean: 15.25, standardError: 0.125, degreesOfFreedom: 3, launches: cell.launches.count)
            ])
    }

    @discardableResult
    private func save(
        _ id: String, day: Double, kind: RunRecord.Kind = .gate, status: RunRecord.Status = .complete,
        suite: String = "demo", change: (inout RunRecord) -> Void = { _ in }
    ) throws -> RunRecord {
        var run = SampleRun.make(id: id, suite: suite, startedAt: start.addingTimeInterval(day * 86_400))
        run.kind = kind
        run.status = status
        change(&run)
        try store.save(run, summaries: SampleRun.summaries.filter { $0.key < run.cells.count })
        return run
    }

    @discardableResult
    private func prune(keepingDays days: Double = 30, store: ResultsStore? = nil) throws -> PruningReport {
        try (store ?? self.store).prune(
            before: now.addingTimeInterval(-days * 86_400), now: now, ageing: Self.ageing)
    }

    @Test("What is left of a run: figures, levels, verdicts and facts; and it says since when") func left() throws {
        let whole = try save("old", day: 1) { run in
            run.verdicts[0].state = .passed
            run.verdicts.append(SampleRun.verdicts[0])
        }
        try save("new", day: 99)
        let report = try prune()
        #expect(report.runs == 1 && report.cells == 3 && report.keptRuns == 0 && report.isFinished)
        let aged = try #require(try store.run(id: "old"))
        #expect(aged.rawValuesAgedOutAt == now)
        #expect(aged.environment == whole.environment && aged.warnings == whole.warnings && aged.pairs == whole.pairs)
        #expect(aged.goldenSets == whole.goldenSets)
        let cell = aged.cells[0]
        #expect(cell.launches.isEmpty && cell.operators.isEmpty)
        #expect(cell.launchCount == 2 && cell.timedValueCount == 14)
        #expect(cell.aged?.metrics[.latencyP50] == 8_000_000 && cell.aged?.metrics[.loadTime] == 1)
        #expect(cell.aged?.levels[.latencyP50]?.launches == 2)
        #expect(cell.accuracy?.predictions == [] && cell.accuracy?.unitValues == [:] && cell.accuracy?.texts == [])
        #expect(cell.accuracy?.metrics == whole.cells[0].accuracy?.metrics)
        #expect(cell.accuracy?.metricsAgainstBaseline == whole.cells[0].accuracy?.metricsAgainstBaseline)
        #expect(aged.cells[1].accuracy?.comparison?.tensors == SampleRun.comparison.tensors)
        #expect(aged.cells[2].failure == whole.cells[2].failure)
        #expect(aged.verdicts[0].details == [], "a gate that passed keeps headline and evidence")
        #expect(aged.verdicts[0].evidence == whole.verdicts[0].evidence)
        #expect(aged.verdicts.dropFirst() == whole.verdicts.dropFirst(), "one that did not keeps every line")
        #expect(try store.run(id: "new")?.rawValuesAgedOutAt == nil)
        #expect(
            try raw.value(
                "SELECT count(*) FROM blocks JOIN launches USING (launch) JOIN cells USING (cell) WHERE run = 1") == "0"
        )
        #expect(
            try raw.value("SELECT status FROM cell_summary WHERE run_id = 'old' AND variant = 'fp32'") == "measured")
        try store.verifyIntegrity()
    }

    @Test("An aged run can be saved again as it is, and comes back equal") func saveAgain() throws {
        try save("old", day: 1)
        try save("new", day: 99)
        try prune()
        let aged = try #require(try store.run(id: "old"))
        let other = try ResultsStore(path: folder.file("other.db"))
        try other.save(aged)
        #expect(try other.run(id: "old") == aged)
        #expect(try prune(store: other).cells == 0, "there is nothing left to age, and it is the last of its suite")
    }

    @Test("Kept whole: running, the last of each suite, its last complete run, the baselines of runs that are not old")
    func kept() throws {
        try save("aged", day: 1)
        try save("running", day: 2, status: .running)
        try save("latest-run", day: 3, kind: .run)
        try save("stored", day: 4)
        try save("forgotten", day: 5)
        try save("old-gate", day: 6) { $0.storedBaseline = Self.baseline("forgotten") }
        try save("lonely", day: 7, suite: "elsewhere")
        try save("young", day: 98) { $0.storedBaseline = Self.baseline("stored") }
        try save("last", day: 99)
        let plan = try store.pruningPlan(before: now.addingTimeInterval(-30 * 86_400))
        #expect(plan.runs == 3 && plan.keptRuns == 4 && plan.cells == 9 && plan.rawBytes > 0)
        #expect(try store.runs(limit: 99).allSatisfy { try store.run(id: $0.id)?.rawValuesAgedOutAt == nil })
        try prune()
        let aged = try store.runs(limit: 99).map(\.id).filter { try store.run(id: $0)?.rawValuesAgedOutAt != nil }
        #expect(Set(aged) == ["aged", "forgotten", "old-gate"])
        #expect(try store.run(id: "old-gate")?.storedBaseline?.run == "forgotten")
        #expect(try store.run(id: "old-gate")?.storedBaseline?.history == [])
        #expect(try prune().cells == 0)
    }

    static func baseline(_ run: String) -> StoredBaselineRecord {
        StoredBaselineRecord(
            run: run, startedAt: Date(timeIntervalSinceReferenceDate: 0),
            suite: SuiteReference(name: "demo", file: "demo.yaml", digest: "0"), pawlVersion: "0", hostName: "h",
            machineFingerprint: "f", gitCommit: nil, gitIsDirty: nil,
            history: [
                EarlierLevel(
                    run: "past", startedAt: Date(timeIntervalSinceReferenceDate: 0), model: "m", variant: "v",
                    metric: .latencyP50, mean: 1, standardError: 1, degreesOfFreedom: 1, launches: 2)
            ])
    }

    @Test("It goes on where it was stopped, and what is done is done") func resumed() throws {
        try save("old", day: 1) { run in
            run.cells = (0..<25).map {
                SampleRun.cell($0, variant: "v\($0)", predictions: [0, 1, 2, 2], latencyScale: 1)
            }
            for index in run.cells.indices { run.cells[index].launches[0].pair = nil }
            run.pairs = []
            run.verdicts = []
        }
        try save("new", day: 99)
        var steps = 0
        let before = now.addingTimeInterval(-30 * 86_400)
        let report = try store.prune(before: before, now: now, ageing: Self.ageing) { _, _ in
            steps += 1
            return steps < 3
        }
        #expect(!report.isFinished && report.cells == 20 && report.runs == 0)
        let half = try #require(try store.run(id: "old"))
        #expect(half.rawValuesAgedOutAt == now)
        #expect(half.cells.map { $0.aged != nil } == (0..<25).map { $0 < 20 })
        #expect(half.cells[24].launches.count == 2)
        let rest = try store.prune(before: before, now: now.addingTimeInterval(5), ageing: Self.ageing)
        #expect(rest.isFinished && rest.cells == 5 && rest.runs == 1)
        let whole = try #require(try store.run(id: "old"))
        #expect(whole.rawValuesAgedOutAt == now, "it says when the first values went")
        #expect(whole.cells.allSatisfy { $0.aged != nil })
        #expect(try prune().cells == 0)
    }

    @Test("Past measurements of aged runs come with their levels") func levels() throws {
        let old = try save("old", day: 1)
        try save("new", day: 99)
        try prune()
        let past = try store.earlierMeasurements(
            of: old.cells[0], notIn: "new", machineFingerprint: old.environment.machineFingerprint, limit: 9)
        #expect(past.map(\.run) == ["old"])
        #expect(past[0].launches.isEmpty && past[0].aged?.levels[.latencyP50]?.mean == 15.25)
    }

    /// One cell, evaluated in the run or reused.
    private func saveAnswers(
        _ id: String, day: Double, evaluated: Double, reusing source: String? = nil, differing: Int? = nil
    ) throws {
        try save(id, day: day) { run in
            run.cells = [SampleRun.cell(0, variant: "fp32", predictions: [0, 1, 2, 2], latencyScale: 1)]
            run.cells[0].launches = []
            run.cells[0].accuracy?.origin = EvaluationProvenance(
                key: "k", scoresDigest: "s", sampleDigests: source == nil ? [1, 2, 3, 4] : [],
                evaluatedAt: start.addingTimeInterval(evaluated * 86_400), reusedFromRun: source,
                repetition: differing.map {
                    RepeatedEvaluation(run: "x", evaluatedAt: start, differingSamples: $0, differingPredictions: 0)
                })
            run.pairs = []
            run.verdicts = []
        }
    }

    @Test("An evaluation that young runs reuse stays whole, and is counted; then it goes") func reuse() throws {
        try saveAnswers("source", day: 1, evaluated: 1)
        try saveAnswers("reuse-1", day: 2, evaluated: 1, reusing: "source")
        try saveAnswers("reuse-2", day: 90, evaluated: 1, reusing: "source")
        try saveAnswers("last", day: 99, evaluated: 1, reusing: "source")
        try prune()
        let history = try store.cachedEvaluations(key: "k")
        #expect(history.latest?.run == "source" && history.latest?.accuracy.predictions == [0, 1, 2, 2])
        #expect(history.reuses == 3 && history.damagedRuns == [])
        #expect(try raw.value("SELECT count(*) FROM aged_runs WHERE is_finished") == "2")
        #expect(try raw.value("SELECT count(*) FROM answer_contents") == "2", "whole once, and without samples once")
        // The runs that reused it grow old as well; the last run is never aged, and keeps its own answers.
        try save("much-later", day: 400) { run in (run.cells, run.pairs, run.verdicts) = ([], [], []) }
        _ = try store.prune(before: start.addingTimeInterval(300 * 86_400), ageing: Self.ageing)
        #expect(try store.cachedEvaluations(key: "k").latest == nil)
        #expect(try raw.value("SELECT count(*) FROM answers WHERE sample_digests <> x''") == "0")
    }

    @Test("An evaluation that nobody needs any more is never reused, and is no damage") func forgotten() throws {
        try saveAnswers("source", day: 1, evaluated: 1)
        try saveAnswers("reuse", day: 2, evaluated: 1, reusing: "source")
        try saveAnswers("newer", day: 3, evaluated: 3, differing: 2)
        try save("last", day: 99)
        try prune()
        let history = try store.cachedEvaluations(key: "k")
        #expect(history.latest == nil && history.damagedRuns == [])
        #expect(history.isKnownToDiffer, "that predictions differed is remembered without the predictions")
        #expect(try raw.value("SELECT count(*) FROM answers WHERE answer_key = 'k'") == "1")
    }

    @Test("Space goes back to the file system, and the whole file can be written anew") func space() throws {
        for number in 0..<20 {
            try save("run-\(number)", day: Double(number)) { run in
                run.cells[0].launches[0].blocks[0].valuesNanoseconds = (0..<50_000).map { 4_000_000 + $0 }
            }
        }
        try store.reclaimSpace()
        let before = store.fileBytes()
        try prune()
        try store.reclaimSpace()
        #expect(store.fileBytes() < before / 5)
        #expect(try raw.value("PRAGMA freelist_count") == "0")
        try store.rewrite()
        #expect(try raw.value("PRAGMA auto_vacuum") == "2")
        try store.verifyIntegrity()
        #expect(try store.runs(limit: 99).count == 20)
    }

    @Test("Equal evaluations and findings are stored once, and go with their last run") func sharedContents() throws {
        for number in 0..<3 { try save("run-\(number)", day: Double(number)) }
        #expect(try raw.value("SELECT count(*) FROM findings") == "2")
        #expect(try raw.value("SELECT count(*) FROM answer_contents") == "2")
        #expect(try raw.value("SELECT count(*) FROM verdicts") == "6")
        try save("other", day: 4) {
            $0.cells[0].accuracy?.unitValues[.klDivergence] = [0, 0.25, 1.5, 0.25]
            $0.verdicts[0].headline = "46 % slower"
        }
        #expect(try raw.value("SELECT count(*) FROM answer_contents") == "3", "unit values belong to the content")
        #expect(try raw.value("SELECT count(*) FROM findings") == "3")
        let intruder = try raw
        try intruder.execute("PRAGMA foreign_keys = ON; DELETE FROM runs WHERE id <> 'other'")
        #expect(try raw.value("SELECT count(*) FROM findings") == "2")
        #expect(try raw.value("SELECT count(*) FROM answer_contents") == "2")
        try intruder.execute("DELETE FROM runs")
        #expect(try raw.value("SELECT count(*) FROM findings") == "0")
        #expect(try raw.value("SELECT count(*) FROM content_unit_values") == "0")
    }
}
