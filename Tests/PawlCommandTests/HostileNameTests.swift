import Foundation
import FoundationXML
import Records
import TestSupport
import Testing

/// Names of suites, models and variants are restricted; those of samples, classes, titles and folders are not.
@Suite("Names that try to break out of the reports", .needsRuntime, .hangLimit)
struct HostileNameTests {
    static let names = [
        "</script><script>alert(1)</script>", "<img src=x onerror=alert(2)>", "\"quoted\" 'and' `touch ticked`",
        "]]><x/>", "\u{202E}gnp.exe", "'); DROP TABLE runs; --", "\"; system \"touch owned\"; #",
        "$(touch owned) @x {/Bold y}",
    ]

    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        let set = workspace.goldenSet
        try set.write(Data((Self.names.joined(separator: "\n") + "\n").utf8), to: "samples.txt")
        try set.write(Data((Self.names.prefix(4).joined(separator: "\n") + "\n").utf8), to: "classes.txt")
        try set.writeManifest(count: 8)
    }

    @Test("None does, in any report, in the database or on the disk", arguments: ["rich", "strict"])
    func samples(dialect: String) throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "wrong": .wrongClassifier],
            gates: [
                "{ metric: accuracy, against: reference, max_drop: 1 point }",
                "{ metric: agreement, against: reference, min: 97% }",
            ])
        try workspace.write("", to: "step.md")
        let before = try FileManager.default.subpathsOfDirectory(atPath: workspace.path)
        let outcome = workspace.pawl(
            "gate", suite, "--out", "out", "--junit-dialect", dialect,
            environment: ["GITHUB_STEP_SUMMARY": workspace.file("step.md")])
        #expect(outcome.code == 1, "\(outcome.diagnostic)")

        let run = try #require(try workspace.latestRun())
        #expect(run.goldenSets.first?.sampleNames == Self.names, "SQL keeps every name as it is")
        #expect(run.goldenSets.first?.classNames == Array(Self.names.prefix(4)))
        #expect(try workspace.text("out/report.html").contains("&lt;script&gt;alert(1)"), "the names are shown")
        try expectHarmlessReports(outcome)
        try expectNothingElse(than: ["out/", "Results"], since: before)
    }

    @Test(
        "A folder with such a name does no harm either", arguments: names.filter { !$0.contains("/") } + ["new\nline"])
    func folder(name: String) throws {
        let folder = workspace.file(name)
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier], gates: ["{ metric: model_size, max: 1 B }"], name: "\(name)/suite.yaml")
        for model in ["base.onnx"] {
            try FileManager.default.moveItem(atPath: workspace.file(model), toPath: "\(folder)/\(model)")
        }
        let before = try FileManager.default.subpathsOfDirectory(atPath: workspace.path)
        let outcome = workspace.pawl("gate", suite, "--out", "out", "--db", "\(name)/pawl.db")
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        try expectHarmlessReports(outcome)
        try expectNothingElse(than: ["out/", "\(name)/pawl.db"], since: before)
    }

    private func expectHarmlessReports(_ outcome: Workspace.Outcome) throws {
        for text in [outcome.result, outcome.diagnostic] {
            #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" }, "the terminal is not steered")
        }
        #expect(XMLParser(data: Data(try workspace.text("out/junit.xml").utf8)).parse())
        _ = try Workspace.json(workspace.text("out/results.json"))
        let html = try workspace.text("out/report.html")
        for tag in ["<script>alert", "<img src=x", "<x/>"] { #expect(!html.contains(tag)) }
        #expect(!html.contains("]]><x"))
        let markdown = try workspace.text("out/summary.md")
        for tag in ["<script", "<img"] { #expect(!markdown.contains(tag)) }
        let charts = try FileManager.default.contentsOfDirectory(atPath: workspace.file("out/charts"))
        for name in charts where name.hasSuffix(".svg") {
            #expect(XMLParser(data: Data(try workspace.text("out/charts/\(name)").utf8)).parse())
        }
    }

    /// No file came to be but where it was to be.
    private func expectNothingElse(than allowed: [String], since before: [String]) throws {
        let added = Set(try FileManager.default.subpathsOfDirectory(atPath: workspace.path)).subtracting(before)
        // The lock by which runs take turns lies in the folder for temporary files, under a name of ours.
        let allowed = allowed + ["tmp/pawl-measuring-"]
        let strangers = added.filter { path in path != "out" && !allowed.contains { path.hasPrefix($0) } }
        #expect(strangers.isEmpty, "\(strangers.sorted())")
    }
}
