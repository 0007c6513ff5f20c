import Foundation
import Gating
import Records
import ResultsStore
import Suites
import TestSupport
import Testing

@testable import PawlCommand

@Suite("pawl gate --against-run, with a real runtime", .needsRuntime, .hangLimit)
struct StoredBaselineTests {
    /// A hundredfold is a margin that no disturbance of the machine reaches.
    private static let gates = [
        "{ metric: latency_p50, against: baseline, max_ratio: 100 }",
        "{ metric: peak_memory, against: baseline, max_ratio: 10 }",
        "{ metric: accuracy, against: baseline, max_drop: 1 point }",
        "{ metric: agreement, against: baseline, min: 90% }",
        "{ metric: kl_divergence, against: baseline, max: 0.01 }",
        "{ metric: model_size, against: baseline, max_ratio: 1 }",
    ]
    private static let measurement =
        "{ launches: 6, looks: [6], quads: 1, block_inferences: 2, block_time: 200 us, warm_up_cap: 5 ms }"

    let workspace: Workspace
    let suite: String

    init() throws {
        workspace = try Workspace(samples: 512)
        suite = try workspace.writeSuite(
            ["base": .rightClassifier], gates: Self.gates, measurement: Self.measurement)
    }

    private func store() throws -> ResultsStore { try ResultsStore(path: workspace.database, ifMissing: .refuse) }

