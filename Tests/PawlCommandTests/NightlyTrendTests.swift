import Foundation
import Harness
import Records
import ResultsStore
import TestSupport
import Testing

@testable import PawlCommand

@Suite("pawl nightly ends with the trend", .needsRuntime, .hangLimit)
struct NightlyTrendTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private func suite() throws -> String {
        try workspace.writeSuite(["base": .rightClassifier], gates: ["{ metric: accuracy, min: 50% }"])
    }

    /// Six nights on this machine whose model was ten bytes long: tonight's is larger.
    private func recordNights(in database: String) throws {
        let store = try ResultsStore(path: workspace.file(database))
        let environment = HostEnvironment.capture(
            gitFolder: workspace.path, pawlVersion: pawlVersion, swiftVersion: swiftVersion)
        for night in (1...6).reversed() {
            let cell = CellRecord(
                id: 0, model: "m", variant: "base", runtimeLabel: "ort", isReference: true,
                modelFile: ModelFileRecord(path: "/base.onnx", digest: "cafe", bytes: 10),
                runtime: RuntimeRecord(
                    name: "onnxruntime", version: Installation.runtimeVersion, libraryDigest: "cafe", provider: "cpu",
                    options: [:]), goldenSetDigest: "9999")
            let run = RunRecord(
                id: UUID().uuidString.lowercased(), kind: .nightly, status: .complete,
                suite: SuiteReference(name: "tested", file: "suite.yaml", digest: "aa"),
                startedAt: Date().addingTimeInterval(Double(-night) * 86_400), seed: 1, pawlVersion: pawlVersion,
                environment: environment, cells: [cell])
            try store.save(run, summaries: [0: [.modelSize: 10]])
        }
    }

    @Test("A new regression is 1, with every file beside the report; the night after it is an old one")
    func regression() throws {
        let suite = try suite()
        try recordNights(in: "a.db")
        let outcome = workspace.pawl("nightly", suite, "--db", "a.db", "--out", "out")
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("PASS") && outcome.result.contains("tested: 1 regression (1 new)"))
        for name in [
            "report.html", "summary.md", "junit.xml", "results.json", "trend.html", "trend.md", "trend.json",
            "trend-junit.xml",
        ] {
            #expect(workspace.exists("out/\(name)"), "\(name)")
        }
        #expect(try workspace.text("out/trend-junit.xml").contains(#"<failure type="regression""#))
        #expect(try !workspace.text("out/junit.xml").contains("<failure"), "the gates' own file is left alone")
        #expect(try workspace.text("out/trend.html").contains("model size"))
        let next = workspace.pawl("nightly", suite, "--db", "a.db", "--out", "out")
        #expect(next.code == 0 && next.result.contains("tested: 1 regression, "), "\(next.diagnostic)")
        #expect(workspace.pawl("nightly", suite, "--db", "a.db", "--fail-on", "any-regression").code == 1)
    }

    @Test("--fail-on never is 0 all the same, and --format json prints one document")
    func never() throws {
        let suite = try suite()
        try recordNights(in: "b.db")
        let outcome = workspace.pawl("nightly", suite, "--db", "b.db", "--fail-on", "never", "--format", "json")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let results = try Workspace.json(outcome.result)
        #expect((results["run"] as? [String: Any])?["kind"] as? String == "nightly")
        let trend = try Workspace.json(workspace.text("Results/nightly/suite/trend.json"))
        #expect((trend["counts"] as? [String: Int])?["new_regressions"] == 1)
    }
}
