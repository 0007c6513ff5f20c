import Foundation
import RuntimeLibraries
import TestSupport
import Testing

@Suite("pawl runtime coverage", .needsRuntime, .hangLimit)
struct CoverageTests {
    let workspace: Workspace
    private let runtime = "onnxruntime==\(Installation.runtimeVersion)"

    init() throws { workspace = try Workspace() }

    private func model(
        _ nodes: [TestModel.Node], type: TestModel.Port.Kind = .tensor(code: 1, shape: ["4"]),
        operatorSets: [String: Int] = ["": 17]
    ) throws {
        var model = TestModel(
            inputs: [.init(name: "x", kind: type)], outputs: [.init(name: "y", kind: type)], nodes: nodes)
        model.operatorSets = operatorSets
        try workspace.write(model.data, to: "m.onnx")
    }

    private func coverage(_ added: String...) throws -> Workspace.Outcome {
        workspace.run(["runtime", "coverage", "m.onnx", "--runtime", runtime] + added)
    }

    @Test("says with code 0 that all is taken")
    func covered() throws {
        try model([.init(type: "Relu", name: "r", inputs: ["x"], outputs: ["y"])])
        let outcome = try coverage()
        #expect(outcome.code == 0 && outcome.result == "\(runtime) takes the only operator of m.onnx\n")
    }

    @Test("names all operators that are not known, with domain, version, types and nodes")
    func unknown() throws {
        try model(
            [
                .init(type: "Warp", name: "first", inputs: ["x"], outputs: ["a"]),
                .init(type: "Relu", name: "fine", inputs: ["x"], outputs: ["b"]),
                .init(type: "Bend", name: "second", inputs: ["b"], outputs: ["y"], domain: "my.ops"),
            ], operatorSets: ["": 17, "my.ops": 2])
        let outcome = try coverage()
        #expect(outcome.code == 1)
        #expect(outcome.result.contains("cannot take 2 of 3 operators of m.onnx"))
        #expect(outcome.result.contains("ai.onnx Warp, opset 17: float32 to"))
        #expect(outcome.result.contains("my.ops Bend, opset 2: float32 to float32"))
        #expect(outcome.result.contains("node: first") && outcome.result.contains("node: second"))
        #expect(!outcome.result.contains("Relu") && !outcome.result.contains("pawl-coverage"))
    }

    @Test("names a version of the operator set that is too new")
    func opset() throws {
        try model([.init(type: "Relu", name: "r", inputs: ["x"], outputs: ["y"])], operatorSets: ["": 99])
        let outcome = try coverage()
        #expect(outcome.code == 1)
        #expect(outcome.result.contains("ai.onnx Relu, opset 99") && outcome.result.contains("under development"))
    }

    @Test("names an operator that has no kernel for its type")
    func type() throws {
        // ONNX has a rectifier of bfloat16, ONNX Runtime has none on the processor.
        try model(
            [.init(type: "Relu", name: "r", inputs: ["x"], outputs: ["y"])], type: .tensor(code: 16, shape: ["4"]))
        let outcome = try coverage()
        #expect(outcome.code == 1)
        #expect(outcome.result.contains("ai.onnx Relu, opset 17: bfloat16 to bfloat16"))
        #expect(outcome.result.contains("Could not find an implementation"))
    }

    @Test("takes for covered what the runtime opens, also where Pawl cannot pass its values")
    func strings() throws {
        try model(
            [.init(type: "Identity", name: "i", inputs: ["x"], outputs: ["y"])], type: .tensor(code: 8, shape: ["4"]))
        #expect(try coverage().code == 0)
    }

    @Test("lists what a provider leaves to others")
    func provider() throws {
        // Azure's provider is in every package and takes no operator of ours.
        try model([.init(type: "Relu", name: "r", inputs: ["x"], outputs: ["y"])])
        let outcome = try coverage("--provider", "azure")
        #expect(outcome.code == 1)
        #expect(outcome.result.contains("with provider azure cannot take the only operator of m.onnx"))
        #expect(outcome.result.contains("CPUExecutionProvider runs it"))
        #expect(try coverage("--provider", "cpu").code == 0)
        let missing = try coverage("--provider", "cuda")
        #expect(missing.code == 2 && missing.diagnostic.contains("it comes with the package onnxruntime-gpu"))
    }

    @Test("is the same for programs")
    func json() throws {
        try model([.init(type: "Warp", name: "first", inputs: ["x"], outputs: ["y"])])
        let outcome = try coverage("--format", "json")
        #expect(outcome.code == 1)
        let answers = try JSONSerialization.jsonObject(with: Data(outcome.result.utf8)) as? [[String: Any]]
        let answer = try #require(answers?.first)
        #expect(answer["runtime"] as? String == runtime && answer["is_covered"] as? Bool == false)
        #expect(answer["operator_count"] as? Int == 1 && answer["missing_count"] as? Int == 1)
        let missing = try #require((answer["missing"] as? [[String: Any]])?.first)
        #expect(missing["type"] as? String == "Warp" && missing["nodes"] as? [String] == ["first"])
    }

    @Test("asks every installed runtime that reads the file when none is named")
    func all() throws {
        try model([.init(type: "Warp", name: "first", inputs: ["x"], outputs: ["y"])])
        let outcome = workspace.pawl("runtime", "coverage", "m.onnx")
        #expect(outcome.code == 1)
        #expect(outcome.result.contains(runtime))
        #expect(!outcome.result.contains("litert"))
    }

    @Test(
        "refuses a question that makes no sense",
        arguments: [
            (["nowhere.onnx"], "there is no model file nowhere.onnx"),
            (["suite.txt"], "no runtime reads files like suite.txt"),
            (["m.onnx", "--runtime", "litert==2.3.0"], "litert does not read m.onnx"),
            (["m.onnx", "--runtime", "openvino==2026.4.1", "--provider", "cuda"], "has no execution providers"),
            (["m.onnx", "--runtime", "onnxruntime==9.9"], "none of the versions that Pawl was tested with"),
        ])
    func refused(arguments: [String], words: String) throws {
        try model([.init(type: "Relu", name: "r", inputs: ["x"], outputs: ["y"])])
        try workspace.write("no model", to: "suite.txt")
        let outcome = workspace.run(["runtime", "coverage"] + arguments)
        #expect(outcome.code == 2 && outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
    }
}
