import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite("The history of a suite", .hangLimit) struct SuiteHistoryTests {
    let folder: TemporaryFolder
    let store: ResultsStore
    let start = Date(timeIntervalSinceReferenceDate: 800_000_000)

    init() throws {
        folder = try TemporaryFolder()
        store = try ResultsStore(path: folder.file("pawl.db"))
    }

    /// A run of two sound cells and a failed one; `day` is in the latency.
    private func save(
        _ day: Int, suite: String = "demo", kind: RunRecord.Kind = .nightly, status: RunRecord.Status = .complete,
        change: (inout RunRecord) -> Void = { _ in }
    ) throws {
        var run = SampleRun.make(
            id: "\(suite)-\(day)-\(kind)", suite: suite, startedAt: start.addingTimeInterval(Double(day) * 86_400))
        run.kind = kind
        run.status = status
        change(&run)
        let value = Double(1 + day)
        try store.save(
            run, summaries: [0: [.latencyP50: value, .modelSize: 7], 1: [.latencyP50: 2 * value], 2: [.latencyP50: 9]])
    }

    private func history(
        since day: Int = 0, metrics: Set<Metric> = [.latencyP50], kinds: Set<RunRecord.Kind> = [.run, .nightly]
    ) throws -> SuiteHistory {
        try store.history(
            ofSuite: "demo", since: start.addingTimeInterval(Double(day) * 86_400), metrics: metrics, kinds: kinds)
    }

    @Test("All cells come at once, each metric in the order of recording, failed cells as gaps") func bulk() throws {
        for day in 0..<4 { try save(day) }
        try save(0, suite: "other")
        try save(4) { $0.cells[1].failure = CellFailure(kind: .crash, phase: "measure", message: "gone") }
        let history = try history(metrics: [.latencyP50, .modelSize, .accuracy])
        let names = history.series.map { "\($0.cell.variant) \($0.metric.rawValue) \($0.points.map(\.value))" }
        #expect(
            names == [
                "fp32 latency_p50 [1.0, 2.0, 3.0, 4.0, 5.0]", "fp32 model_size [7.0, 7.0, 7.0, 7.0, 7.0]",
                "fp32 accuracy [0.3333333333333333, 0.3333333333333333, 0.3333333333333333, 0.3333333333333333, 0.3333333333333333]",
                "int8 latency_p50 [2.0, 4.0, 6.0, 8.0]",
                "int8 accuracy [0.3333333333333333, 0.3333333333333333, 0.3333333333333333, 0.3333333333333333]",
            ])
        #expect(history.runs.map(\.id) == (0..<5).map { "demo-\($0)-nightly" })
    }

    @Test("A point knows what may explain a step") func facts() throws {
        try save(0) { run in
            run.environment.facts += [
                .init(group: "kernel", key: "release", value: .text("6.1.0-18")),
                .init(group: "kernel", key: "distribution", value: .text("Debian 12")),
            ]
            run.cells[1].device = "board"
        }
        let series = try history().series
        let facts = try #require(series.first?.points.first?.facts)
        #expect(facts.kernelRelease == "6.1.0-18" && facts.distribution == "Debian 12")
        #expect(facts.runtimeName == "onnxruntime" && facts.runtimeVersion == "1.31.1")
        #expect(facts.runtimeLibraryDigest == "cafe" && facts.runtimeProvider == "cpu")
        #expect(facts.runtimeOptions == #"{"graph_optimization":"all","threads":"1"}"#)
        #expect(facts.modelDigest == "d0" && facts.goldenSetDigest == "9999")
        #expect(facts.gitCommit == "0123abcd" && facts.gitIsDirty == true && facts.pawlVersion == "0.1.0")
        #expect(facts.hostName == "bench-1" && facts.machineFingerprint == "f00d" && facts.device == nil)
        #expect(facts.isAnchor)
        #expect(series.last?.points.first?.device == "board" && series.last?.points.first?.isAnchor == false)
    }

    @Test("Gate runs count only when asked for, running ones never; all are listed") func kinds() throws {
        try save(0)
        try save(1, kind: .gate)
        try save(2, kind: .run)
        try save(3, status: .running)
        #expect(try history().series.first?.points.map(\.value) == [1, 3])
        #expect(try history(kinds: [.run, .nightly, .gate]).series.first?.points.map(\.value) == [1, 2, 3])
        #expect(try history().runs.map(\.kind) == [.nightly, .gate, .run, .nightly])
    }

    @Test("A run that was stopped gives answers and sizes, not what its launches came to") func interrupted() throws {
        try save(0, status: .interrupted)
        let history = try history(metrics: [.latencyP50, .modelSize, .accuracy])
        #expect(history.series.map(\.metric) == [.modelSize, .accuracy, .accuracy])
    }

    @Test("Runs before the date are left out, unless the clock was set back after one within it") func since() throws {
        for day in [0, 1, 5, 6, 2, 7] { try save(day) }
        #expect(try history(since: 5).series.first?.points.map(\.value) == [6, 7, 3, 8])
        #expect(try history(since: 8) == SuiteHistory(runs: [], series: []))
    }

    @Test("A value that is not a number is none") func notANumber() throws {
        try store.save(
            SampleRun.make(suite: "demo"), summaries: [0: [.latencyP50: .nan], 1: [.latencyP50: .infinity]])
        #expect(try history(kinds: [.gate]).series == [])
    }

    @Test("Equal values of a cell share their facts, and changing one leaves the other") func sharedFacts() throws {
        try save(0)
        let series = try history(metrics: [.latencyP50, .modelSize]).series.filter { $0.cell.variant == "fp32" }
        var point = try #require(series.first?.points.first)
        let other = try #require(series.last?.points.first)
        #expect(point.sharesFacts(with: other) && point != other && point.with(value: 7) == other)
        point.gitCommit = "else"
        #expect(point.gitCommit == "else" && other.gitCommit == "0123abcd" && !point.sharesFacts(with: other))
    }
}
