import Foundation
import Records
import TestSupport
import Testing

@Suite("pawl run and pawl report", .needsRuntime, .hangLimit)
struct ReportTests {
    let workspace: Workspace
    let suite: String

    init() throws {
        workspace = try Workspace()
        suite = try workspace.writeSuite(
            ["base": .rightClassifier, "wrong": .wrongClassifier], gates: ["{ metric: accuracy, min: 90% }"])
    }

    @Test("A run measures and records, and judges nothing")
    func run() throws {
        let outcome = workspace.pawl("run", suite)
        #expect(outcome.code == 0)
        #expect(outcome.result.contains("MEASURED  tested"))
        let run = try #require(try workspace.latestRun())
        #expect(run.kind == .run && run.verdicts.isEmpty && run.pairs.isEmpty)
        #expect(run.cells.allSatisfy { !$0.operators.isEmpty }, "operators are profiled")
        #expect(run.environment.facts.contains { $0.group == "cpu" || $0.key.contains("cores") })
    }

    @Test("The last run and a run by the first digits of its id are reported once more, with all files")
    func again() throws {
        #expect(workspace.pawl("gate", suite).code == 1)
        let first = try #require(try workspace.latestRun()).id
        #expect(workspace.pawl("run", suite).code == 0)
        let second = try #require(try workspace.latestRun()).id

        let latest = workspace.pawl("report", "--format", "json")
        #expect(latest.code == 0 && latest.diagnostic.isEmpty)
        #expect((try Workspace.json(latest.result)["run"] as? [String: Any])?["id"] as? String == second)

        for (name, id) in [("latest", second), ("latest~1", first)] {
            let outcome = workspace.pawl("report", name, "--format", "json")
            #expect((try Workspace.json(outcome.result)["run"] as? [String: Any])?["id"] as? String == id)
        }
        #expect(workspace.pawl("badge", "--run", "latest~1").code == 0)
        #expect(workspace.pawl("report", "latest~2").diagnostic.contains("the oldest is latest~1"))

        let named = workspace.pawl("report", String(first.prefix(13)), "--out", "again", "--junit", "j.xml")
        #expect(named.code == 0, "reporting a failed gate is no failure")
        #expect(named.result.contains("FAIL  tested"))
        for name in ["again/report.html", "j.xml", "again/summary.md", "again/results.json"] {
            #expect(workspace.exists(name))
        }
        #expect(!workspace.exists("again/junit.xml"), "--junit says where it goes")
    }

    @Test("The report of a gate is the same once more as when it was judged")
    func repeatable() throws {
        #expect(workspace.pawl("gate", suite, "--out", "first").code == 1)
        #expect(workspace.pawl("report", "--out", "second").code == 0)
        for name in ["report.html", "junit.xml", "summary.md", "results.json"] {
            let first = try workspace.text("first/\(name)").replacing("/first/", with: "/second/")
            #expect(try first == workspace.text("second/\(name)"), "\(name) differs")
        }
    }

    @Test("A run that is not there, a database without one or none at all is a mistake")
    func missing() throws {
        let none = workspace.pawl("report")
        #expect(none.code == 2)
        #expect(none.diagnostic.contains("there is no database"))
        #expect(!workspace.exists("Results"), "a question must not make a database")
        #expect(workspace.pawl("run", suite).code == 0)
        let unknown = workspace.pawl("report", "zzz")
        #expect(unknown.code == 2)
        #expect(unknown.diagnostic.contains("there is no run 'zzz'"))
        #expect(unknown.diagnostic.contains("(tested)"), "the latest are listed")
    }

    @Test("The built pawl keeps results on standard output and progress on standard error, without colours in files")
    func streams() throws {
        let outcome = try workspace.spawnedPawl("gate", "suite.yaml", "--format", "json", "--out", "out")
        #expect(outcome.code == 1)
        let json = try Workspace.json(outcome.result)
        #expect(json["outcome"] as? String == "failed")
        #expect(json["pawl_results"] as? Int == 1)
        #expect(outcome.diagnostic.contains("pawl: measuring latency ..."))
        #expect(!outcome.result.contains("\u{1B}") && !outcome.diagnostic.contains("\u{1B}"))
        #expect(try Workspace.json(workspace.text("out/results.json")).keys == json.keys)
    }

    @Test("A reader that stops early costs neither the run nor its record")
    func closedPipe() throws {
        let outcome = try workspace.spawnedPawl(
            "gate", "suite.yaml",
            wrapper: [
                "/bin/sh", "-c", "{ \"$0\" \"$@\"; echo $? > code; } | true; while [ ! -s code ]; do sleep 0.05; done",
            ])
        #expect(outcome.code == 0)
        #expect(try workspace.text("code") == "1\n")
        #expect(try workspace.latestRun()?.status == .complete)
    }
}
