import Foundation
import Records
import ResultsStore
import Support
import TestSupport
import Testing

@Suite("Pruning, verifying and copying a results database", .needsRuntime, .hangLimit)
struct RetentionTests {
    let workspace: Workspace
    let suite: String

    init() throws {
        workspace = try Workspace()
        suite = try workspace.writeSuite(
            ["a": .rightClassifier, "b": .rightClassifier], gates: ["{ metric: latency_p50, max: 10 s }"])
    }

    private var store: ResultsStore { get throws { try ResultsStore(path: workspace.database, ifMissing: .refuse) } }

    /// Makes the only run of the database so many days old.
    private func makeOlder(days: Int) throws {
        let nanoseconds = Int64(days) * 86_400_000_000_000
        try DatabaseIntruder(path: workspace.database).execute(
            "UPDATE runs SET started_at_unix_ns = started_at_unix_ns - \(nanoseconds), "
                + "finished_at_unix_ns = finished_at_unix_ns - \(nanoseconds)")
    }

    @Test("A run whose raw values have aged out is reported with its figures, and says so everywhere")
    func prunedReport() throws {
        #expect(workspace.pawl("gate", suite).code == 0)
        try makeOlder(days: 40)
        let old = try #require(try workspace.latestRun())
        let before = workspace.pawl("report", old.id, "--format", "json")
        #expect(workspace.pawl("run", suite).code == 0)

        let plan = workspace.pawl("prune", "--keep-raw", "30d", "--dry-run")
        #expect(plan.code == 0 && plan.result.contains("would let the raw values of 1 run (2 cells) age out"))
        #expect(try store.run(id: old.id) == old)
        let pruned = workspace.pawl("prune", "--keep-raw", "30d")
        #expect(pruned.code == 0 && pruned.result.contains("raw values of 1 run (2 cells) aged out"))
        #expect(workspace.pawl("prune", "--keep-raw", "30d").result.contains("no raw values are that old"))

        let report = workspace.pawl("report", old.id, "--out", "out")
        #expect(report.code == 0)
        for text in [report.result, try workspace.text("out/report.html"), try workspace.text("out/summary.md")] {
            #expect(text.contains("raw values aged out on 2"), "\(text)")
        }
        let charts = try FileManager.default.contentsOfDirectory(atPath: workspace.file("out/charts"))
        #expect(!charts.contains { $0.hasPrefix("latency") } && charts.contains { $0.hasPrefix("footprint") })

        let then = try Workspace.json(before.result)
        let now = try Workspace.json(workspace.pawl("report", old.id, "--format", "json").result)
        #expect((then["run"] as? [String: Any])?["raw_values_aged_out_at"] is NSNull)
        #expect((now["run"] as? [String: Any])?["raw_values_aged_out_at"] is String)
        let cells = [then, now].map { $0["cells"] as? [[String: Any]] ?? [] }
        for key in ["metrics", "launches", "timed_values"] {
            #expect((cells[0][0][key] as? NSObject) == (cells[1][0][key] as? NSObject), "\(key)")
        }
        #expect(cells[1].count == 2 && (cells[1][0]["metrics"] as? [String: Any])?["latency_p50"] != nil)

        let gate = workspace.pawl("gate", suite, "--against-run", old.id)
        #expect(gate.code == 2 && gate.diagnostic.contains("cannot be a baseline: its raw values aged out on"))
        let verified = workspace.pawl("verify-db")
        #expect(verified.code == 0 && verified.result.contains("is sound: 2 runs"), "\(verified.result)")
        #expect(verified.result.contains("not checked: single timed values"))
    }

    @Test("Damage is found and named, with code 1 and not a byte changed") func verification() throws {
        #expect(workspace.pawl("gate", suite).code == 0)
        let run = try #require(try workspace.latestRun())
        try DatabaseIntruder(path: workspace.database).execute(
            """
            UPDATE metric_values SET value = value * 2
            WHERE cell = 1 AND metric = (SELECT metric FROM metric_names WHERE name = 'latency_p50')
            """)
        let outcome = workspace.pawl("verify-db")
        #expect(outcome.code == 1)
        #expect(outcome.result.contains("is damaged: 1 finding"))
        #expect(outcome.result.contains("run \(run.id), table cell_metrics: m/a: latency_p50 is recorded as"))
        let json = try Workspace.json(workspace.pawl("verify-db", "--format", "json").result)
        #expect(json["is_sound"] as? Bool == false && (json["findings"] as? [Any])?.count == 1)
        #expect(workspace.pawl("verify-db", "--db", "missing.db").code == 2)
        #expect(!workspace.exists("missing.db"))
    }

    @Test("A damaged file is a finding, too") func damagedFile() throws {
        #expect(workspace.pawl("run", suite).code == 0)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: workspace.database))
        for index in 100..<4096 { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
        try workspace.write(bytes, to: "Results/pawl.db")
        let outcome = workspace.pawl("verify-db")
        #expect(outcome.code == 1 && outcome.result.contains("is damaged"), "\(outcome)")
    }

    @Test("A backup is whole, replaces nothing unasked, and can take the database's place") func backup() throws {
        #expect(workspace.pawl("run", suite).code == 0)
        let made = workspace.pawl("backup", "copies/one.db")
        #expect(made.code == 0 && made.result.contains("copies/one.db: ") && made.result.contains("checked"))
        let again = workspace.pawl("backup", "copies/one.db")
        #expect(again.code == 2 && again.diagnostic.contains("--force"))
        #expect(workspace.pawl("backup", "copies/one.db", "--force", "--format", "json").code == 0)
        #expect(workspace.pawl("backup", "Results/pawl.db", "--force").diagnostic.contains("is the database itself"))
        #expect(workspace.pawl("backup", "copies").diagnostic.contains("is a folder"))
        #expect(workspace.pawl("backup", "x.db", "--db", "missing.db").code == 2)
        #expect(workspace.pawl("verify-db", "--db", "copies/one.db").code == 0)
        #expect(workspace.pawl("report", "--db", "copies/one.db").code == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.file("copies")).count == 1)
    }

    @Test("prune wants to be told how long raw values stay") func usage() throws {
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(workspace.pawl("prune").diagnostic.contains("needs --keep-raw"))
        #expect(workspace.pawl("prune", "--keep-raw", "soon").code == 2)
        let none = workspace.pawl("prune", "--keep-raw", "0d")
        #expect(none.code == 2 && none.diagnostic.contains("it must be more than 0"))
        #expect(none.diagnostic.contains("30d"))
        #expect(workspace.pawl("prune", "--keep-raw", "1d", "--db", "missing.db").code == 2)
        #expect(!workspace.exists("missing.db"))
    }
}
