import Foundation
import Records
import TestSupport
import Testing

/// Execution providers that ONNX Runtime opens from libraries of their own.
@Suite("Plug-in providers", .needsRuntime, .hangLimit)
struct PluginProviderTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    /// `onnxruntime_qnn` of the unpacked wheel onnxruntime-qnn 2.7.0, whose simulator of an accelerator runs here; 100 MB to fetch,
    /// so it is asked for by name.
    private static let qnnFolder = ProcessInfo.processInfo.environment["PAWL_QNN_FOLDER"]

    private func writeSuite(library: String, provider: String = "qnn", options: String = "") throws -> String {
        try workspace.write(CustomOperatorLibrary.model(isCustom: false, batch: "1").data, to: "square.onnx")
        try workspace.write(
            """
            pawl: 1
            suite: tested
            golden_sets: { g: \(workspace.goldenSet.folder) }
            runtimes:
              ort: { name: onnxruntime, version: \(Installation.runtimeVersion) }
              plugin: { name: onnxruntime, version: \(Installation.runtimeVersion), provider: \(provider),
                        provider_library: \(library)\(options) }
            models:
              m:
                golden_set: g
                reference: cpu
                variants:
                  cpu: { file: square.onnx, runtime: ort }
                  accelerated: { file: square.onnx, runtime: plugin }
            gates: [{ metric: agreement, against: reference, min: 99% }]
            measurement: \(Workspace.quickMeasurement)

            """, to: "suite.yaml")
        return workspace.file("suite.yaml")
    }

    @Test("Qualcomm's runs on its simulator", .enabled(if: qnnFolder != nil, "PAWL_QNN_FOLDER is not set"))
    func qnn() throws {
        let folder = try #require(Self.qnnFolder)
        let library = "\(folder)/libonnxruntime_providers_qnn.so"
        let options = ", provider_options: { backend_path: \(folder)/libQnnHtp.so }"
        let outcome = workspace.pawl("gate", try writeSuite(library: library, options: options))
        #expect(outcome.code == 0, "\(outcome.diagnostic)\(outcome.result)")
        let run = try #require(try workspace.latestRun())
        let cell = try #require(run.cells.first { $0.variant == "accelerated" })
        #expect(cell.failure == nil && cell.accuracy?.metrics[.accuracy] == 1)
        #expect(cell.runtime.options["provider_library.libonnxruntime_providers_qnn.so"]?.count == 64)

        // A backend that is not there: the provider leaves everything to the processor, and says so in a log alone.
        let nowhere = ", provider_options: { backend_path: /nowhere/libQnnHtp.so }"
        let left = workspace.pawl("run", try writeSuite(library: library, options: nowhere))
        #expect(
            left.result.contains("m/accelerated: its operator did not run in 'qnn', which was asked for"),
            "\(left.diagnostic)\(left.result)")
    }

    @Test(
        "What is no such library is named, and the other variants are measured",
        .enabled(if: StubLibrary.compiler != nil, "there is no C compiler to make one with"))
    func refusals() throws {
        let stub = try StubLibrary("int nothing(void) { return 0; }")
        try workspace.write(try Data(contentsOf: URL(fileURLWithPath: stub.path)), to: "libs/other.so")
        let outcome = workspace.pawl("run", try writeSuite(library: "libs/other.so"))
        #expect(outcome.code == 3)
        #expect(
            (outcome.diagnostic + outcome.result).contains("does not export CreateEpFactories"),
            "\(outcome.diagnostic)\(outcome.result)")
        let run = try #require(try workspace.latestRun())
        #expect(run.cells.map { $0.failure == nil } == [true, false])

        try workspace.write("a text", to: "libs/other.so")
        let text = workspace.pawl("run", try writeSuite(library: "libs/other.so"))
        #expect(text.code == 2 && text.diagnostic.contains("it is no shared library"), "\(text.diagnostic)")
        let missing = workspace.pawl("run", try writeSuite(library: "libs/none.so"))
        #expect(missing.code == 2 && missing.diagnostic.contains("libs/none.so"), "\(missing.diagnostic)")
    }
}
