import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

/// Against MLflow's own server. Its package is far too big to install for every test run: `scripts/test-mlflow` makes the
/// environment that PAWL_TEST_MLFLOW names, and runs this.
@Suite(
    "A real MLflow server",
    .enabled(if: MLflowServer.environment != nil, "PAWL_TEST_MLFLOW names no environment with MLflow"), .serialized,
    .hangLimit)
struct MLflowServerTests {
    private static func exported() -> ExportedRun {
        var run = RunRecord(
            id: UUID().uuidString.lowercased(), kind: .gate, status: .incomplete,
            suite: SuiteReference(name: "demo + é", file: "Suites/demo.yaml", digest: "aa"),
            startedAt: Date(timeIntervalSinceReferenceDate: 800_000_000),
            finishedAt: Date(timeIntervalSinceReferenceDate: 800_000_061.25), seed: 1, pawlVersion: "0.1.0",
            environment: EnvironmentRecord(
                hostName: "bench-1", machineFingerprint: "f00d", gitCommit: "0123abcd", facts: []))
        run.cells = ["fp32", "int8", "crashed"].enumerated().map { index, variant in
            CellRecord(
                id: index, model: "filetype", variant: variant, runtimeLabel: "ort",
                modelFile: ModelFileRecord(path: "m.onnx", digest: "d\(index)", bytes: 1),
                runtime: RuntimeRecord(
                    name: "onnxruntime", version: "1.31.1", libraryDigest: "cafe", provider: "cpu",
                    // More than one batch takes.
                    options: Dictionary(uniqueKeysWithValues: (0..<150).map { ("option \($0)", "value \($0)") })),
                goldenSetDigest: "g",
                failure: variant == "crashed" ? CellFailure(kind: .crash, phase: "load", message: "it died") : nil)
        }
        run.verdicts = [
            Verdict(
                gate: 0, metric: .latencyP50, against: .reference, rule: "r", file: "f", line: 1, column: 1, cell: 1,
                state: .failed, headline: "45 % slower")
        ]
        return ExportedRun(
            run: run,
            summaries: [
                0: [.latencyP50: 4_000_000, .accuracy: 0.75, .peakMemory: 41e6], 1: [.latencyP50: 5_800_000],
            ])
    }

    @Test("A run and its cells arrive whole, once; what was begun is ended")
    func send() throws {
        let server = try MLflowServer()
        let client = MLflowClient(
            try TrackingAddress(server.address), credentials: TrackingCredentials(environment: [:]))
        let exporter = MLflowExporter(client)
        let exported = Self.exported()
        // What an exporter left that was killed after the run itself.
        let experiment = try client.experiment(named: exported.run.suite.name)
        let begun = try client.createRun(
            experiment: experiment, name: "begun", startedAt: 1,
            tags: [MLflowEntry(MLflowTag.run, exported.run.id), MLflowEntry(MLflowTag.cell, MLflowTag.ofTheRun)])
        #expect(try exporter.send(exported, experiment: nil) == .sent(cells: 3))
        #expect(try exporter.send(exported, experiment: nil) == .unchanged)
        let runs = try client.runs(ofPawlRun: exported.run.id, experiment: experiment)
        #expect(runs.count == 4)
        #expect(runs[MLflowTag.ofTheRun]?.id == begun.id)
        #expect(runs.values.allSatisfy { $0.isEnded })
        let child = try #require(runs["candidate/filetype/fp32/ort"])
        let told = try server.run(child.id)
        #expect(told.metrics["latency_p50_seconds"] == 0.004)
        #expect(told.metrics["accuracy_ratio"] == 0.75)
        #expect(told.metrics["peak_memory_bytes"] == 41e6)
        #expect(told.parameters["model_digest"] == "d0")
        #expect(told.parameters.count == 158)
        #expect(told.tags["mlflow.parentRunId"] == begun.id)
        #expect(told.tags["mlflow.source.git.commit"] == "0123abcd")
        #expect(told.status == "FINISHED")
        let failed = try server.run(try #require(runs["candidate/filetype/crashed/ort"]).id)
        #expect(failed.status == "FAILED")
        #expect(failed.tags["pawl.failure"] == "crash while load: it died")
        let gated = try server.run(try #require(runs["candidate/filetype/int8/ort"]).id)
        #expect(gated.tags["pawl.gate.0.latency_p50"] == "failed: 45 % slower")
        // Another experiment is another place.
        #expect(try exporter.send(exported, experiment: "elsewhere") == .sent(cells: 3))
    }

    @Test("A deleted experiment is told")
    func deleted() throws {
        let server = try MLflowServer()
        let client = MLflowClient(
            try TrackingAddress(server.address), credentials: TrackingCredentials(environment: [:]))
        let id = try client.experiment(named: "gone")
        try server.post("experiments/delete", "{\"experiment_id\":\"\(id)\"}")
        #expect(throws: TrackingError.experimentDeleted(name: "gone")) { try client.experiment(named: "gone") }
    }
}
