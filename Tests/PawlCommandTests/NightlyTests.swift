import Foundation
import Gating
import Harness
import Records
import ResultsStore
import Suites
import TestSupport
import Testing

@testable import PawlCommand

/// Serialised: each of these keeps a core busy.
@Suite("pawl nightly", .needsRuntime, .serialized, .hangLimit)
struct NightlyTests {
    /// Margins that no disturbance of the machine reaches.
    private static let gates = [
        "{ metric: latency_p50, against: reference, max_ratio: 10000 }", "{ metric: accuracy, min: 50% }",
        "{ metric: agreement, against: reference, min: 50% }",
    ]
    private static let measurement =
        "{ launches: 12, looks: [12], quads: 1, block_inferences: 2, block_time: 200 us, warm_up_cap: 1 ms }"

    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private func writeSuite(_ measurement: String = Self.measurement, candidate: TestModel = .rightClassifier) throws
        -> String
    {
        try workspace.writeSuite(
            ["base": .rightClassifier, "same": candidate], gates: Self.gates, measurement: measurement)
    }

    private func store() throws -> ResultsStore { try ResultsStore(path: workspace.database, ifMissing: .refuse) }

    /// Starts a nightly run and kills it when a condition holds.
    private func kill(_ suite: String, with signal: Int32 = SIGKILL, when holds: (PawlProcess) throws -> Bool) throws {
        let process = try workspace.start("nightly", suite)
        try process.wait("the moment to kill") { try holds(process) }
        process.send(signal)
        #expect(try process.outcome().code == (signal == SIGKILL ? 128 + SIGKILL : 3))
    }

    private func hasLaunches(_ count: Int) throws -> Bool {
        try workspace.exists("Results/pawl.db")
            && (workspace.latestRun()?.cells.reduce(0) { $0 + $1.launches.count } ?? 0) >= count
    }

    private func expectWhole(_ run: RunRecord, _ suite: String) throws {
        #expect(run.kind == .nightly && run.status == .complete)
        #expect(run.pairs.map(\.launchesMeasured) == [12])
        for cell in run.cells {
            #expect(cell.launches.filter { $0.pair == 0 }.map(\.index).sorted() == Array(0..<12))
            #expect(cell.launches.filter { $0.pair == nil }.map(\.index).sorted() == Array(0..<12))
            #expect(cell.accuracy != nil && !cell.operators.isEmpty)
        }
        #expect(Set(run.verdicts.map(\.state)) == [.passed])
        let gates = try SuiteReader.read(file: suite).gates
        #expect(Judge.judge(run: run, gates: gates).map(\.state) == run.verdicts.map(\.state))
    }

    @Test("Measures pairs and every cell alone, judges, reports, and goes into the history")
    func night() throws {
        let suite = try writeSuite()
        let outcome = workspace.pawl("nightly", suite)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        try expectWhole(run, suite)
        #expect(workspace.exists("Results/nightly/suite/summary.md"))
        let cell = CellAddress(suite: "tested", model: "m", variant: "same", runtimeLabel: "ort")
        let point = try #require(try store().history(of: cell, metric: .latencyP50, since: .distantPast).first)
        var alone = run.cells[1]
        alone.launches.removeAll { $0.wasInterleaved }
        #expect(point.value == alone.summary.value(.latencyP50), "launches beside another variant are no history")
        #expect(try store().unfinishedRuns(ofSuite: "tested").isEmpty)
    }

    @Test("A failed gate, and a night too short for anything, have their exit codes")
    func exitCodes() throws {
        let suite = try writeSuite()
        let outcome = workspace.pawl("nightly", suite, "--budget", "1 ms")
        #expect(outcome.code == 3)
        #expect(outcome.diagnostic.contains("a budget of 1 ms decides nothing"), "\(outcome.diagnostic)")
        #expect(try workspace.latestRun() == nil, "nothing was measured")
        try workspace.writeSuite(
            ["base": .rightClassifier], gates: ["{ metric: model_size, max: 1 B }"],
            measurement: Workspace.quickMeasurement)
        #expect(workspace.pawl("nightly", suite).code == 1)
        #expect(workspace.pawl("nightly", suite, "--resume", "--no-resume").code == 2)
        #expect(workspace.pawl("nightly", suite, "--wait", "soon").code == 2)
    }

    @Test("Killed while golden sets are evaluated, it is the same run that goes on")
    func killedInAccuracy() throws {
        let suite = try writeSuite(Workspace.quickMeasurement, candidate: .slowClassifier(multiplications: 8))
        try kill(suite) { $0.diagnostic.contains("evaluating golden sets") && !$0.descendants.isEmpty }
        let killed = try #require(try workspace.latestRun())
        #expect(killed.status == .running)
        let outcome = workspace.pawl("nightly", suite)
        #expect(outcome.diagnostic.contains("resumed"), "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(run.id == killed.id && run.status == .complete)
        #expect(run.cells.allSatisfy { $0.accuracy != nil })
        #expect(try store().runs(limit: 9).count == 1)
    }

    @Test("Killed in the middle of the launches, none is lost that was kept and none counts twice")
    func killedInLatency() throws {
        let suite = try writeSuite()
        try kill(suite) { _ in try hasLaunches(9) }
        let killed = try #require(try workspace.latestRun())
        #expect(killed.status == .running && killed.cells.allSatisfy { $0.accuracy != nil })
        // Twice in a row: what was carried on can be carried on.
        try kill(suite) { _ in
            try hasLaunches(killed.cells.reduce(0) { $0 + $1.launches.count } + 8)
        }
        let outcome = workspace.pawl("nightly", suite)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(run.id == killed.id && run.seed == killed.seed)
        try expectWhole(run, suite)
        for (cell, kept) in zip(run.cells, killed.cells) {
            #expect(Array(cell.launches.prefix(kept.launches.count)) == kept.launches)
            #expect(cell.accuracy == kept.accuracy)
        }
        #expect(run.warnings.count { $0.contains("resumed at") } == 2)
    }

