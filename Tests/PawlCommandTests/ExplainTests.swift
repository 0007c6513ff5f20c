import Foundation
import Records
import TestSupport
import Testing

@Suite("pawl explain", .needsRuntime, .hangLimit)
struct ExplainTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    /// A gate that no variant passes, and that few launches decide.
    private static let impossible = "{ metric: latency_p50, against: reference, max_ratio: 0.001 }"
    private static let eightLaunches =
        "{ launches: 8, quads: 1, block_inferences: 2, block_time: 200 us, warm_up_cap: 5 ms, phase_timeout: 60 s }"

    @Test("All parts add up to the whole, and every promised file is written")
    func latency() throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier, "same": .rightClassifier])
        let outcome = workspace.run([
            "explain", suite, "--only", "m/same", "--what", "latency", "--budget", "1s", "--format", "json", "--seed",
            "7", "--out", "out",
        ])
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let report = try Workspace.json(outcome.result)
        #expect(report["cell"] as? String == "m/same" && report["accuracy"] == nil)
        let latency = try #require(report["latency"] as? [String: Any])
        #expect(latency["role"] as? String == "reference" && latency["launches"] as? Int ?? 0 >= 2)
        let finding = try #require(latency["finding"] as? [String: Any])
        func change(_ value: Any?) -> Double { (value as? [String: Any])?["change"] as? Double ?? 0 }
        let operators = try #require(finding["operators"] as? [[String: Any]])
        let parts = operators.map { change($0["effect"]) } + [change(finding["small"]), change(finding["outside"])]
        #expect(abs(parts.reduce(0, +) - change(finding["total"])) < 1e-9)
        #expect(!operators.isEmpty && operators.allSatisfy { $0["fate"] as? String == "kept" })
        // ONNX Runtime tells shapes, and the profiler's cost is timed.
        let nodes = try #require(operators[0]["baseline_nodes"] as? [[String: Any]])
        #expect((nodes[0]["shape"] as? String)?.contains("[") == true)
        #expect(finding["profiler_cost_of_baseline"] is Double)
        for name in ["explain.html", "explain.md", "explain.json", "explain-latency.svg", "explain-latency.png"] {
            #expect(workspace.exists("out/\(name)"), "\(name)")
        }
        #expect(try workspace.text("out/explain.md").contains("Latency by operator"))
    }

    @Test(
        "A latency gate that fails says what it comes from, in its message, in JUnit and on the page; on request it does not"
    )
    func failedGate() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "same": .rightClassifier], gates: [Self.impossible],
            measurement: Self.eightLaunches)
        let outcome = workspace.run(["gate", suite, "--budget", "30s", "--out", "out"])
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        let words = ["of each operator", "no operator changed", "no single operator", "rest "]
        func tells(_ text: String) -> Bool { words.contains { text.contains($0) } }
        let verdict = try #require(try workspace.latestRun()?.verdicts.first { $0.state == .failed })
        let cause = try #require(verdict.evidence?.summary?.causes.first { tells($0) }, "\(verdict.details)")
        #expect(verdict.details.contains(cause))
        #expect(try workspace.text("out/junit.xml").contains("operator"))
        #expect(try workspace.text("out/report.html").contains("Where it comes from"))
        #expect(workspace.exists("out/charts/operators-0.svg"))

        // The same cell, from the record.
        let again = workspace.run(["explain", "latest", "same", "--what", "latency", "--budget", "1s"])
        #expect(again.code == 0 && again.result.contains("outside the operators"), "\(again.diagnostic)")

        let silent = workspace.run(["gate", suite, "--no-explain"])
        #expect(silent.code == 1)
        let plain = try #require(try workspace.latestRun()?.verdicts.first { $0.state == .failed })
        #expect(!plain.details.contains(where: tells))
    }

    static let mistakes: [(arguments: [String], words: String)] = [
        (["suite.yaml"], "one variant is explained at a time, and 2 are meant: m/a, m/b"),
        (["suite.yaml", "--only", "base"], "m/base is its model's reference"),
        (["suite.yaml", "--only", "nothing"], "no variant of suite 'tested' is called 'nothing'"),
        (["suite.yaml", "--only", "a", "--what", "memory"], "--what cannot be 'memory'"),
        (["suite.yaml", "--only", "a", "--against-with", "ort=onnxruntime"], "--against-with cannot be"),
        (["latest", "a"], "Results/pawl.db"),
    ]

    @Test("Mistakes are told before anything is measured", arguments: mistakes.indices)
    func mistake(index: Int) throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier, "a": .rightClassifier, "b": .rightClassifier])
        let arguments = Self.mistakes[index].arguments.map { $0 == "suite.yaml" ? suite : $0 }
        let outcome = workspace.run(["explain"] + arguments)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains(Self.mistakes[index].words), "\(outcome.diagnostic)")
    }
}
