import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite(.hangLimit) struct BaselineTests {
    let folder: TemporaryFolder
    let store: ResultsStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ResultsStore(path: folder.file("pawl.db"))
    }

    private func promotion(_ action: BaselinePromotion.Action = .set) -> BaselinePromotion {
        let run = SampleRun.make()
        return BaselinePromotion(
            name: "", version: 0, action: action, restoredVersion: action == .rollback ? 1 : nil,
            origin: action == .imported
                ? BaselinePromotion.Origin(
                    name: "far", version: 7, promotedBy: "bob", promotedOn: "bench-2", promotedAt: run.startedAt,
                    reason: nil) : nil,
            promotedBy: "ann", promotedOn: "bench-1", promotedAt: run.startedAt.addingTimeInterval(1.25),
            reason: "it's \"fine\"", acceptedReason: action == .set ? "known" : nil,
            overriddenVerdicts: ["m/a: slower", "é"], run: BaselineRun(run),
            variants: run.cells.map { BaselineVariant($0, summary: [.latencyP50: 4e6, .accuracy: 1.0 / 3]) },
            files: [
                BaselineFile(role: .suite, owner: "", path: "s.yaml", digest: "aa", bytes: 3),
                BaselineFile(role: .goldenSet, owner: "cc", path: "deep/x.npy", digest: "bb", bytes: 1 << 40),
            ])
    }

    private func append(_ name: String, _ promotion: BaselinePromotion) throws -> BaselinePromotion {
        try #require(try store.appendBaseline(name) { _ in promotion })
    }

    @Test func versionsComeBackWholeAndInOrder() throws {
        let appended = try [
            append("main", promotion()), append("other", promotion(.imported)), append("main", promotion(.rollback)),
        ]
        #expect(appended.map(\.label) == ["main@1", "other@1", "main@2"])
        #expect(try store.baselines() == [appended[0], appended[2], appended[1]])
        #expect(try store.baselines(named: "main") == [appended[0], appended[2]])
        #expect(try store.baselines(named: "none").isEmpty)
        try store.verifyIntegrity()
    }

    @Test func noVersionIsEverEditedOrDeleted() throws {
        _ = try append("main", promotion())
        let raw = try RawDatabase(store.path)
        #expect(throws: (any Error).self) { try raw.execute("UPDATE baselines SET reason = 'better'") }
        #expect(throws: (any Error).self) { try raw.execute("DELETE FROM baselines") }
        #expect(try store.baselines().map(\.reason) == ["it's \"fine\""])
    }

    @Test func nothingIsAppendedWhenThereIsNothingToAppend() throws {
        #expect(try store.appendBaseline("main") { versions in versions.isEmpty ? nil : versions[0] } == nil)
        #expect(try store.baselines().isEmpty)
    }

    @Test func aRunComesWithItsBaselineOrNotAtAll() throws {
        let run = SampleRun.make()
        let raw = try RawDatabase(store.path)
        try raw.execute(
            "CREATE TRIGGER stop BEFORE INSERT ON baseline_files BEGIN SELECT RAISE(ABORT, 'no power'); END")
        #expect(throws: StoreError.self) {
            try store.appendBaseline("main", with: run, summaries: SampleRun.summaries) { _ in promotion() }
        }
        #expect(try store.run(id: run.id) == nil)
        #expect(try store.baselines().isEmpty)
        try raw.execute("DROP TRIGGER stop")
        _ = try store.appendBaseline("main", with: run, summaries: SampleRun.summaries) { _ in promotion() }
        #expect(try store.run(id: run.id) == run)
        // One that is there stays as it is.
        var other = run
        other.warnings = ["something else"]
        _ = try store.appendBaseline("main", with: other) { _ in promotion() }
        #expect(try store.run(id: run.id) == run)
    }

    @Test func aRunKeepsTheBaselineThatItWasGatedAgainst() throws {
        var run = SampleRun.make()
        run.namedBaseline = NamedBaselineRecord(
            try append("main", promotion()),
            fallbacks: [
                NamedBaselineRecord.Fallback(model: "m", variant: "a", reason: "gone"),
                NamedBaselineRecord.Fallback(model: "m", variant: "b", reason: "gone", recordProblem: "elsewhere"),
            ])
        try store.save(run)
        #expect(try store.run(id: run.id) == run)
        run.namedBaseline = nil
        try store.save(run)
        #expect(try store.run(id: run.id) == run)
    }

    @Test func writersAtOnceGetVersionsOfTheirOwn() async throws {
        let path = store.path
        let promotion = promotion()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let store = try ResultsStore(path: path)
                    for _ in 0..<5 { _ = try store.appendBaseline("main") { _ in promotion } }
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.baselines().map(\.version) == Array(1...40))
    }
}
