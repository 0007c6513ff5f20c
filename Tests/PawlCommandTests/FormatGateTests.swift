import Foundation
import InferenceCore
import Records
import RuntimeLibraries
import TestSupport
import Testing

/// What a user has of a format: samples, labels and two model files, without an option that names a runtime.
@Suite("From files of any format to a verdict", .hangLimit)
struct FormatGateTests {
    struct Format: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var runtimes: [String: String]
        /// Of the two models first the reference, then its int8 twin.
        var models: [String]
        /// By name: the models, and what lies beside them.
        var files: @Sendable () -> [String: Data]

        var isInstalled: Bool {
            let installed = InstalledRuntimes(root: Installation.pawlFolder.runtimes)
            return runtimes.allSatisfy { (try? installed.library(name: $0.key, version: $0.value)) != nil }
        }
    }

    static let formats = [
        Format(
            testDescription: "OpenVINO's .xml with its .bin", runtimes: ["openvino": "2026.4.1"],
            models: ["own-fp32.xml", "own-int8.xml"]
        ) {
            [
                "own-fp32.xml": Data(OpenVINOModel.classifier(isQuantized: false).utf8),
                "own-fp32.bin": OpenVINOModel.classifierWeights(isQuantized: false),
                "own-int8.xml": Data(OpenVINOModel.classifier(isQuantized: true).utf8),
                "own-int8.bin": OpenVINOModel.classifierWeights(isQuantized: true),
            ]
        },
        Format(
            testDescription: "ncnn's .param with its .bin", runtimes: ["ncnn": "1.0.20261020"],
            models: ["own-fp32.param", "own-int8.param"]
        ) {
            [
                "own-fp32.param": Data(NcnnModel.graph().utf8), "own-fp32.bin": NcnnModel.weights(),
                "own-int8.param": Data(NcnnModel.graph(isQuantized: true).utf8),
                "own-int8.bin": NcnnModel.weights(isQuantized: true),
            ]
        },
        Format(
            testDescription: "a float .tflite with an .onnx beside it",
            runtimes: ["litert": "2.3.0", "onnxruntime": Installation.runtimeVersion],
            models: ["own-fp32.tflite", "own-int8.onnx"]
        ) {
            ["own-fp32.tflite": TFLiteModel.rightClassifier.data, "own-int8.onnx": TestModel.quantizedIdentity.data]
        },
    ]

    /// Those that this checkout has installed, and those that scripts/test installs, so that a missing one fails.
    static let tested = formats.filter { $0.isInstalled || Installation.isRequired && $0.runtimes["ncnn"] == nil }

    @Test("Create, init and gate find the runtime themselves", arguments: tested)
    func fromFiles(_ format: Format) throws {
        let workspace = try Workspace()
        try workspace.bringOwnModel(samples: 40)
        for (name, data) in format.files() { try workspace.write(data, to: name) }
        let created = workspace.run([
            "golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--model", format.models[0],
            "--scores", "logits",
        ])
        #expect(created.code == 0, "\(created.diagnostic)")
        let begun = workspace.run(["init"] + format.models + ["--golden", "made"])
        #expect(begun.code == 0, "\(begun.diagnostic)")
        #expect(begun.result.contains("reference: "), "\(begun.result)")
        let gated = workspace.pawl("gate", workspace.file("suite.yaml"), "--budget", "6s")
        #expect([0, 1, 3].contains(gated.code), "\(gated.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(run.cells.count == 2)
        for cell in run.cells {
            #expect(cell.failure == nil, "\(cell.name): \(String(describing: cell.failure))")
            // All samples are 0.75 at their own class and 0.1 elsewhere: codes of 1/127 keep the order.
            #expect(cell.accuracy?.metrics[.accuracy] == 1, "\(cell.name)")
            #expect(format.runtimes[cell.runtime.name] == cell.runtime.version, "\(cell.name)")
        }
        #expect(Set(run.cells.map(\.runtime.name)) == Set(format.runtimes.keys))
        let accuracy = run.verdicts.filter { $0.metric == .accuracy }
        #expect(!accuracy.isEmpty && accuracy.allSatisfy { $0.state != .failed }, "\(accuracy)")
    }
}
