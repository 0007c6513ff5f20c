import Foundation
import Records
import RuntimeLibraries
import TestSupport
import Testing

/// The only tests that want what scripts/bootstrap builds.
@Suite("The demo's models", .needsRuntime, .needsDemoModels, .hangLimit)
struct DemoModelTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("The demo's golden set is whole and describes itself")
    func goldenSet() {
        let folder = Repository.root + "/GoldenSets/filetypes"
        #expect(workspace.pawl("golden", "verify", folder).code == 0)
        #expect(workspace.pawl("golden", "describe", folder).result.contains("samples"))
    }

    @Test("The demo's variants are evaluated once; the second run reuses all but one, to the same metrics")
    func reuse() throws {
        let suite = try demo()
        let only = ["run", suite, "--only", "filetype/fp*"]
        #expect(workspace.pawl(only[0], only[1], only[2], only[3]).code == 0)
        let first = try #require(try workspace.latestRun())
        #expect(workspace.pawl(only[0], only[1], only[2], only[3]).code == 0)
        let second = try #require(try workspace.latestRun())
        #expect(second.cells.count == 2)
        #expect(second.cells.count { $0.accuracy?.origin?.reusedFromRun == first.id } == 1)
        #expect(second.cells.count { $0.accuracy?.origin?.repetition?.isDifferent == false } == 1)
        #expect(second.cells.map(\.accuracy?.metrics) == first.cells.map(\.accuracy?.metrics))
        #expect(second.cells.map(\.accuracy?.predictions) == first.cells.map(\.accuracy?.predictions))
    }

    /// The suite that ships, in the workspace, measured quickly.
    private func demo() throws -> String {
        let suite = try Repository.text("Suites/demo.yaml")
            .replacing("../GoldenSets/", with: Repository.root + "/GoldenSets/")
            .replacing("../.pawl/", with: Installation.pawlFolder.path + "/")
        // A loaded machine takes minutes for the slowest variant's answers.
        let measurement = Workspace.quickMeasurement.replacing("phase_timeout: 60 s", with: "phase_timeout: 900 s")
        try workspace.write(suite + "measurement: \(measurement)\n", to: "demo.yaml")
        return workspace.file("demo.yaml")
    }

    @Test("The fp32 model answers its golden set as well as it is documented to")
    func accuracy() throws {
        let outcome = workspace.pawl("run", try demo(), "--only", "filetype/fp32")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let cell = try #require(try workspace.latestRun()?.cells.first)
        let accuracy = try #require(cell.accuracy?.metrics[.accuracy])
        #expect(accuracy > 0.9)
        #expect(!cell.operators.isEmpty)
    }

    @Test("A demo model gated against an earlier run of itself answers alike, and its latency is decided by six runs")
    func storedBaseline() throws {
        try workspace.write(
            """
            pawl: 1
            suite: demo
            golden_sets: { filetypes: \(Repository.root)/GoldenSets/filetypes }
            runtimes:
              ort: { name: onnxruntime, version: \(Installation.runtimeVersion) }
            models:
              filetype:
                golden_set: filetypes
                variants:
                  int8-qdq: { file: \(Installation.pawlFolder.path)/models/filetype/int8-qdq.onnx, runtime: ort }
            gates:
              - { metric: latency_p50, against: baseline, max_ratio: 100 }
              - { metric: accuracy, against: baseline, max_drop: 1 point }
              - { metric: agreement, against: baseline, min: 97% }
              - { metric: model_size, against: baseline, max_increase: 0% }
            measurement: \(Workspace.quickMeasurement)

            """, to: "demo.yaml")
        let file = workspace.file("demo.yaml")
        for _ in 0..<6 { #expect(workspace.pawl("run", file).code == 0) }
        let outcome = workspace.pawl("gate", file, "--against-run", "latest")
        #expect(outcome.code == 0, "\(outcome.result) \(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(run.verdicts.map(\.state) == [.passed, .passed, .passed, .passed])
        #expect(run.verdicts[0].details.contains("identical files (A/A): any difference is noise"))
        #expect(run.verdicts[2].evidence?.effect == 1)
    }
}
