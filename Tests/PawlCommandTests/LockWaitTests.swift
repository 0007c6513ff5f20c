import CSystem
import Foundation
import Records
import ResultsStore
import TestSupport
import Testing

@Suite("What others hold is waited for, within limits", .needsRuntime, .hangLimit)
struct LockWaitTests {
    private static let long =
        "{ launches: 400, quads: 1, block_inferences: 2, block_time: 20 ms, warm_up_cap: 5 ms, phase_timeout: 60 s }"

    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private func isLocked(_ path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
    }

    @Test("A pawl that was stopped while it measures is named, and another one ends with code 3 in its budget")
    func stoppedHolder() throws {
        let other = try workspace.writeSuite(["base": .rightClassifier], measurement: Self.long, name: "other.yaml")
        let holder = try workspace.start("run", other, "--db", "other.db")
        let lock = workspace.file("tmp/pawl-measuring-\(getuid()).lock")
        // Between two launches it holds nothing: then it goes on, and is stopped once more.
        try holder.wait("the other run to hold the lock while it is stopped") {
            guard isLocked(lock) else { return false }
            holder.send(SIGSTOP)
            usleep(20_000)
            if isLocked(lock) { return true }
            holder.send(SIGCONT)
            return false
        }
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier],
            gates: ["{ metric: latency_p50, max: 1 s }", "{ metric: peak_memory, max: 1 GB }"])
        let outcome = try workspace.spawnedPawl("gate", suite, "--budget", "2s")
        holder.send(SIGCONT)
        holder.send(SIGKILL)
        #expect(outcome.code == 3)
        #expect(outcome.diagnostic.contains("another pawl is measuring on this machine (process "))
        #expect(outcome.diagnostic.contains("suite 'tested', since "))
        let words = "which is stopped): launches take turns; one of its launches is waited for at most 2.0 s"
        #expect(outcome.diagnostic.contains(words))
        #expect(outcome.diagnostic.contains("held the machine for more than 2.0 s"))
        let run = try #require(try workspace.latestRun())
        #expect(run.status == .incomplete)
        let held = "held the machine's measurement lock for more than 2.0 s (process "
        #expect(run.warnings.contains { $0.contains(held) })
        #expect(run.verdicts.count == 2 && run.verdicts.allSatisfy { $0.state == .inconclusive })
        #expect(run.cells.first?.accuracy != nil, "what needs no lock was measured")
    }

    @Test("A database that another program holds at the end is waited for; Ctrl-C writes a bundle, which import takes")
    func heldDatabase() throws {
        let quick =
            "{ launches: 6, quads: 1, block_inferences: 2, block_time: 20 ms, warm_up_cap: 5 ms, phase_timeout: 60 s }"
        let suite = try workspace.writeSuite(["base": .rightClassifier], measurement: quick)
        let patient = try workspace.start("run", suite)
        let hasty = try workspace.start("run", suite)
        for process in [patient, hasty] {
            try process.wait("measuring to begin") { process.diagnostic.contains("measuring latency") }
        }
        let other = try DatabaseIntruder(path: workspace.database)
        try other.execute("BEGIN IMMEDIATE")
        let words = "another program holds the database Results/pawl.db: waiting for it"
        while [patient, hasty].contains(where: { $0.isRunning && !$0.diagnostic.contains(words) }) {
            // Not by an asynchronous pause: it would end when all other tests have had their turn.
            usleep(50_000)
        }
        hasty.send(SIGINT)
        while hasty.isRunning { usleep(50_000) }
        let given = try hasty.outcome()
        #expect(given.code == 3, "\(given.diagnostic)")
        let command = /pawl import (\S+\.pawlrun) --db Results\/pawl\.db/
        let bundle = try #require(given.diagnostic.firstMatch(of: command)?.1)
        #expect(given.result.contains("m/base"), "the report is told all the same")

        try other.execute("COMMIT")
        while patient.isRunning { usleep(50_000) }
        let waited = try patient.outcome()
        #expect(waited.code == 0, "\(waited.diagnostic)")

        let store = try ResultsStore(path: workspace.database, ifMissing: .refuse)
        #expect(Set(try store.runs(limit: 9).map(\.status)) == [.complete, .running])
        for _ in 0..<2 {
            let imported = workspace.pawl("import", String(bundle))
            #expect(imported.code == 0, "\(imported.diagnostic)")
        }
        #expect(try store.runs(limit: 9).map(\.status) == [.complete, .complete], "no row of a running run stays")
        #expect(workspace.pawl("verify-db").code == 0)
    }

    @Test("A night whose budget decides nothing is refused with one that may do, before anything is measured")
    func smallNight() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "same": .rightClassifier],
            gates: ["{ metric: latency_p50, against: reference, max_increase: 3% }"], measurement: "{ launches: 32 }")
        let outcome = workspace.pawl("nightly", suite, "--budget", "1s")
        #expect(outcome.code == 3)
        // 8 launches of 8 blocks of 20 ms and two processes of 5 ms; 2 x 16 launches of one; a tenth of the night is for the report.
        #expect(
            outcome.diagnostic.contains(
                "a budget of 1.0 s decides nothing: this suite needs at least about 7.4 s (1 pair x 8 launches, "
                    + "2 cells x 16 launches); nothing was measured"), "\(outcome.diagnostic)")
        #expect(try workspace.latestRun() == nil)
    }
}
