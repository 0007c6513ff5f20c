import Foundation
import InferenceCore
import ModelFormats
import Support
import TestSupport
import Testing

@Suite("pawl explain: accuracy by layer", .needsRuntime, .hangLimit)
struct AccuracyExplanationTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace(samples: 40) }

    private func explain(
        _ layered: LayeredModel, _ form: LayeredModel.Form, _ more: String...,
        gate: String = "{ metric: accuracy, against: reference, max_drop: 20 points }"
    ) throws -> Workspace.Outcome {
        let suite = try workspace.writeSuite(
            ["fp32": layered.model(.float), "int8": layered.model(form)], gates: [gate])
        return workspace.run(["explain", suite, "--only", "m/int8", "--what", "accuracy"] + more)
    }

    private func accuracy(_ outcome: Workspace.Outcome) throws -> [String: Any] {
        let report = try Workspace.json(outcome.result)
        return try #require(report["accuracy"] as? [String: Any], "\(outcome.diagnostic)")
    }

    private func causes(_ accuracy: [String: Any]) -> [String] {
        (accuracy["causes"] as? [[String: Any]] ?? []).compactMap { $0["layer"] as? String }
    }

    @Test(
        "The one layer whose weights are broken is named, in every form of quantisation",
        arguments: [LayeredModel.Form.pairs, .operators, .dynamic, .half])
    func broken(_ form: LayeredModel.Form) throws {
        let outcome = try explain(LayeredModel(layers: 6, brokenWeights: [3]), form, "--format", "json")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let accuracy = try accuracy(outcome)
        #expect(causes(accuracy) == ["layer3"] && accuracy["is_minimal"] as? Bool == true)
        #expect(accuracy["trials"] as? Int ?? 99 <= 4)
        let part = (accuracy["causes"] as? [[String: Any]])?.first?["part"] as? String
        #expect(part == (form == .half ? nil : "weights"))
        let values = accuracy["values"] as? [[String: Any]] ?? []
        #expect(values.compactMap { $0["value"] as? String }.starts(with: ["h0", "h1", "h2"]))
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.file("tmp")).isEmpty)
    }

    @Test("Two layers that break it together are both named, and it is told at a glance")
    func two() throws {
        let outcome = try explain(LayeredModel(layers: 7, brokenWeights: [1, 5]), .dynamic)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("2 layers of"))
        #expect(outcome.result.contains("layer1 (MatMul") && outcome.result.contains("layer5 (MatMul"))
        #expect(!outcome.result.contains("layer4 (MatMul"))
    }

    @Test("What is lost where a layer reads is told from lost weights")
    func inputs() throws {
        let outcome = try explain(LayeredModel(layers: 5, brokenInputs: [2]), .pairs)
        #expect(outcome.result.contains("layer2 breaks it: with it alone in float the gates pass"))
        #expect(outcome.result.contains("the quantisation of what it reads"), "\(outcome.result)")
    }

    @Test("Nothing is named where the gates pass, where both compute alike, and where no gate judges")
    func nothing() throws {
        #expect(try explain(LayeredModel(layers: 4), .dynamic).result.contains("The gates pass: no layer breaks it."))
        let same = try explain(LayeredModel(layers: 4), .float)
        #expect(same.result.contains("compute every layer alike"), "\(same.result)\(same.diagnostic)")
        let time = try explain(
            LayeredModel(layers: 4), .dynamic, gate: "{ metric: latency_p50, against: reference, max_increase: 3% }")
        #expect(time.result.contains("No gate of the suite judges what m/int8 predicts"))
    }

    @Test("A layer that breaks it is saved as a model of its own that shows the fault without the rest")
    func saved() throws {
        let outcome = try explain(
            LayeredModel(layers: 4, brokenWeights: [2]), .dynamic, "--save-part", workspace.file("parts"), "--format",
            "json")
        #expect(try accuracy(outcome)["saved_parts"] as? [String] == ["parts/1-layer2"])
        let folder = workspace.file("parts/1-layer2")
        #expect(OnnxBackendTest.isOne(folder))
        let part = try OnnxBackendTest(folder: folder)
        #expect(part.dataSets.first?.inputs.map(\.name) == ["h1"])
        #expect(part.dataSets.first?.outputs.first?.value.shape == [1, 4])
        #expect(OnnxBackendTest.operators(ofTestIn: folder).contains("MatMulInteger"))
        #expect(try workspace.text("parts/1-layer2/README.md").contains("m/int8 on onnxruntime"))
    }
}
