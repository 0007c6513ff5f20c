import Foundation
import Records
import TestSupport
import Testing

/// Processes that keep every core of the machine busy until the object goes, two minutes at most.
private final class BusyProcesses {
    private var processes: [Process] = []

    init() throws {
        for _ in 0..<2 * ProcessInfo.processInfo.activeProcessorCount {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            // The kernel ends it if this object does not.
            process.arguments = ["sh", "-c", "ulimit -t 120; while :; do :; done"]
            process.standardInput = FileHandle.nullDevice
            try process.run()
            processes.append(process)
        }
    }

    deinit {
        for process in processes {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }
}

@Suite("A machine that others really use", .needsRuntime, .serialized, .hangLimit)
struct LoadedMachineTests {
    private static let measurement =
        "{ launches: 8, quads: 1, block_inferences: 40, block_time: 5 ms, warm_up_cap: 5 ms, phase_timeout: 60 s }"

    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("A limit that only load can break is not failed; a limit that nothing could keep is; one banner says why")
    func gates() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "same": .rightClassifier],
            gates: [
                // A few microseconds of work: only a process that was put aside takes a millisecond for it.
                "{ metric: latency_max, max: 1 ms }", "{ metric: latency_p99, max: 1 ms }",
                "{ metric: latency_p50, max: 1 ms }", "{ metric: latency_mean, max: 1 ms }",
                "{ metric: latency_p50, max: 1 ns }",
            ], measurement: Self.measurement)
        let load = try BusyProcesses()
        let outcome = try workspace.spawnedPawl("gate", suite, "--out", "out")
        withExtendedLifetime(load) {}
        let run = try #require(try workspace.latestRun())
        #expect(run.status == .complete)
        for verdict in run.verdicts {
            let breaksOnlyUnderLoad = verdict.gate < 4
            #expect((verdict.state == .failed) == !breaksOnlyUnderLoad, "\(verdict.headline)\n\(verdict.details)")
            #expect(verdict.state != .error)
        }
        #expect(outcome.code == 1, "the last gate fails")
        // Other tests and their programs use the machine as well, but never less than these do.
        #expect(outcome.result.contains("busy machine: "))
        #expect(outcome.result.contains("launches were disturbed: other programs took"))
        #expect(outcome.result.components(separatedBy: "disturbed: ").count == 2, "one banner, and no line a gate")
        for name in ["report.html", "summary.md"] {
            #expect(try workspace.text("out/\(name)").contains("launches were disturbed: other programs took"))
        }
        let results = try Workspace.json(workspace.text("out/results.json"))
        let told = try #require(results["load"] as? [String: Any])
        #expect(try #require(told["disturbed_launches"] as? Int) > 0)
        #expect(try #require(told["foreign_cores"] as? Double) > 0.25)
        #expect(!(try #require(told["programs"] as? [String])).isEmpty)
    }

    @Test("--on-busy refuse measures nothing and names who is busy; wait waits as long as it may, then measures")
    func policies() throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier])
        let load = try BusyProcesses()
        let refused = try workspace.spawnedPawl("run", suite, "--on-busy", "refuse")
        #expect(refused.code == 3)
        #expect(refused.diagnostic.contains("the machine is busy: other programs use"))
        #expect(refused.diagnostic.contains("nothing was measured") && refused.diagnostic.contains("--on-busy wait"))
        #expect(try workspace.latestRun() == nil)

        let waited = try workspace.spawnedPawl("run", suite, "--wait-for-calm", "6s")
        withExtendedLifetime(load) {}
        #expect(waited.code == 0, "\(waited.diagnostic)")
        #expect(waited.diagnostic.contains("waiting for the machine to calm down, at most 6.0 s"))
        let run = try #require(try workspace.latestRun())
        let pauses = run.cells.flatMap(\.launches).reduce(0) { $0 + ($1.conditions?.pauseSeconds ?? 0) }
        #expect(pauses > 0 && pauses <= 7)
    }

    @Test("A time to wait without waiting is a mistake", arguments: ["go", "refuse"])
    func contradiction(policy: String) throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier])
        let outcome = workspace.pawl("run", suite, "--on-busy", policy, "--wait-for-calm", "1m")
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("--wait-for-calm goes with --on-busy wait"))
    }
}
