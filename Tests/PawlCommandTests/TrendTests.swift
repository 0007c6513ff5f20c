import Foundation
import Records
import ResultsStore
import TestSupport
import Testing

@Suite("pawl trend", .hangLimit) struct TrendTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace(samples: 1) }

    private static let day = 86_400.0

    /// A run so many days ago, of two cells that are equally fast, with model files of these sizes.
    private func record(
        _ daysAgo: Double, sizes: [String: Double], suite: String = "tested", kind: RunRecord.Kind = .nightly,
        host: String = "bench-1", fingerprint: String = "f00d", commit: String = "0123456789", in store: ResultsStore
    ) throws {
        let cells = sizes.keys.sorted().enumerated().map { id, variant in
            CellRecord(
                id: id, model: "m", variant: variant, runtimeLabel: "ort", isAnchor: variant == "anchor",
                modelFile: ModelFileRecord(path: "/\(variant).onnx", digest: "\(sizes[variant] ?? 0)", bytes: 1),
                runtime: RuntimeRecord(
                    name: "onnxruntime", version: "1.31.1", libraryDigest: "cafe", provider: "cpu", options: [:]),
                goldenSetDigest: "9999")
        }
        let startedAt = Date().addingTimeInterval(-daysAgo * Self.day)
        let run = RunRecord(
            id: UUID().uuidString.lowercased(), kind: kind, status: .complete,
            suite: SuiteReference(name: suite, file: "\(suite).yaml", digest: "aa"), startedAt: startedAt, seed: 1,
            pawlVersion: "0.1.0",
            environment: EnvironmentRecord(
                hostName: host, machineFingerprint: fingerprint, gitCommit: commit, gitIsDirty: false, facts: []),
            cells: cells)
        let summaries = cells.map { cell in
            (cell.id, [Metric.modelSize: sizes[cell.variant] ?? 0, .latencyP50: 2_000_000])
        }
        try store.save(run, summaries: Dictionary(uniqueKeysWithValues: summaries))
    }

    /// Ten nights; from so many days ago on the second cell's model is larger by a tenth.
    private func recordNights(largerSince daysAgo: Int) throws {
        let store = try ResultsStore(path: workspace.database)
        for night in (0..<10).reversed() {
            try record(
                Double(night), sizes: ["fp32": 4_000_000, "int8": night <= daysAgo ? 1_100_000 : 1_000_000],
                commit: "c\(night)ffffffffff", in: store)
        }
    }

    @Test("What changed comes first, with size, commits and cause; the rest is summed up") func text() throws {
        try recordNights(largerSince: 3)
        let outcome = workspace.pawl("trend", "tested")
        #expect(outcome.code == 0 && outcome.diagnostic.isEmpty)
        let lines = outcome.result.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        try #require(lines.count > 7)
        #expect(lines[0] == "tested: 1 regression, 3 of 4 series of 2 cells without a change")
        #expect(lines[1].hasPrefix("  10 runs on bench-1 since "))
        #expect(lines[3] == "What changed")
        #expect(lines[5].hasPrefix("m/int8 on ort: model size (latest 1.10 MB, 10 runs"))
        #expect(lines[6] == "    ▁▁▁▁▁▁████")
        #expect(lines[7] == "  REGRESSION  +10.0 %, 1.00 MB -> 1.10 MB")
        let rest = lines[8...].map { $0.drop { $0 == " " } }.joined(separator: " ")
        #expect(rest.contains("commits c4fffff..c3fffff"))
        #expect(rest.contains("model 1000000. -> 1100000."))
    }

    @Test("Only the night that found a regression fails; any-regression fails as long as it holds", arguments: [0, 3])
    func failOn(daysAgo: Int) throws {
        try recordNights(largerSince: daysAgo)
        #expect(workspace.pawl("trend", "tested").code == 0)
        #expect(workspace.pawl("trend", "tested", "--fail-on", "never").code == 0)
        #expect(workspace.pawl("trend", "tested", "--fail-on", "regression").code == (daysAgo == 0 ? 1 : 0))
        #expect(workspace.pawl("trend", "tested", "--fail-on", "regression", "--new-since", "5d").code == 1)
        #expect(workspace.pawl("trend", "tested", "--fail-on", "any-regression").code == 1)
        #expect(workspace.pawl("trend", "tested", "--fail-on", "any-regression", "--only", "fp32").code == 0)
        #expect(workspace.pawl("trend", "tested", "--fail-on", "any-regression", "--metric", "latency_p50").code == 0)
    }

    @Test("A regression that was made good fails nothing") func recovered() throws {
        try recordNights(largerSince: 3)
        let store = try ResultsStore(path: workspace.database)
        try record(0, sizes: ["fp32": 4_000_000, "int8": 1_000_000], in: store)
        let outcome = workspace.pawl("trend", "tested", "--fail-on", "any-regression")
        #expect(outcome.code == 0 && outcome.result.contains("RECOVERED") && outcome.result.contains("IMPROVED"))
    }

    @Test("A regression that the latest promotion has is told as accepted, and any-regression does not count it")
    func accepted() throws {
        try recordNights(largerSince: 3)
        let store = try ResultsStore(path: workspace.database)
        let runs = try store.runs(limit: 20)
        func promote(_ run: String, as name: String) {
            let outcome = workspace.pawl("baseline", "set", name, "--run", run, "--without-artifacts")
            #expect(outcome.code == 0, "\(outcome.diagnostic)")
        }
        // A promotion from before the regression accepts nothing.
        promote(runs[4].id, as: "main")
        #expect(workspace.pawl("trend", "tested", "--fail-on", "any-regression").code == 1)
        promote(runs[3].id, as: "other")
        let outcome = workspace.pawl("trend", "tested", "--fail-on", "any-regression", "--out", "out")
        #expect(outcome.code == 0)
        #expect(outcome.result.hasPrefix("tested: 1 regression (1 accepted), 3 of 4 series"))
        #expect(outcome.result.replacing(#/\s+/#, with: " ").contains("the run that was promoted to other@1 has it"))
        #expect(try workspace.text("out/trend.html").contains("the run that was promoted to other@1 has it"))
        #expect(try workspace.text("out/trend.md").contains("the run that was promoted to other"))
        let json = try Workspace.json(workspace.text("out/trend.json"))
        #expect((json["counts"] as? [String: Int])?["accepted_regressions"] == 1)
        // New ones fail once whoever promoted them, and the latest promotion decides.
        let new = workspace.pawl("trend", "tested", "--fail-on", "regression", "--new-since", "5d")
        #expect(new.code == 1)
        promote(runs[5].id, as: "main")
        #expect(workspace.pawl("trend", "tested", "--fail-on", "any-regression").code == 1)
    }

    @Test("A promotion of another suite, or without the cell, accepts nothing") func acceptedElsewhere() throws {
        try recordNights(largerSince: 3)
        let store = try ResultsStore(path: workspace.database)
        try record(0, sizes: ["fp32": 4_000_000, "int8": 1_100_000], suite: "another", in: store)
        #expect(workspace.pawl("baseline", "set", "elsewhere", "--run", "latest", "--without-artifacts").code == 0)
        #expect(workspace.pawl("trend", "tested", "--fail-on", "any-regression").code == 1)
        try record(-0.01, sizes: ["fp32": 4_000_000], in: store)
        #expect(workspace.pawl("baseline", "set", "part", "--run", "latest", "--without-artifacts").code == 0)
        #expect(workspace.pawl("trend", "tested", "--fail-on", "any-regression").code == 1)
        #expect(Set(try store.baselines().map { "\($0.name) of \($0.run.suite.name)" }).count == 2)
    }

    @Test("--out and --junit write whole files, --format json the same as the file") func files() throws {
        try recordNights(largerSince: 0)
        let outcome = workspace.pawl("trend", "tested", "--out", "out", "--junit", "j.xml", "--format", "json")
        #expect(outcome.code == 0 && !workspace.exists("out/junit.xml"))
        let counts = try Workspace.json(outcome.result)["counts"] as? [String: Int]
        #expect(counts?["regressions"] == 1 && counts?["new_regressions"] == 1 && counts?["series"] == 4)
        let file = try Workspace.json(workspace.text("out/trend.json"))["counts"] as? [String: Int]
        #expect(file == counts)
        #expect(try workspace.text("out/trend.md").contains(#"- **REGRESSION** **\+10.0 %**"#))
        #expect(try workspace.text("j.xml").contains(#"<failure type="regression""#))
        let text = workspace.pawl("trend", "tested", "--out", "out").result
        #expect(workspace.exists("out/junit.xml") && text.contains("out/trend.md") && text.contains("out/trend.json"))
    }

    @Test("On GitHub the summary is appended") func summary() throws {
        try recordNights(largerSince: 0)
        try workspace.write("before\n", to: "summary")
        let outcome = workspace.pawl(
            "trend", "tested", environment: ["GITHUB_STEP_SUMMARY": workspace.file("summary")])
        #expect(outcome.code == 0)
        #expect(try workspace.text("summary").hasPrefix("before\n# tested: trend\n"))
    }

    @Test("A suite file names its suite, whatever became of its models") func suiteFile() throws {
        try recordNights(largerSince: 0)
        let suite = try workspace.writeSuite(files: ["gone"])
        #expect(workspace.pawl("trend", suite).result.hasPrefix("tested: 1 regression (1 new)"))
        let missing = workspace.pawl("trend", "no/such.yaml")
        #expect(missing.code == 2 && missing.diagnostic.contains("no/such.yaml"))
    }

    @Test(
        "What lies in the folder under a suite's name is not taken for its file",
        arguments: ["folder", "pipe", "link to nothing", "other file", "unreadable suite"])
    func namesake(_ kind: String) throws {
        try recordNights(largerSince: 0)
        let path = workspace.file("tested")
        switch kind {
        case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        case "pipe": #expect(mkfifo(path, 0o600) == 0)
        case "link to nothing": #expect(symlink("nowhere", path) == 0)
        default: try workspace.write("no: suite: at all", to: "tested")
        }
        let trend = workspace.pawl("trend", "tested")
        #expect(trend.code == 0 && trend.result.hasPrefix("tested: 1 regression"), "\(trend.diagnostic)")
        let history = workspace.pawl("history", "tested")
        #expect(history.code == 0, "\(history.diagnostic)")
        // Neither is one that is not recorded; a folder has no suite to read.
        let folder = workspace.pawl("trend", "golden")
        #expect(folder.code == 2 && folder.diagnostic.contains("suites with runs: tested"), "\(folder.diagnostic)")
    }

    @Test("The machine of the latest run is shown; the others are counted, named or mixed on purpose") func machines()
        throws
    {
        try recordNights(largerSince: 0)
        let store = try ResultsStore(path: workspace.database)
        try record(
            0, sizes: ["fp32": 4_000_000], host: "bench-2", fingerprint: "beef", in: store)
        let outcome = workspace.pawl("trend", "tested")
        #expect(outcome.result.contains("1 run on bench-2"))
        #expect(outcome.result.contains("note: 10 runs on another machine not shown (bench-1, f00d)"))
        #expect(workspace.pawl("trend", "tested", "--machine", "bench-1").result.contains("10 runs on bench-1"))
        #expect(workspace.pawl("trend", "tested", "--all-machines").result.contains("11 runs on all machines"))
        let unknown = workspace.pawl("trend", "tested", "--machine", "bench-9")
        #expect(unknown.code == 2 && unknown.diagnostic.contains("machines: bench-1 (f00d), bench-2 (beef)"))
        #expect(workspace.pawl("trend", "tested", "--machine", "bench-1", "--all-machines").code == 2)
    }

    @Test("Gates count only when asked for, and runs before --since not at all") func selection() throws {
        let store = try ResultsStore(path: workspace.database)
        for night in [40, 3, 2.0] { try record(night, sizes: ["fp32": 4_000_000], in: store) }
        try record(1, sizes: ["fp32": 4_100_000], kind: .gate, in: store)
        #expect(workspace.pawl("trend", "tested").result.contains("3 runs on bench-1"))
        #expect(workspace.pawl("trend", "tested", "--include-gates").result.contains("4 runs on bench-1"))
        #expect(workspace.pawl("trend", "tested", "--since", "10d").result.contains("2 runs on bench-1"))
        #expect(workspace.pawl("trend", "tested", "--since", "2001-01-31").result.contains("since 2001-01-31"))
        let none = workspace.pawl("trend", "tested", "--since", "1h", "--fail-on", "regression")
        #expect(none.code == 3 && none.result.contains("0 runs"), "no answer is no pass")
        #expect(workspace.pawl("trend", "tested", "--since", "1h").code == 0)
    }

    @Test("Mistakes are told with what would be right") func mistakes() throws {
        #expect(workspace.pawl("trend", "tested").diagnostic.contains("there is no database"))
        try recordNights(largerSince: 0)
        let unknown = workspace.pawl("trend", "testde")
        #expect(unknown.code == 2 && unknown.diagnostic.contains("holds no run of the suite 'testde'"))
        #expect(unknown.diagnostic.contains("suites with runs: tested"))
        for (arguments, words) in [
            (["--metric", "latncy_p50"], "there is no metric 'latncy_p50'"), (["--metric", ","], "names no metric"),
            (["--since", "soon"], "--since cannot be 'soon'"), (["--since", "2026-13-45"], "--since cannot be"),
            (["--min-change", "0%"], "--min-change cannot be '0%'"),
            (["--fail-on", "all"], "--fail-on cannot be 'all'"),
            (["--order", "random"], "--order cannot be 'random'"),
        ] {
            let outcome = workspace.run(["trend", "tested"] + arguments)
            #expect(outcome.code == 2 && outcome.diagnostic.contains(words), "\(arguments): \(outcome.diagnostic)")
        }
    }

    @Test("A folder that cannot be written is told after the answer was given") func unwritable() throws {
        try recordNights(largerSince: 0)
        try workspace.write("no folder", to: "file")
        let outcome = workspace.pawl("trend", "tested", "--out", "file/out")
        #expect(outcome.code == 3 && outcome.result.contains("REGRESSION") && !outcome.diagnostic.isEmpty)
    }
}
