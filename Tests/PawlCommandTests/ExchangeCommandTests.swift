import Foundation
import Records
import ResultsStore
import TestSupport
import Testing

@Suite("Compare, export and import, as typed", .needsRuntime, .hangLimit)
struct ExchangeCommandTests {
    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        let suite = try workspace.writeSuite(["a": .rightClassifier, "b": .rightClassifier])
        for _ in 0..<2 { #expect(workspace.pawl("run", suite).code == 0) }
    }

    private func ids() throws -> [String] {
        try ResultsStore(path: workspace.database, ifMissing: .refuse).runs(limit: 9).map(\.id)
    }

    @Test("Two runs are compared by their names, whatever kind of name")
    func compare() throws {
        let ids = try ids()
        let text = workspace.pawl("compare", "latest~1", "latest")
        #expect(text.code == 0, "\(text.diagnostic)")
        for words in [ids[0], ids[1], "m/a", "m/b", "latency p50", "This is no gate"] {
            #expect(text.result.contains(words), "\(words)")
        }
        let json = workspace.pawl(
            "compare", ids[1], String(ids[0].prefix(8)), "--format", "json", "--metric", "latency_p50", "--metric",
            "accuracy", "--only", "a", "--out", "c.md")
        #expect(json.code == 0, "\(json.diagnostic)")
        let object = try Workspace.json(json.result)
        #expect(object["pawl_comparison"] as? Int == 1)
        #expect(object["compares_times"] as? Bool == true)
        let cells = try #require(object["cells"] as? [[String: Any]])
        #expect(cells.map { $0["name"] as? String } == ["m/a"])
        let metrics = try #require(cells.first?["metrics"] as? [[String: Any]])
        #expect(metrics.map { $0["metric"] as? String } == ["latency_p50", "accuracy"])
        #expect(metrics.last?["finding"] as? String == "same")
        #expect(try workspace.text("c.md").hasPrefix("# Two runs compared"))
    }

    @Test("A bundle's file is a run like any other")
    func compareWithFile() throws {
        #expect(workspace.pawl("export", "latest~1", "--to", "bundle", "--out", "old.pawlrun").code == 0)
        let outcome = workspace.pawl("compare", "old.pawlrun", "latest")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        // Without any database.
        let alone = workspace.pawl("compare", "old.pawlrun", "old.pawlrun", "--db", "none.db")
        #expect(alone.code == 0, "\(alone.diagnostic)")
        #expect(!workspace.exists("none.db"))
    }

    @Test("What cannot be compared or exported is refused with a hint, and nothing is written")
    func refusals() throws {
        for arguments in [
            ["compare", "latest", "latest~9"], ["compare", "latest", "latest~x"],
            ["compare", "latest", "gone.pawlrun"],
            ["compare", "latest", "latest", "--only", "nothing/*"], ["compare", "latest", "latest", "--out", "c.html"],
            ["compare", "latest", "latest", "--db", "none.db"], ["compare", "zzzz", "latest"],
            ["export", "latest", "--all"], ["export", "--since", "3d"], ["export", "--suite", "unknown"],
            ["export", "--experiment", "x"], ["export", "--mlflow", "http://me:secret@h"],
            ["export", "--mlflow", "http://h", "--out", "x"],
            ["export", "--all", "--to", "bundle", "--out", "x.pawlrun"],
        ] {
            let before = Set(try FileManager.default.contentsOfDirectory(atPath: workspace.path))
            let outcome = workspace.run(arguments)
            #expect(outcome.code == 2, "\(arguments)")
            #expect(outcome.result.isEmpty, "\(arguments)")
            #expect(!outcome.diagnostic.contains("secret"), "\(arguments)")
            #expect(Set(try FileManager.default.contentsOfDirectory(atPath: workspace.path)) == before, "\(arguments)")
        }
    }

