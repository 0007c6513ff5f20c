import Foundation
import FoundationXML
import Harness
import Records
import Suites
import TestSupport
import Testing

@Suite("pawl gate, from a suite file to its reports", .needsRuntime, .hangLimit)
struct GateTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("A gate that holds passes with code 0, and every promised file is written and told")
    func passing() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "same": .rightClassifier],
            gates: [
                "{ metric: accuracy, min: 90% }", "{ metric: agreement, against: reference, min: 97% }",
                "{ metric: model_size, max: 1 MB }", "{ metric: latency_p50, against: baseline, max_increase: 3% }",
            ])
        let outcome = workspace.pawl("gate", suite, "--out", "out", "--seed", "7")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("PASS  tested"))
        #expect(outcome.result.contains("m/same"))
        #expect(outcome.diagnostic.contains("pawl: evaluating golden sets ..."))
        #expect(!outcome.result.contains("pawl: "), "progress belongs on standard error")
        for name in ["report.html", "junit.xml", "summary.md", "results.json"] {
            #expect(try !workspace.text("out/\(name)").isEmpty)
            #expect(outcome.result.contains("out/\(name)"))
        }
        let charts = try FileManager.default.contentsOfDirectory(atPath: workspace.file("out/charts"))
        #expect(charts.contains { $0.hasSuffix(".svg") } && charts.contains { $0.hasSuffix(".png") })
        #expect(outcome.result.contains("Results/pawl.db"))
        #expect(XMLParser(data: Data(try workspace.text("out/junit.xml").utf8)).parse())
        _ = try Workspace.json(workspace.text("out/results.json"))

        let run = try #require(try workspace.latestRun())
        #expect(run.kind == .gate && run.status == .complete && run.seed == 7)
        #expect(run.cells.map(\.name) == ["m/base", "m/same"])
        #expect(run.cells.allSatisfy { $0.launches.count == 2 && $0.accuracy?.metrics[.accuracy] == 1 })
        #expect(Set(run.verdicts.map(\.state)) == [.passed, .notJudged])
    }

    @Test("A gate that does not hold fails with code 1 and the reason")
    func failing() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "wrong": .wrongClassifier],
            gates: ["{ metric: accuracy, against: reference, max_drop: 1 point }", "{ metric: accuracy, min: 90% }"])
        let outcome = workspace.pawl("gate", suite, "--junit", "only.xml")
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("FAIL  tested"))
        #expect(outcome.result.contains("m/wrong"))
        #expect(outcome.result.contains("\(suite):13:"), "the gate's place in the suite is named")
        #expect(workspace.exists("only.xml"))
        #expect(try workspace.text("only.xml").contains("<failure"))
        let run = try #require(try workspace.latestRun())
        #expect(run.status == .complete)
        #expect(run.verdicts.filter { $0.state == .failed }.count == 2)
    }

    @Test("A cell that cannot be measured makes the gate incomplete with code 3, and costs no other cell")
    func erring() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "broken": .notANumber, "same": .rightClassifier],
            gates: ["{ metric: agreement, against: reference, min: 97% }"])
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 3)
        #expect(outcome.result.contains("INCOMPLETE  tested"))
        #expect(outcome.diagnostic.contains("m/broken"))
        let run = try #require(try workspace.latestRun())
        #expect(run.status == .incomplete)
        #expect(run.cells[1].failure?.kind == .error)
        #expect(run.cells[0].failure == nil && run.cells[2].failure == nil)
        #expect(run.cells[2].launches.count == 2)
        #expect(run.verdicts.map(\.state).contains(.error))
    }

    static let brokenWorkers: [(arguments: [String], kind: CellFailure.Kind, words: String)] = [
        (["/bin/sh", "-c", "echo last words >&2; kill -SEGV $$"], .crash, "SIGSEGV"),
        (["/bin/sh", "-c", "kill -KILL $$"], .outOfMemory, "killed from outside"),
        (["/bin/sh", "-c", "exit 7"], .exit, "exited with code 7"),
        (["/bin/cat"], .protocolViolation, "neither reply nor error"),
        (["/nowhere/pawl", "worker"], .error, "cannot start a worker: /nowhere/pawl"),
    ]

    @Test(
        "Workers that end as they like are cells with an error, not the end of pawl", arguments: brokenWorkers.indices)
    func brokenWorker(index: Int) throws {
        let broken = Self.brokenWorkers[index]
        let suite = try workspace.writeSuite(["base": .rightClassifier], gates: ["{ metric: accuracy, min: 90% }"])
        let outcome = workspace.pawl("gate", suite, worker: .init(arguments: broken.arguments))
        #expect(outcome.code == 3)
        #expect(outcome.result.contains("INCOMPLETE  tested"))
        let failure = try #require(try workspace.latestRun()?.cells.first?.failure)
        #expect(failure.kind == broken.kind)
        #expect(failure.message.contains(broken.words), "\(failure)")
        if broken.kind == .crash {
            #expect(failure.signal == "SIGSEGV")
            #expect(outcome.result.contains("last words"), "what the worker said last is shown")
        }
    }

    @Test("A baseline gate without a baseline is reported as not judged, and passes nothing")
    func notJudged() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier], gates: ["{ metric: latency_p50, against: baseline, max_increase: 3% }"])
        let outcome = workspace.pawl("gate", suite, "--format", "json")
        #expect(outcome.code == 0)
        let json = try Workspace.json(outcome.result)
        let verdicts = try #require(json["verdicts"] as? [[String: Any]])
        #expect(verdicts.map { $0["state"] as? String } == ["not_judged"])
        let counts = try #require(json["counts"] as? [String: Int])
        #expect(counts["passed"] == 0 && counts["not_judged"] == 1)
    }

    @Test("With --against, same-named variants of two suite folders are measured as pairs")
    func against() throws {
        let workspace = try Workspace(samples: 64)
        let before = try Workspace(samples: 64)
        let gates = [
            "{ metric: accuracy, against: baseline, max_drop: 1 point }",
            "{ metric: agreement, against: baseline, min: 97% }",
            "{ metric: model_size, against: baseline, max_ratio: 1.0 }",
        ]
        let old = try before.writeSuite(["a": .rightClassifier, "gone": .rightClassifier], gates: gates)
        let new = try workspace.writeSuite(["a": .wrongClassifier, "added": .rightClassifier], gates: gates)
        let outcome = workspace.pawl("gate", new, "--against", old)
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(run.against?.file == old)
        #expect(run.cells.map(\.name) == ["m/a", "m/added", "m/a (baseline)"])
        let accuracy = run.verdicts.filter { $0.metric == .accuracy }
        #expect(accuracy.map(\.state) == [.failed, .error], "a variant without a counterpart never passes")
        #expect(run.verdicts.first { $0.metric == .agreement }?.state == .failed)
        #expect(run.goldenSets.count == 1, "both checkouts have the same set")
        #expect(run.warnings.contains { $0.contains("m/added has no counterpart") })
        #expect(run.warnings.contains { $0.contains("m/gone") && $0.contains("no longer") })
    }

    @Test("--only limits to variants that match, and keeps the reference that a gate needs")
    func only() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "one": .rightClassifier, "two": .rightClassifier],
            gates: ["{ metric: agreement, against: reference, min: 97% }"])
        #expect(workspace.pawl("gate", suite, "--only", "m/tw*").code == 0)
        #expect(try workspace.latestRun()?.cells.map(\.variant) == ["base", "two"])
        #expect(workspace.pawl("run", suite, "--only", "two").code == 0)
        #expect(try workspace.latestRun()?.cells.map(\.variant) == ["two"])
        let nothing = workspace.pawl("run", suite, "--only", "three")
        #expect(nothing.code == 2)
        #expect(nothing.diagnostic.contains("no variant of suite 'tested' is selected"))
    }

    @Test("An undecided gate is incomplete, or skipped when --on-inconclusive says so")
    func inconclusive() throws {
        // 6 of 8 correct predictions: below 90 %, but by no more than the luck of so few samples explains.
        let suite = try workspace.writeSuite(
            ["base": .mostlyRightClassifier], gates: ["{ metric: accuracy, min: 90% }"])
        let failing = workspace.pawl("gate", suite)
        #expect(try workspace.latestRun()?.verdicts.last?.state == .inconclusive)
        #expect(failing.code == 3)
        let skipping = workspace.pawl("gate", suite, "--on-inconclusive", "skip")
        #expect(try workspace.latestRun()?.verdicts.last?.state == .inconclusive)
        #expect(skipping.code == 0)
    }

    @Test("Both JUnit dialects parse; only the rich one has properties of cases", arguments: ["rich", "strict"])
    func dialects(dialect: String) throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "wrong": .wrongClassifier], gates: ["{ metric: accuracy, min: 90% }"])
        #expect(workspace.pawl("gate", suite, "--junit", "j.xml", "--junit-dialect", dialect).code == 1)
        let document = try XMLDocument(data: Data(try workspace.text("j.xml").utf8))
        #expect(try !document.nodes(forXPath: "//testcase/failure").isEmpty)
        #expect(try document.nodes(forXPath: "//testcase/properties").isEmpty == (dialect == "strict"))
    }

    @Test("GitHub's step summary gets the Markdown report")
    func stepSummary() throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier], gates: ["{ metric: accuracy, min: 90% }"])
        try workspace.write("before\n", to: "step.md")
        let outcome = workspace.pawl("gate", suite, environment: ["GITHUB_STEP_SUMMARY": workspace.file("step.md")])
        #expect(outcome.code == 0)
        let text = try workspace.text("step.md")
        #expect(text.hasPrefix("before\n") && text.contains("m/base"))
    }
}