    @Test("Killed between the last launch and the record of its verdicts, nothing is measured again")
    func killedBeforeTheEnd() throws {
        // A gnuplot that ends with pawl: what outlives it would be waited for. On a busy machine its number is soon another's.
        try workspace.write(
            """
            #!/bin/sh
            touch drawing
            while grep -q '^Name:.pawl$' /proc/$PPID/status && grep -q '^State:[^Z]*$' /proc/$PPID/status; do sleep 0.1; done

            """, to: "bin/gnuplot")
        chmod(workspace.file("bin/gnuplot"), 0o755)
        let suite = try writeSuite()
        let path = workspace.file("bin") + ":" + (workspace.environment["PATH"] ?? "")
        let process = try workspace.start("nightly", suite, environment: ["PATH": path])
        try process.wait("the charts") { workspace.exists("drawing") }
        process.send(SIGKILL)
        _ = try process.outcome()
        let killed = try #require(try workspace.latestRun())
        #expect(killed.status == .running && killed.verdicts.isEmpty)
        #expect(workspace.pawl("nightly", suite).code == 0)
        let run = try #require(try workspace.latestRun())
        #expect(run.id == killed.id && run.cells.map(\.launches) == killed.cells.map(\.launches))
        try expectWhole(run, suite)
    }

    @Test("What another model was measured by is closed, and a new run begins")
    func changedModel() throws {
        let suite = try writeSuite()
        try kill(suite) { _ in try hasLaunches(3) }
        let killed = try #require(try workspace.latestRun())
        _ = try writeSuite(candidate: .slowClassifier(multiplications: 1))
        let outcome = workspace.pawl("nightly", suite)
        #expect(outcome.diagnostic.contains("is not resumed: something else would be measured now"))
        let runs = try store().runs(limit: 9)
        #expect(runs.map(\.status) == [.complete, .interrupted])
        let closed = try #require(try store().run(id: killed.id))
        #expect(closed.cells.map(\.launches) == killed.cells.map(\.launches) && closed.finishedAt != nil)
        #expect(closed.warnings.contains { $0.contains("was killed; it was not resumed") })
    }

    @Test("A clock that was set back over a restart, and a day gone by, begin anew", arguments: [-3600.0, 90_000])
    func clocks(shift: Double) throws {
        let suite = try writeSuite()
        try kill(suite) { _ in try hasLaunches(3) }
        let words = shift < 0 ? "the clock was set back" : "25 h ago"
        let outcome = workspace.run(["nightly", suite]) {
            ClockReading(date: Date().addingTimeInterval(shift), bootID: "another", uptimeSeconds: 30)
        }
        #expect(outcome.code == 0 && outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
        #expect(try store().runs(limit: 9).count == 2)
    }

    @Test("A clock that was set back while the machine stayed up is of no consequence")
    func clockSetBack() throws {
        let suite = try writeSuite()
        try kill(suite) { _ in try hasLaunches(3) }
        let outcome = workspace.run(["nightly", suite]) {
            var now = ClockReading.now()
            now.date.addTimeInterval(-1e6)
            return now
        }
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(try store().runs(limit: 9).map(\.status) == [.complete])
    }

    @Test("A run stopped by a signal goes on with --resume only; --no-resume drops a killed one")
    func choices() throws {
        let suite = try writeSuite()
        try kill(suite, with: SIGTERM) { _ in try hasLaunches(3) }
        let stopped = try #require(try workspace.latestRun())
        #expect(stopped.status == .interrupted)
        try kill(suite) { _ in try workspace.latestRun()?.id != stopped.id && hasLaunches(3) }
        #expect(workspace.pawl("nightly", suite, "--no-resume").code == 0)
        #expect(try store().runs(limit: 9).map(\.status) == [.complete, .interrupted, .interrupted])
        let outcome = workspace.pawl("nightly", suite, "--resume")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        try expectWhole(try #require(try store().run(id: stopped.id)), suite)
    }

    @Test("Of two at once the second says who is at work, and touches nothing; it may wait")
    func twoAtOnce() throws {
        let suite = try writeSuite(InterruptionTests.endless)
        let first = try workspace.start("nightly", suite)
        try first.wait("some launches") { try hasLaunches(3) }
        let second = workspace.pawl("nightly", suite)
        #expect(second.code == 3 && second.result.isEmpty)
        #expect(second.diagnostic.contains("another 'pawl nightly' of suite 'tested' is running on"))
        #expect(second.diagnostic.contains("process "))
        #expect(try store().runs(limit: 9).map(\.status) == [.running])
        let third = try workspace.start("nightly", suite, "--wait", "1h", "--resume")
        try third.wait("the waiting") { third.diagnostic.contains("waiting for another 'pawl nightly'") }
        first.send(SIGINT)
        #expect(try first.outcome().code == 3)
        try third.wait("the third to measure") { third.diagnostic.contains("measuring latency") }
        third.send(SIGKILL)
        _ = try third.outcome()
        #expect(try store().runs(limit: 9).count == 1, "the third carried the first one on")
    }
}
