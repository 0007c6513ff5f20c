import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite("What the store knows of answers under a key", .hangLimit)
struct CachedEvaluationTests {
    let folder: TemporaryFolder
    let store: ResultsStore
    let start = Date(timeIntervalSinceReferenceDate: 800_000_000)

    init() throws {
        folder = try TemporaryFolder()
        store = try ResultsStore(path: folder.file("pawl.db"))
    }

    /// A run with one cell, evaluated on a day.
    @discardableResult
    private func save(
        _ id: String, day: Double = 0, status: RunRecord.Status = .complete,
        change: (inout CellRecord) -> Void = { _ in }
    ) throws -> RunRecord {
        var run = SampleRun.make(id: id, startedAt: start.addingTimeInterval(day * 86_400))
        run.status = status
        run.cells = [SampleRun.cell(0, variant: "fp32", predictions: [0, 1, 2, 2], latencyScale: 1)]
        run.cells[0].launches = []
        run.cells[0].accuracy?.origin = EvaluationProvenance(
            key: "k", scoresDigest: "s", sampleDigests: [1, .max, 0x0102_0304_0506_0708, 4],
            referenceScoresDigest: "r", evaluatedAt: start.addingTimeInterval(day * 86_400 + 1.25))
        run.pairs = []
        run.verdicts = []
        change(&run.cells[0])
        try store.save(run)
        return run
    }

    @Test("The newest evaluation comes back whole") func newest() throws {
        try save("old", day: 1)
        let new = try save("new", day: 2)
        try save("other", day: 3) { $0.accuracy?.origin?.key = "other" }
        try save("none", day: 3) { $0.accuracy?.origin?.key = nil }
        let history = try store.cachedEvaluations(key: "k")
        #expect(history.latest?.run == "new")
        #expect(history.latest?.accuracy == new.cells[0].accuracy)
        #expect(history.latest?.origin == new.cells[0].accuracy?.origin)
        #expect(history.reuses == 0 && !history.isKnownToDiffer && history.damagedRuns == [])
        #expect(try store.cachedEvaluations(key: "unknown") == CachedEvaluations())
        #expect(try store.run(id: "new") == new)
    }

    @Test(
        "A run that was stopped or is still measured, and a cell that failed, are not trusted",
        arguments: [RunRecord.Status.interrupted, .running])
    func untrusted(status: RunRecord.Status) throws {
        try save("sound", day: 1)
        try save("stopped", day: 2, status: status)
        try save("failed", day: 3, status: .incomplete) {
            $0.failure = CellFailure(kind: .crash, phase: "measure", message: "it crashed")
        }
        #expect(try store.cachedEvaluations(key: "k").latest?.run == "sound")
        try save("elsewhere", day: 4, status: .incomplete)
        #expect(
            try store.cachedEvaluations(key: "k").latest?.run == "elsewhere",
            "another cell's failure is none of this one's")
    }

    @Test("A reused row is no evaluation; it counts as a reuse of its own source only") func reuses() throws {
        let source = try save("source", day: 1)
        let evaluatedAt = try #require(source.cells[0].accuracy?.origin?.evaluatedAt)
        for (index, run) in ["source", "source", "elsewhere"].enumerated() {
            try save("reuse-\(index)", day: Double(2 + index)) {
                $0.accuracy?.origin?.evaluatedAt = evaluatedAt
                $0.accuracy?.origin?.reusedFromRun = run
            }
        }
        let history = try store.cachedEvaluations(key: "k")
        #expect(history.latest?.run == "source")
        #expect(history.reuses == 2)
    }

    @Test("A difference is remembered, from whatever run, until its row is gone or the key changes") func differences()
        throws
    {
        try save("one", day: 1)
        try save("two", day: 2) {
            $0.accuracy?.origin?.repetition = RepeatedEvaluation(
                run: "one", evaluatedAt: start, differingSamples: 0, differingPredictions: 0)
        }
        #expect(try !store.cachedEvaluations(key: "k").isKnownToDiffer)
        let different = try save("three", day: 3, status: .interrupted) {
            $0.accuracy?.origin?.repetition = RepeatedEvaluation(
                run: "two", evaluatedAt: start, differingSamples: 2, differingPredictions: 1)
        }
        try save("four", day: 4)
        #expect(try store.run(id: "three") == different)
        #expect(try store.cachedEvaluations(key: "k").isKnownToDiffer)
        #expect(try !store.cachedEvaluations(key: "other").isKnownToDiffer)
        try RawDatabase(store.path).execute("PRAGMA foreign_keys = ON; DELETE FROM runs WHERE id = 'three'")
        #expect(try !store.cachedEvaluations(key: "k").isKnownToDiffer)
    }

    @Test(
        "A row that is not what was stored is passed over and named",
        arguments: [
            "UPDATE answer_contents SET predictions = '[0,1,2,1]' WHERE content = 2",
            "UPDATE answer_contents SET predictions = '[0,1,2' WHERE content = 2",
            "UPDATE answer_contents SET metrics = replace(metrics, '0.1', '0.2') WHERE content = 2",
            "UPDATE accuracy_passes SET top_k = 4 WHERE cell = 2",
            "DELETE FROM accuracy_passes WHERE cell = 2",
            "UPDATE answers SET scores_digest = 't' WHERE cell = 2",
            "UPDATE answers SET sample_digests = x'00' WHERE cell = 2",
            "UPDATE answers SET sample_digests = CAST(sample_digests || x'00' AS BLOB) WHERE cell = 2",
            "UPDATE answers SET reference_scores_digest = NULL WHERE cell = 2",
            "UPDATE answers SET evaluated_at_unix_ns = evaluated_at_unix_ns + 1000000000 WHERE cell = 2",
            "UPDATE answers SET differing_samples = -9223372036854775808, repeated_run = 'x' WHERE cell = 2",
            "UPDATE answers SET seal = '' WHERE cell = 2",
            "UPDATE answers SET answer_key = 'k' WHERE cell = 3",
        ])
    func damaged(statement: String) throws {
        // Equal contents would be stored once, and damaged for both.
        try save("older", day: 1) { $0.accuracy?.metrics[.calibrationError] = 0.5 }
        try save("newer", day: 2)
        try save("foreign", day: 3) { $0.accuracy?.origin?.key = "not k" }
        try RawDatabase(store.path).execute(statement)
        let history = try store.cachedEvaluations(key: "k")
        let isForeign = statement.contains("cell = 3")
        #expect(history.damagedRuns == [isForeign ? "foreign" : "newer"])
        #expect(history.latest?.run == (isForeign ? "newer" : "older"))
        #expect(!history.isKnownToDiffer)
    }

    @Test("A number that is none does not break the seal") func notANumber() throws {
        try save("odd") { $0.accuracy?.metrics = [.accuracy: .nan, .macroF1: -.infinity] }
        #expect(try store.cachedEvaluations(key: "k").latest?.run == "odd")
    }
}
