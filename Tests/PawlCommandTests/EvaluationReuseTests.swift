import Foundation
import Records
import ResultsStore
import TestSupport
import Testing

@Suite("Evaluations are reused from run to run", .needsRuntime, .hangLimit)
struct EvaluationReuseTests {
    private static let gates = [
        "{ metric: agreement, against: reference, min: 90% }", "{ metric: kl_divergence, against: reference, max: 9 }",
    ]

    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private func reused() throws -> [String] {
        let run = try #require(try workspace.latestRun())
        return run.cells.filter { $0.accuracy?.origin?.reusedFromRun != nil }.map(\.variant)
    }

    /// Writes the last run again, as `change` makes of it; the database seals it as if it had been measured so.
    private func rewrite(_ change: (inout RunRecord) -> Void) throws {
        var run = try #require(try workspace.latestRun())
        change(&run)
        try ResultsStore(path: workspace.database, ifMissing: .refuse).save(run)
    }

    @Test("The second gate evaluates one cell of three, judges alike, and says so in every report")
    func secondGate() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "same": .rightClassifier, "mostly": .mostlyRightClassifier], gates: Self.gates)
        let first = workspace.pawl("gate", suite)
        let before = try #require(try workspace.latestRun())
        #expect(!first.result.contains("reused"))
        let second = workspace.pawl("gate", suite, "--out", "out")
        let after = try #require(try workspace.latestRun())
        #expect(second.code == first.code, "\(second.diagnostic)")
        #expect(try reused().count == 2)
        #expect(after.cells.map(\.accuracy?.metrics) == before.cells.map(\.accuracy?.metrics))
        #expect(after.cells.map(\.accuracy?.predictions) == before.cells.map(\.accuracy?.predictions))
        #expect(after.verdicts.map(\.state) == before.verdicts.map(\.state))
        #expect(after.verdicts.map(\.headline) == before.verdicts.map(\.headline))
        #expect(after.cells.allSatisfy { !$0.launches.isEmpty && !$0.operators.isEmpty })

        let words = "Predictions of 2 of 3 cells reused from run \(before.id.prefix(8)) of "
        #expect(second.result.contains(words))
        #expect(second.result.contains("Evaluated again, with the same predictions as before: m/"))
        for name in ["report.html", "summary.md"] {
            #expect(try workspace.text("out/\(name)").contains(words), "\(name)")
        }
        let cells = try Workspace.json(workspace.text("out/results.json"))["cells"] as? [[String: Any]]
        let answers = (cells ?? []).compactMap { $0["answers"] as? [String: Any] }
        #expect(answers.count == 3)
        #expect(answers.count { $0["reused_from_run"] as? String == before.id } == 2)
        #expect(answers.count { ($0["repetition"] as? [String: Any])?["differing_samples"] as? Int == 0 } == 1)
    }

    @Test("--fresh, and 'reuse_answers: never', evaluate everything; run and gate share what they know")
    func fresh() throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier, "mostly": .mostlyRightClassifier])
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(workspace.pawl("gate", suite, "--fresh").code == 0)
        #expect(try reused() == [])
        #expect(try workspace.latestRun()?.cells.allSatisfy { $0.accuracy?.origin?.repetition != nil } == true)
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(try reused().count == 1)
        let never = Workspace.quickMeasurement.replacing("{ ", with: "{ reuse_answers: never, ")
        try workspace.writeSuite(files: ["base", "mostly"], measurement: never)
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(try reused() == [])
        let other = workspace.pawl("run", suite, "--db", "other.db")
        #expect(other.code == 0 && !other.result.contains("again"), "another database knows nothing")
    }

    @Test("A model that changed is evaluated, and so is another runtime option or golden set")
    func changes() throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier])
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(try reused() == ["base"])
        try workspace.writeSuite(["base": .mostlyRightClassifier])
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(try reused() == [])
        #expect(try workspace.latestRun()?.cells[0].accuracy?.metrics[.accuracy] == 0.75)
        let text = try workspace.text("suite.yaml")
        try workspace.write(
            text.replacing("name: onnxruntime,", with: "name: onnxruntime, graph_optimization: none,"),
            to: "suite.yaml")
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(try reused() == [])
        _ = try GoldenSetFixture(in: workspace.goldenSet.folder, count: 12)
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(try reused() == [])
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(try reused() == ["base"])
    }

    @Test("Answers that differ from the record are found, told in every report, and never reused again")
    func difference() throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier], gates: ["{ metric: accuracy, min: 50% }"])
        #expect(workspace.pawl("gate", suite).code == 0)
        let first = try #require(try workspace.latestRun()?.id)
        // As if the same model had answered two samples otherwise then.
        try rewrite { run in
            run.cells[0].accuracy?.origin?.scoresDigest = String(repeating: "0", count: 64)
            run.cells[0].accuracy?.origin?.sampleDigests[1] += 1
            run.cells[0].accuracy?.origin?.sampleDigests[5] += 1
        }
        let found = workspace.pawl("gate", suite, "--fresh", "--out", "out")
        #expect(found.code == 0, "the gate holds: \(found.diagnostic)")
        let line = "differ from those of run \(first.prefix(8)) of "
        let run = try #require(try workspace.latestRun())
        #expect(run.cells[0].accuracy?.origin?.repetition?.differingSamples == 2)
        #expect(run.verdicts[0].details.contains { $0.contains(line) && $0.contains("2 of 8 samples") })
        #expect(found.result.contains("warning: the predictions of m/base differ"))
        for name in ["report.html", "summary.md", "results.json"] {
            #expect(try workspace.text("out/\(name)").contains(line), "\(name)")
        }
        for _ in 0..<2 {
            #expect(workspace.pawl("gate", suite).code == 0)
            #expect(try reused() == [])
        }
        #expect(try workspace.latestRun()?.cells[0].accuracy?.origin?.repetition?.isDifferent == false)
        // Another key is another matter.
        try workspace.writeSuite(["base": .mostlyRightClassifier])
        for _ in 0..<2 { #expect(workspace.pawl("run", suite).code == 0) }
        #expect(try reused() == ["base"])
    }

    @Test("What is older than the suite's word is evaluated")
    func expired() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier],
            measurement: Workspace.quickMeasurement.replacing("{ ", with: "{ reuse_answers: 2 days, "))
        #expect(workspace.pawl("run", suite).code == 0)
        try rewrite { $0.cells[0].accuracy?.origin?.evaluatedAt -= 2 * 86_400 - 600 }
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(try reused() == ["base"])
        // The date belongs to the evaluation, not to the run that reused it.
        try rewrite { $0.cells[0].accuracy = nil }
        let store = try ResultsStore(path: workspace.database, ifMissing: .refuse)
        let oldest = try #require(try store.runs(limit: 2).last?.id)
        var source = try #require(try store.run(id: oldest))
        source.cells[0].accuracy?.origin?.evaluatedAt -= 1200
        try store.save(source)
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(try reused() == [])
    }

    @Test("A run that was interrupted gives nothing to reuse, and a damaged row is named and refused")
    func untrusted() throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier])
        #expect(workspace.pawl("run", suite).code == 0)
        try rewrite { $0.status = .interrupted }
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(try reused() == [])
        let id = try #require(try workspace.latestRun()?.id)
        try DatabaseIntruder(path: workspace.database).execute(
            "UPDATE answer_contents SET predictions = replace(predictions, '3', '2')")
        let outcome = workspace.pawl("run", suite)
        #expect(outcome.code == 0)
        #expect(try reused() == [])
        #expect(outcome.result.contains("the evaluation stored by run \(id) is damaged"))
        #expect(try workspace.latestRun()?.cells[0].accuracy?.metrics[.accuracy] == 1)
    }

    @Test("Against a checkout with the same models nothing is evaluated but what the seed draws")
    func baseline() throws {
        let gates = ["{ metric: agreement, against: baseline, min: 90% }"]
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "mostly": .mostlyRightClassifier], gates: gates)
        #expect(workspace.pawl("gate", suite).code == 0)
        let outcome = workspace.pawl("gate", suite, "--against", suite)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(run.cells.count == 4)
        #expect(try reused().count == 3)
        #expect(
            run.cells[1].accuracy?.metricsAgainstBaseline == [
                .agreement: 1, .klDivergence: 0, .cosineSimilarity: 1, .signalToNoise: 200, .maximumAbsoluteError: 0,
            ])
        #expect(run.verdicts.map(\.state) == [.passed, .passed])
    }
}
