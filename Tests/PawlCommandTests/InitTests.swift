import Foundation
import InferenceCore
import Records
import Suites
import TestSupport
import Testing

@Suite("pawl init", .needsRuntime, .hangLimit)
struct InitTests {
    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        try workspace.bringOwnModel(samples: 8)
    }

    private func suite(_ arguments: String...) throws -> Suite {
        let outcome = workspace.run(["init"] + arguments)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let suite = try SuiteReader.read(file: workspace.file("suite.yaml"))
        #expect(suite.warnings.isEmpty, "\(suite.warnings)")
        return suite
    }

    @Test("Names come from the files, the reference is the float one, and the suite is sound")
    func names() throws {
        let suite = try suite("gestures-int8.onnx", "gestures-fp32.onnx")
        #expect(suite.models.map(\.name) == ["gestures"])
        #expect(suite.models[0].variants.map(\.name) == ["int8", "fp32"])
        #expect(suite.models[0].reference == "fp32")
        #expect(suite.models[0].variants[0].file.path == workspace.file("gestures-int8.onnx"))
        #expect(Set(suite.gates.map(\.against)) == [.reference, .baseline])
    }

    @Test("The widest weights make the reference, whatever files are called and however large they are")
    func widest() throws {
        try workspace.write(TestModel.floatClassifier.data, to: "m/b.onnx")
        var larger = TestModel.quantizedWeights
        larger.constants.append(
            .init(name: "more", shape: [4000], type: .int8, elements: [Int8](repeating: 1, count: 4000)))
        try workspace.write(larger.data, to: "m/a.onnx")
        let outcome = workspace.pawl("init", "m/a.onnx", "m/b.onnx")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(
            outcome.result.hasPrefix(
                """
                wrote suite.yaml: model m on onnxruntime \(Installation.runtimeVersion)
                  - a
                  - b, reference: its weights are float32, those of a int8

                """), "\(outcome.result)")
        let suite = try SuiteReader.read(file: workspace.file("suite.yaml"))
        #expect(suite.models[0].name == "m" && suite.models[0].reference == "b")
        #expect(suite.runtimes.keys.sorted() == ["onnxruntime"])
    }

    @Test("A file that has the model's name alone is called after its weights")
    func stem() throws {
        try workspace.write(TestModel.floatClassifier.data, to: "face.onnx")
        try workspace.write(TestModel.quantizedWeights.data, to: "face-int8-dynamic.onnx")
        let suite = try suite("face-int8-dynamic.onnx", "face.onnx")
        #expect(suite.models[0].name == "face" && suite.models[0].reference == "fp32")
        #expect(suite.models[0].variants.map(\.name) == ["int8-dynamic", "fp32"])
    }

    @Test("A twin with channels last, a batch of its own, other types and names is mapped, and the suite is sound")
    func twin() throws {
        let float = TestModel(
            inputs: [.tensor("image", .float32, "N", "1", "2", "3")], outputs: [.tensor("logits", .float32, "N", "6")],
            nodes: [.init(type: "Flatten", name: "f", inputs: ["image"], outputs: ["logits"])])
        let quantized = TestModel(
            inputs: [.tensor("pixels", .uint8, "1", "2", "3", "1")], outputs: [.tensor("scores", .float32, "1", "6")],
            nodes: [
                .init(type: "DequantizeLinear", name: "d", inputs: ["pixels", "scale", "zero"], outputs: ["wide"]),
                .init(type: "Flatten", name: "f", inputs: ["wide"], outputs: ["scores"]),
            ],
            constants: [
                .init(name: "scale", shape: [], values: [0.5]),
                .init(name: "zero", shape: [], type: .uint8, elements: [UInt8(0)]),
            ])
        try workspace.write(float.data, to: "net-float.onnx")
        try workspace.write(quantized.data, to: "net-uint8.onnx")
        let suite = try suite("net-float.onnx", "net-uint8.onnx")
        #expect(suite.models[0].reference == "float")
        let twin = suite.models[0].variants[1]
        #expect(twin.inputs["image"]?.transposition == [0, 2, 3, 1])
        #expect(suite.models[0].variants[0].inputs.isEmpty)
    }

    @Test("A single file gets a suite without gates against a reference")
    func single() throws {
        let suite = try suite("gestures-fp32.onnx")
        #expect(suite.models[0].name == "gestures-fp32")
        #expect(suite.gates.allSatisfy { $0.against == .baseline })
        let text = try workspace.text("suite.yaml")
        #expect(text.contains("pawl golden create GoldenSets/gestures-fp32 --samples DIR"))
        #expect(text.contains("takes x: float32[batch, 4]"))
    }

    @Test("A device class becomes gates")
    func device() throws {
        let path = Repository.root + "/Suites/devices/wearable.yaml"
        let suite = try suite("gestures-fp32.onnx", "--device", path)
        #expect(suite.gates.filter { $0.against == .nothing }.count == 3)
    }

    @Test("A float original and its full-integer export share a suite, and a golden set")
    func fullInteger() throws {
        let suite = try suite("gestures-fp32.onnx", "gestures-int8-input.onnx", "--golden", "golden")
        #expect(suite.models[0].variants.map(\.name) == ["fp32", "int8-input"])
        #expect(suite.models[0].reference == "fp32")
        #expect(suite.models[0].variants.allSatisfy { $0.inputs.isEmpty && $0.outputs.isEmpty })
    }

    @Test("Channels last beside channels first: the suite says how to turn them")
    func layouts() throws {
        func model(_ name: String, _ input: TestModel.Port, _ output: TestModel.Port) throws {
            try workspace.write(
                TestModel(
                    inputs: [input], outputs: [output],
                    nodes: [.init(type: "Relu", name: "r", inputs: [input.name], outputs: [output.name])]
                ).data, to: name)
        }
        try model("a-fp32.onnx", .tensor("x", .float32, "1", "3", "8", "8"), .tensor("y", .float32, "1", "3", "8", "8"))
        try model(
            "a-int8.onnx", .tensor("in", .float32, "1", "8", "8", "3"), .tensor("y", .float32, "1", "8", "8", "3"))
        let suite = try suite("a-fp32.onnx", "a-int8.onnx")
        #expect(suite.models[0].variants[1].inputs["x"]?.transposition == [0, 2, 3, 1])
        #expect(suite.models[0].variants[1].outputs["y"]?.transposition == [0, 3, 1, 2])
    }

    @Test("A model that is not there, or not whole, is told by Pawl: once, with what to do, and without a runtime")
    func missingFiles() throws {
        let none = workspace.pawl("init", "nope.onnx")
        #expect(none.code == 2, "\(none.diagnostic)")
        #expect(none.diagnostic.split(separator: "nope.onnx", omittingEmptySubsequences: false).count == 2)
        #expect(!none.diagnostic.contains("check that the file is complete"))
        let model = TestModel.floatClassifier.with(external: ["location": "weights.bin"])
        try workspace.write(model.data, to: "outside.onnx")
        let outside = workspace.pawl("init", "outside.onnx")
        #expect(outside.code == 2 && outside.diagnostic.contains("weights.bin"), "\(outside.diagnostic)")
        #expect(outside.diagnostic.contains("alone is not the whole model"), "\(outside.diagnostic)")
        #expect(!workspace.exists("suite.yaml"))
    }

    @Test("What is there is not written over; models that differ are no variants; a set that does not fit is refused")
    func refusals() throws {
        _ = try suite("gestures-fp32.onnx")
        let again = workspace.pawl("init", "gestures-fp32.onnx")
        #expect(again.code == 2 && again.diagnostic.contains("is there already"))
        try workspace.write(TestModel.twoInputs.data, to: "other.onnx")
        let different = workspace.pawl("init", "gestures-fp32.onnx", "other.onnx", "--output", "b.yaml")
        #expect(different.code == 2 && different.diagnostic.contains("do not have the same inputs"))
        let unfit = workspace.pawl("init", "other.onnx", "--golden", "golden", "--output", "b.yaml")
        #expect(unfit.code == 2 && unfit.diagnostic.contains("does not fit"), "\(unfit.diagnostic)")
        let none = workspace.pawl("init")
        #expect(none.code == 2 && none.diagnostic.contains("needs MODEL"))
        try workspace.write(TestModel.floatClassifier.data, to: "other/gestures-fp32.onnx")
        let twice = workspace.pawl("init", "gestures-fp32.onnx", "other/gestures-fp32.onnx", "--output", "b.yaml")
        #expect(twice.code == 2 && twice.diagnostic.contains("the same name"))
        #expect(!workspace.exists("b.yaml"))
    }
}
