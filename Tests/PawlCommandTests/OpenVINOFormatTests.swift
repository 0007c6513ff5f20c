import Foundation
import Records
import TestSupport
import Testing

/// OpenVINO reads ONNX files, its own and TensorFlow Lite's: one classifier in each, beside ONNX Runtime's answers.
@Suite(
    "Formats on OpenVINO", .needsRuntime,
    .enabled(
        if: UnitsScene.Format.openvino.isInstalled || Installation.isRequired, "openvino 2026.4.1 is not installed"),
    .hangLimit)
struct OpenVINOFormatTests {
    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        try workspace.write(TestModel.rightClassifier.data, to: "own.onnx")
        try workspace.write(OpenVINOModel.classifier(isQuantized: false), to: "own.xml")
        try workspace.write(OpenVINOModel.classifierWeights(isQuantized: false), to: "own.bin")
        try workspace.write(TFLiteModel.rightClassifier.data, to: "own.tflite")
    }

    private func gate(_ files: String...) throws -> Workspace.Outcome {
        let variants = files.map { "      \($0.replacing(".", with: "-")): { file: \($0), runtime: vino }" }
        try workspace.write(
            """
            pawl: 1
            suite: tested
            golden_sets: { g: \(workspace.goldenSet.folder) }
            runtimes:
              ort: { name: onnxruntime, version: \(Installation.runtimeVersion) }
              vino: { name: openvino, version: \(UnitsScene.Format.openvino.version) }
            models:
              m:
                golden_set: g
                reference: reference
                variants:
                  reference: { file: own.onnx, runtime: ort }
            \(variants.joined(separator: "\n"))
            gates: [{ metric: agreement, against: reference, min: 100% }]
            measurement: \(Workspace.quickMeasurement)

            """, to: "suite.yaml")
        return workspace.pawl("gate", workspace.file("suite.yaml"))
    }

    @Test("answer alike, and are measured")
    func alike() throws {
        let outcome = try gate("own.onnx", "own.xml", "own.tflite")
        #expect(outcome.code == 0, "\(outcome.diagnostic)\(outcome.result)")
        let run = try #require(try workspace.latestRun())
        #expect(run.cells.count == 4)
        for cell in run.cells {
            #expect(cell.failure == nil && cell.accuracy?.metrics[.accuracy] == 1, "\(cell.name)")
            #expect(cell.launches.isEmpty == false)
        }
    }

    @Test(
        "that are damaged cost their cell only, with a cause",
        arguments: [("own.xml", "own.bin"), ("own.xml", "own.xml"), ("own.tflite", "own.tflite")])
    func damaged(variant: String, file: String) throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: workspace.file(file)))
        for content in [whole.prefix(whole.count / 2), Data()] {
            try workspace.write(content, to: file)
            let outcome = try gate(variant)
            #expect(outcome.code == 3 || outcome.code == 2, "\(outcome.code)")
            #expect(
                (outcome.diagnostic + outcome.result).contains(file), "\(outcome.diagnostic)\(outcome.result)")
        }
        try FileManager.default.removeItem(atPath: workspace.file(file))
        let missing = try gate(variant)
        #expect(missing.code == 3 || missing.code == 2)
        #expect((missing.diagnostic + missing.result).contains(file), "\(missing.diagnostic)\(missing.result)")
    }
}