    @Test("Text formats go to standard output or to a file")
    func text() throws {
        let csv = workspace.pawl("export", "--all", "--since", "1d")
        #expect(csv.code == 0, "\(csv.diagnostic)")
        #expect(csv.result.hasPrefix("run_id,started_at_utc,suite,"))
        #expect(csv.result.contains(",latency_p50_ns,"))
        for id in try ids() { #expect(csv.result.contains(id)) }
        #expect(workspace.pawl("export", "--to", "jsonl", "--out", "deep/latest.jsonl").code == 0)
        let lines = try workspace.text("deep/latest.jsonl").split(separator: "\n")
        #expect(lines.count == 2)
        #expect(try Workspace.json(String(lines[0]))["latency_p50_ns"] is Double)
        let metrics = workspace.pawl("export", "latest", "--to", "openmetrics")
        #expect(metrics.result.contains("# TYPE pawl_latency_seconds gauge\n"))
        #expect(metrics.result.hasSuffix("# EOF\n"))
    }

    @Test("Runs go to another database once, whatever is wrong with others")
    func there() throws {
        #expect(workspace.pawl("export", "--all", "--to", "bundle", "--out", "bundles").code == 0)
        try workspace.write("not a bundle\n", to: "bundles/bad.pawlrun")
        let file = "bundles/\(try ids()[0]).pawlrun"
        var damaged = try Data(contentsOf: URL(fileURLWithPath: workspace.file(file)))
        damaged[damaged.count - 1] ^= 1
        try workspace.write(damaged, to: "bundles/worse.pawlrun")
        let first = workspace.pawl("import", "bundles", "--db", "all.db", "--format", "json")
        #expect(first.code == 3)
        #expect(first.diagnostic.contains("bundle.not-a-bundle"))
        #expect(first.diagnostic.contains("bundle.wrong-digest"))
        let told = try Workspace.json(first.result)
        #expect(told["added"] as? Int == 2)
        #expect(told["refused"] as? Int == 2)
        // Nothing came in: no database is made for nothing.
        #expect(workspace.pawl("import", "bundles/bad.pawlrun", "missing.pawlrun", "--db", "none.db").code == 3)
        #expect(!workspace.exists("none.db"))
        let again = workspace.pawl("import", file, "--db", "all.db")
        #expect(again.code == 0, "\(again.diagnostic)")
        #expect(again.result.contains("0 added, 1 there already, 0 refused"))
        let other = try ResultsStore(path: workspace.file("all.db"), ifMissing: .refuse)
        let own = try ResultsStore(path: workspace.database, ifMissing: .refuse)
        for id in try ids() { #expect(try other.run(id: id) == own.run(id: id)) }
        // And it is a run like any other there.
        #expect(workspace.pawl("report", "--db", "all.db").code == 0)
    }

    @Test("An importer takes a bundle from standard input")
    func standardInput() throws {
        #expect(workspace.pawl("export", "--to", "bundle", "--out", "one.pawlrun").code == 0)
        let outcome = try workspace.spawnedPawl(
            "\(Repository.product("pawl")) import - --db piped.db < one.pawlrun",
            wrapper: ["/bin/sh", "-c", "shift; eval \"$*\"", "sh"])
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(try ResultsStore(path: workspace.file("piped.db"), ifMissing: .refuse).runs(limit: 9).count == 1)
    }

    @Test("Evaluations of an imported run are evaluated anew unless they are trusted")
    func answers() throws {
        let suite = workspace.file("suite.yaml")
        #expect(workspace.pawl("export", "--all", "--to", "bundle", "--out", "bundles").code == 0)
        for (database, flags) in [("careful.db", []), ("trusting.db", ["--trust-answers"])] {
            #expect(workspace.run(["import", "bundles", "--db", database] + flags).code == 0)
            #expect(workspace.pawl("run", suite, "--db", database).code == 0)
            let run = try #require(try ResultsStore(path: workspace.file(database), ifMissing: .refuse).latestRun())
            let reused = run.cells.contains { $0.accuracy?.origin?.reusedFromRun != nil }
            #expect(reused == !flags.isEmpty, "\(database)")
        }
    }

    @Test("No MLflow server at the address: code 3, and what to do")
    func noServer() {
        let outcome = workspace.pawl("export", "--mlflow", "http://127.0.0.1:1")
        #expect(outcome.code == 3)
        #expect(outcome.diagnostic.contains("mlflow.cannot-reach"))
    }
}
