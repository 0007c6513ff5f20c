import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite(.hangLimit) struct StoredBaselineTests {
    let folder: TemporaryFolder
    let store: ResultsStore
    let start = Date(timeIntervalSinceReferenceDate: 800_000_000)

    init() throws {
        folder = try TemporaryFolder()
        store = try ResultsStore(path: folder.file("pawl.db"))
    }

    private var baseline: StoredBaselineRecord {
        StoredBaselineRecord(
            run: "earlier", startedAt: start, suite: SuiteReference(name: "demo", file: "s.yaml", digest: "aa"),
            pawlVersion: "0.1.0", hostName: "bench-1", machineFingerprint: "f00d", gitCommit: "0123", gitIsDirty: false,
            history: (0..<3).map {
                EarlierLevel(
                    run: "past-\($0)", startedAt: start.addingTimeInterval(Double($0)), model: "filetype",
                    variant: "fp32", metric: .latencyP50, mean: 15.1 + Double($0) / 7, standardError: 0.001,
                    degreesOfFreedom: 12.5, launches: 16)
            })
    }

    @Test func aStoredBaselineComesBackWithItsHistoryAndItsCopies() throws {
        var run = SampleRun.make()
        run.against = nil
        run.storedBaseline = baseline
        for index in run.cells[1].launches.indices { run.cells[1].launches[index].pair = nil }
        try store.save(run)
        #expect(try store.run(id: run.id) == run)
        #expect(run.cells[1].launches.map(\.wasInterleaved) == [true, false])
        run.storedBaseline = nil
        try store.save(run)
        #expect(try store.run(id: run.id)?.storedBaseline == nil)
        #expect(try RawDatabase(store.path).value("SELECT count(*) FROM baseline_history") == "0")
        try store.verifyIntegrity()
    }

    @Test func aHistoryThatIsNoNumberIsRefused() {
        var run = SampleRun.make()
        run.storedBaseline = baseline
        run.storedBaseline?.history[1].mean = .nan
        #expect(throws: StoreError.self) { try store.save(run) }
    }

    private func save(_ id: String, day: Double, _ change: (inout RunRecord) -> Void = { _ in }) throws {
        var run = SampleRun.make(id: id, startedAt: start.addingTimeInterval(day * 86_400))
        change(&run)
        try store.save(run)
    }

    private func past(limit: Int = 10) throws -> [String] {
        try store.earlierMeasurements(
            of: SampleRun.make().cells[0], notIn: "baseline", machineFingerprint: "f00d", limit: limit
        ).map(\.run)
    }

    @Test func pastMeasurementsAreOfTheSameBytesOnTheSameMachineLatestFirst() throws {
        try save("baseline", day: 5)
        try save("older", day: 1)
        try save("newer", day: 9)
        try save("suite", day: 2) { $0.suite.name = "another" }
        #expect(try past() == ["newer", "suite", "older"])
        #expect(try past(limit: 1) == ["newer"])
        #expect(try past(limit: 0).isEmpty)
        let found = try store.earlierMeasurements(
            of: SampleRun.make().cells[0], notIn: "baseline", machineFingerprint: "f00d", limit: 1)
        #expect(found.first?.startedAt == start.addingTimeInterval(9 * 86_400))
        #expect(found.first?.launches == SampleRun.make().cells[0].launches)
    }

    static let strangers: [(name: String, change: @Sendable (inout RunRecord) -> Void)] = [
        ("machine", { $0.environment.machineFingerprint = "beef" }), ("device", { $0.cells[0].device = "board" }),
        ("running", { $0.status = .running }),
        ("interrupted", { $0.status = .interrupted }), ("model file", { $0.cells[0].modelFile.digest = "other" }),
        ("model", { $0.cells[0].model = "other" }), ("variant", { $0.cells[0].variant = "other" }),
        ("side", { $0.cells[0].side = .baseline }), ("version", { $0.cells[0].runtime.version = "1.20.1" }),
        ("library", { $0.cells[0].runtime.libraryDigest = "other" }),
        ("provider", { $0.cells[0].runtime.provider = "xnnpack" }), ("runtime", { $0.cells[0].runtime.name = "other" }),
        ("options", { $0.cells[0].runtime.options["threads"] = "2" }),
        ("golden set", { $0.cells[0].goldenSetDigest = "other" }),
        ("failure", { $0.cells[0].failure = CellFailure(kind: .crash, phase: "load", message: "") }),
    ]

    @Test(arguments: strangers.indices)
    func whatDiffersInAnyWayIsNoHistory(_ index: Int) throws {
        try save("stranger", day: 1, Self.strangers[index].change)
        #expect(try past().isEmpty, "\(Self.strangers[index].name)")
        try save("same", day: 2)
        #expect(try past() == ["same"])
    }
}
