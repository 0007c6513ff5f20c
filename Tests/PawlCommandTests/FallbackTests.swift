import Foundation
import Records
import TestSupport
import Testing

@Suite("A gate on operators that leave the accelerated path", .needsRuntime, .hangLimit)
struct FallbackTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("passes on the processor, and every operator is recorded with where it ran")
    func passes() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier], gates: ["{ metric: fallback_operators, max: 0 }"])
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let cell = try #require(try workspace.latestRun()?.cells.first)
        #expect(!cell.operators.isEmpty)
        #expect(cell.operators.allSatisfy { $0.provider == "CPUExecutionProvider" && $0.isFallback == false })
    }

    @Test("fails where another provider was asked for, and every report names the operators")
    func fails() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier], gates: ["{ metric: fallback_operators, max: 0 }"])
        // Azure's provider is in every package and takes no operator of this model.
        try ask(for: "azure")
        let outcome = workspace.pawl("gate", suite, "--out", "out")
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        let types = Set(run.cells[0].operators.map(\.type))
        #expect(run.cells[0].operators.allSatisfy { $0.isFallback == true })
        let files = ["report.html", "summary.md", "junit.xml", "results.json"]
        let words = try [outcome.result] + files.map { try workspace.text("out/\($0)") }
        for report in words {
            #expect(report.contains("leaves the accelerated path"))
            #expect(report.contains(" ran in"))
            #expect(report.contains("CPUExecutionProvider"))
            #expect(types.allSatisfy(report.contains))
        }
        let results = try Workspace.json(try workspace.text("out/results.json"))
        let cells = try #require(results["cells"] as? [[String: Any]])
        let metrics = try #require(cells[0]["metrics"] as? [String: [String: Any]])
        #expect(metrics["fallback_operators"]?["value"] as? Int == run.cells[0].operators.count)
        #expect(metrics["fallback_operators"]?["unit"] as? String == "operators")
        #expect((cells[0]["operators"] as? [[String: Any]])?.allSatisfy { $0["is_fallback"] as? Bool == true } == true)
    }

    @Test("that nobody asked for is told of cells that ran nothing where they should")
    func warns() throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier])
        try ask(for: "azure")
        let outcome = workspace.pawl("run", suite)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let words = outcome.result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("in 'azure', which was asked for, but in CPUExecutionProvider"), "\(outcome.result)")
        // What ran on the processor because that was asked for has left nothing.
        let plain = try workspace.writeSuite(["base": .rightClassifier])
        #expect(!workspace.pawl("run", plain).result.contains("which was asked for"))
    }

    @Test("a provider that the library lacks ends the cell with the package that has it")
    func missingProvider() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier], gates: ["{ metric: fallback_operators, max: 0 }"])
        try ask(for: "cuda")
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 3)
        #expect(outcome.diagnostic.contains("built without it; it comes with the package onnxruntime-gpu"))
        #expect(outcome.result.contains("onnxruntime-gpu"))
    }

    /// Changes the suite's provider.
    private func ask(for provider: String) throws {
        let text = try workspace.text("suite.yaml")
        try workspace.write(
            text.replacing("name: onnxruntime,", with: "name: onnxruntime, provider: \(provider),"), to: "suite.yaml")
    }
}