    private func run(_ count: Int = 1) throws -> [String] {
        for _ in 0..<count { #expect(workspace.pawl("run", suite).code == 0) }
        return try store().runs(limit: count).map(\.id)
    }

    private func states(_ run: RunRecord) -> [Metric: Verdict.State] {
        Dictionary(run.verdicts.map { ($0.metric, $0.state) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("After six runs a gate against one of them is decided, and judged again from the record alone it is the same")
    func decided() throws {
        let runs = try run(6)
        let outcome = workspace.pawl("gate", suite, "--against-run", String(runs[0].prefix(13)), "--out", "out")
        #expect(outcome.code == 0, "\(outcome.result) \(outcome.diagnostic)")
        let gated = try #require(try workspace.latestRun())
        #expect(Set(gated.verdicts.map(\.state)) == [.passed])
        #expect(gated.storedBaseline?.run == runs[0])
        #expect(gated.storedBaseline?.history.map(\.run).sorted() == runs.dropFirst().sorted())
        #expect(gated.cells.map(\.name) == ["m/base", "m/base (baseline)"])
        let original = try #require(try store().run(id: runs[0])?.cells.first)
        #expect(gated.cells[1].launches == original.launches)
        #expect(gated.cells[1].accuracy?.predictions == original.accuracy?.predictions)
        let latency = try #require(gated.verdicts.first { $0.metric == .latencyP50 })
        #expect(latency.headline.hasSuffix("(stored baseline: drift not cancelled)"))
        #expect(latency.details.contains { $0.contains("from 5 other runs") })
        for name in ["report.html", "junit.xml", "summary.md", "results.json"] {
            #expect(try workspace.text("out/\(name)").contains("drift not cancelled"), "\(name)")
        }
        #expect(outcome.result.contains("drift not cancelled"))

        // Neither later runs nor the loss of the earlier ones change what was judged.
        _ = try run()
        let intruder = try DatabaseIntruder(path: workspace.database)
        try intruder.execute("PRAGMA foreign_keys = ON")
        for id in runs { try intruder.execute("DELETE FROM runs WHERE id = '\(id)'") }
        let again = try #require(try store().run(id: gated.id))
        #expect(Judge.judge(run: again, gates: try SuiteReader.read(file: suite).gates) == gated.verdicts)
        let report = workspace.pawl("report", gated.id, "--out", "again")
        #expect(report.code == 0)
        let files = try ["out", "again"].map { try workspace.text("\($0)/results.json") }
        #expect(files[0] == files[1])
    }

    @Test("With too little history a latency gate is undecided with a hint; answers and sizes are judged all the same")
    func undecided() throws {
        _ = try run(2)
        let outcome = workspace.pawl("gate", suite, "--against-run", "latest")
        #expect(outcome.code == 3, "\(outcome.diagnostic)")
        let gated = try #require(try workspace.latestRun())
        #expect(
            states(gated) == [
                .latencyP50: .inconclusive, .peakMemory: .passed, .accuracy: .passed, .agreement: .passed,
                .klDivergence: .passed, .modelSize: .passed,
            ])
        let latency = try #require(gated.verdicts.first { $0.metric == .latencyP50 })
        #expect(latency.headline.contains("only 1 other usable run of it, at least 5 needed"))
        #expect(latency.details.contains { $0.contains("4 more runs") && $0.contains("'pawl run SUITE'") })
        #expect(workspace.pawl("gate", suite, "--against-run", "latest", "--on-inconclusive", "skip").code == 0)
    }

    @Test("The baseline's model file may be gone, and a candidate that answers wrongly fails against its record")
    func goneArtifact() throws {
        let baseline = try run()[0]
        try workspace.writeSuite(["base": .wrongClassifier], gates: Self.gates, measurement: Self.measurement)
        let outcome = workspace.pawl("gate", suite, "--against-run", baseline)
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        let gated = try #require(try workspace.latestRun())
        #expect(states(gated)[.accuracy] == .failed)
        #expect(states(gated)[.agreement] == .failed)
        #expect(states(gated)[.modelSize] == .failed)
        let accuracy = try #require(gated.verdicts.first { $0.metric == .accuracy })
        #expect(accuracy.details.contains { $0.hasPrefix("lost: ") })
        #expect(accuracy.details.first?.contains("run \(baseline.prefix(8))") == true)
    }

    @Test("'latest' is the last complete run of the suite, never a gate's candidate")
    func latest() throws {
        let runs = try run(2)
        #expect(workspace.pawl("gate", suite, "--against-run", "latest").code == 3)
        #expect(try workspace.latestRun()?.storedBaseline?.run == runs[0])
        #expect(workspace.pawl("gate", suite, "--against-run", "latest").code == 3)
        #expect(try workspace.latestRun()?.storedBaseline?.run == runs[0])
        try DatabaseIntruder(path: workspace.database).execute(
            "UPDATE runs SET status = 'interrupted' WHERE id = '\(runs[0])'")
        #expect(workspace.pawl("gate", suite, "--against-run", "latest").code == 3)
        #expect(try workspace.latestRun()?.storedBaseline?.run == runs[1])
    }

    @Test("A gate's run is a baseline for memory and answers, not for what it measured in pairs only")
    func pairsOnly() throws {
        let gates = Self.gates + ["{ metric: latency_p50, against: reference, max_ratio: 100 }"]
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "same": .rightClassifier], gates: gates, measurement: Self.measurement)
        #expect(workspace.pawl("gate", suite).code == 0)
        let baseline = try #require(try workspace.latestRun()).id
        #expect(workspace.pawl("gate", suite, "--against-run", baseline).code == 3)
        let gated = try #require(try workspace.latestRun())
        #expect(gated.cells.map(\.name) == ["m/base", "m/same", "m/base (baseline)", "m/same (baseline)"])
        let latency = gated.verdicts.filter { $0.metric == .latencyP50 && $0.against == .baseline }
        #expect(latency.allSatisfy { $0.state == .inconclusive })
        #expect(latency[0].headline.contains("m/base (baseline) was measured only side by side"))
        #expect(gated.verdicts.filter { $0.metric == .peakMemory }.map(\.state) == [.passed, .passed])
        #expect(gated.cells[1].launches.count { !$0.wasInterleaved } == 6)
        #expect(gated.cells[3].launches.allSatisfy { $0.pair == nil && $0.wasInterleaved })
    }

    @Test("A variant that the earlier run lacks, or another golden set, is a finding of its own")
    func findings() throws {
        let baseline = try run()[0]
        let gates = ["{ metric: accuracy, against: baseline, max_drop: 1 point }"]
        let suite = try workspace.writeSuite(["new": .rightClassifier], gates: gates, measurement: Self.measurement)
        let missing = workspace.pawl("gate", suite, "--against-run", baseline)
        #expect(missing.code == 3)
        #expect(missing.result.contains("run \(baseline.prefix(8)) has no m/new"))
        #expect(missing.diagnostic.contains("m/new has no counterpart in run \(baseline)"))

        let other = try Workspace(samples: 64)
        let elsewhere = try other.writeSuite(["base": .rightClassifier], gates: gates, measurement: Self.measurement)
        let outcome = workspace.pawl("gate", elsewhere, "--against-run", baseline)
        #expect(outcome.code == 3)
        #expect(outcome.result.contains("used another golden set"))
    }

    @Test("A run that cannot be a baseline is refused before anything is measured")
    func refusals() throws {
        func refuse(_ arguments: String..., expecting words: String) throws {
            let before = workspace.exists("Results/pawl.db") ? try store().runs(limit: 99).count : 0
            let outcome = try PawlProcess(["gate", suite] + arguments, in: workspace).outcome()
            #expect(outcome.code == 2, "\(arguments)")
            #expect(outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
            #expect(outcome.diagnostic.contains("hint: "))
            #expect(outcome.result.isEmpty)
            #expect((workspace.exists("Results/pawl.db") ? try store().runs(limit: 99).count : 0) == before)
        }
        try refuse("--against-run", "latest", expecting: "there is no database")
        #expect(!workspace.exists("Results"), "a question must not make a database")
        let runs = try run(3)
        let intruder = try DatabaseIntruder(path: workspace.database)
        try refuse(
            "--against-run", runs[0], "--against", suite, expecting: "--against and --against-run exclude each other")
        try refuse("--against-run", "zzz", expecting: "there is no run 'zzz'")
        try refuse("--against-run", "%", expecting: "there is no run '%'")
        try intruder.execute("UPDATE runs SET id = 'aaaa' || run")
        try refuse("--against-run", "aaa", expecting: "'aaa' begins more than one run")
        try intruder.execute("UPDATE runs SET status = 'interrupted'")
        try refuse("--against-run", "aaaa1", expecting: "run aaaa1 cannot be a baseline: it was interrupted or killed")
        try refuse("--against-run", "latest", expecting: "holds no complete 'pawl run' of suite 'tested'")
        try intruder.execute("UPDATE runs SET status = 'running'")
        try refuse("--against-run", "aaaa1", expecting: "it was interrupted or killed")
        let lock = RunLock(run: "aaaa1", database: workspace.database)
        try refuse("--against-run", "aaaa1", expecting: "it is still running")
        withExtendedLifetime(lock) {}
        try intruder.execute("UPDATE runs SET status = 'complete', machine_fingerprint = 'beef'")
        try refuse("--against-run", "aaaa1", expecting: "machine fingerprint: was beef, is ")
        try intruder.execute(
            "UPDATE environment_facts SET number_value = 4096 WHERE fact_group = 'cpu' AND fact_key = 'logical_cores'")
        try refuse("--against-run", "aaaa1", expecting: "number of cores: was 4096 cores, is ")
    }
}
