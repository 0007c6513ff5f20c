import Foundation
import Records
import ResultsStore
import TestSupport
import Testing

/// Serialised: each of these keeps a core busy.
@Suite("Runs that are stopped", .needsRuntime, .serialized, .hangLimit)
struct InterruptionTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    /// Far more launches than any test waits for, each of them short.
    static let endless = "{ launches: 1024, quads: 1, block_inferences: 2, block_time: 200 us, warm_up_cap: 1 ms }"

    /// Starts a run and returns once workers have come and gone in the latency phase: something has been measured.
    private func startMeasuring(_ arguments: String...) throws -> PawlProcess {
        let suite = try workspace.writeSuite(["a": .rightClassifier], measurement: Self.endless)
        let process = try PawlProcess(arguments + [suite], in: workspace)
        try process.wait("the latency phase") { process.diagnostic.contains("measuring latency") }
        var seen: Set<Int32> = []
        try process.wait("some launches") {
            seen.formUnion(process.descendants)
            return seen.count >= 4
        }
        return process
    }

    @Test(
        "SIGINT and SIGTERM stop cleanly: workers gone, code 3, what was measured kept", arguments: [SIGINT, SIGTERM])
    func clean(signal: Int32) throws {
        let process = try startMeasuring("run", "--out", "out")
        process.send(signal)
        let outcome = try process.outcome()
        #expect(outcome.code == 3, "\(outcome.diagnostic)")
        #expect(process.descendants.isEmpty)
        #expect(outcome.diagnostic.contains("(interrupted)"))
        #expect(outcome.result.contains("INTERRUPTED"))
        let run = try #require(try workspace.latestRun())
        #expect(run.status == .interrupted && run.finishedAt != nil)
        let cell = try #require(run.cells.first)
        #expect(!cell.launches.isEmpty && cell.launches.count < 1024)
        #expect(cell.accuracy != nil)
        for name in ["report.html", "junit.xml", "summary.md", "results.json"] {
            #expect(workspace.exists("out/\(name)"))
        }
        let left = try FileManager.default.subpathsOfDirectory(atPath: workspace.file("tmp"))
            .filter { !$0.hasSuffix(".lock") }
        #expect(left.isEmpty, "temporary files: \(left)")
    }

    @Test("An interrupted gate passes nothing")
    func interruptedGate() throws {
        let suite = try workspace.writeSuite(
            ["a": .rightClassifier, "b": .rightClassifier],
            gates: ["{ metric: latency_p50, against: reference, max_increase: 3% }", "{ metric: accuracy, min: 50% }"],
            measurement: Self.endless)
        let process = try workspace.start("gate", suite)
        try process.wait("the latency phase") { process.diagnostic.contains("measuring latency") }
        process.send(SIGTERM)
        #expect(try process.outcome().code == 3)
        #expect(try workspace.latestRun()?.status == .interrupted)
        #expect(process.descendants.isEmpty)
    }

    @Test("Ctrl-C while a new golden set is held against its model leaves nothing of it", arguments: [SIGINT, SIGTERM])
    func goldenSetCheck(signal: Int32) throws {
        try workspace.bringOwnModel(samples: 40)
        try workspace.write(TestModel.slowClassifier(multiplications: 4000).data, to: "slow.onnx")
        let before = try FileManager.default.contentsOfDirectory(atPath: workspace.path).sorted()
        let process = try workspace.start(
            "golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--model", "slow.onnx",
            "--scores",
            "logits")
        // The set is written, under another name, and a worker answers it.
        try process.wait("the check") {
            let hidden = try FileManager.default.contentsOfDirectory(atPath: workspace.path).filter {
                $0.hasSuffix(".part")
            }
            return hidden.contains { workspace.exists("\($0)/golden.yaml") } && !process.descendants.isEmpty
        }
        process.send(signal)
        let outcome = try process.outcome()
        #expect(outcome.code == 3, "\(outcome.diagnostic)")
        #expect(outcome.diagnostic.contains("stopped; nothing was written"), "\(outcome.diagnostic)")
        #expect(process.descendants.isEmpty)
        // What the process says lies in files of its own.
        let after = try FileManager.default.contentsOfDirectory(atPath: workspace.path)
            .filter { !$0.hasSuffix(".out") && !$0.hasSuffix(".err") }.sorted()
        #expect(after == before)
        let left = try FileManager.default.subpathsOfDirectory(atPath: workspace.file("tmp"))
            .filter { !$0.hasSuffix(".lock") }
        #expect(left.isEmpty, "temporary files: \(left)")
    }

    @Test("A second Ctrl-C ends at once, whatever is still being done")
    func twice() throws {
        // A gnuplot that lasts until pawl is gone or a zombie: after the first Ctrl-C the charts are drawn for ever.
        try workspace.write(
            "#!/bin/sh\ntouch drawing\nwhile grep -q '^State:[^Z]*$' /proc/$PPID/status; do sleep 0.1; done\n",
            to: "bin/gnuplot")
        chmod(workspace.file("bin/gnuplot"), 0o755)
        let suite = try workspace.writeSuite(["a": .rightClassifier], measurement: Self.endless)
        let path = workspace.file("bin") + ":" + (workspace.environment["PATH"] ?? "")
        let process = try workspace.start("run", suite, "--out", "out", environment: ["PATH": path])
        try process.wait("the latency phase") { process.diagnostic.contains("measuring latency") }
        process.send(SIGINT)
        try process.wait("the charts") { workspace.exists("drawing") }
        #expect(process.diagnostic.contains("(interrupted)"))
        process.send(SIGINT)
        #expect(try process.outcome().code == 128 + SIGINT)
        try expectNoWorkers(of: process)
    }

    @Test("A stop in the middle of a long inference does not wait for it")
    func longInference() throws {
        let suite = try workspace.writeSuite(["slow": .slowClassifier(multiplications: 4000)])
        let process = try workspace.start("run", suite)
        try process.wait("a worker") { !process.descendants.isEmpty }
        process.send(SIGTERM)
        let outcome = try process.outcome()
        #expect(outcome.code == 3, "\(outcome.diagnostic)")
        #expect(process.descendants.isEmpty)
        let run = try #require(try workspace.latestRun())
        #expect(run.status == .interrupted)
        #expect(run.cells.map(\.name) == ["m/slow"])
    }

    /// Where a supervisor is killed: the phase's first words on standard error, and the models that make it last.
    struct Moment: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var words: String
        var multiplications: Int
        var measurement = InterruptionTests.endless
    }

    static let moments = [
        Moment(testDescription: "as soon as a worker exists", words: "evaluating golden sets", multiplications: 0),
        Moment(
            testDescription: "while golden sets are evaluated", words: "evaluating golden sets", multiplications: 4000),
        Moment(testDescription: "while latency is measured", words: "measuring latency", multiplications: 0),
        Moment(
            testDescription: "while operators are profiled", words: "profiling operators", multiplications: 2,
            measurement: Workspace.quickMeasurement),
    ]

    @Test(
        "A supervisor that is killed leaves no worker, an intact database, and the next run works", arguments: moments)
    func killed(moment: Moment) throws {
        let suite = try workspace.writeSuite(
            ["a": .slowClassifier(multiplications: moment.multiplications)], measurement: moment.measurement)
        let process = try workspace.start("run", suite)
        try process.wait("the moment") {
            process.diagnostic.contains(moment.words) && !process.descendants.isEmpty
        }
        process.send(SIGKILL)
        #expect(try process.outcome().code == 128 + SIGKILL)
        try expectNoWorkers(of: process)

        let report = workspace.pawl("report")
        #expect(report.code == 0 && report.result.contains("INTERRUPTED"))
        try workspace.writeSuite(["a": .rightClassifier])
        let next = try workspace.spawnedPawl("run", suite)
        #expect(next.code == 0, "\(next.diagnostic)")
        let store = try ResultsStore(path: workspace.database, ifMissing: .refuse)
        try store.verifyIntegrity()
        #expect(try store.runs(limit: 9).map(\.status) == [.complete, .running], "the killed run never said it ended")
    }

    @Test("A supervisor that is killed while it draws and writes reports leaves the run as announced or whole")
    func killedAtTheEnd() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier])
        let process = try workspace.start("run", suite, "--out", "out")
        try process.wait("the end of measuring") { process.diagnostic.contains("measured in") }
        process.send(SIGKILL)
        _ = try process.outcome()
        try expectNoWorkers(of: process)
        let store = try ResultsStore(path: workspace.database, ifMissing: .refuse)
        try store.verifyIntegrity()
        let run = try #require(try store.latestRun())
        #expect(run.status == .running && run.cells.isEmpty || run.status == .complete && run.cells.count == 1)
    }

    /// At most 5 seconds, as documented; a worker notices within milliseconds that its supervisor's pipe closed.
    private func expectNoWorkers(of process: PawlProcess) throws {
        try process.wait("the workers to end", seconds: 5) { process.descendants.isEmpty }
    }
}
