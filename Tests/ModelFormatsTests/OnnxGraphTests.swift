import Diagnostics
import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import ModelFormats

@Suite("What an ONNX file says without a runtime", .hangLimit)
struct OnnxGraphTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(prefix: "pawl-graph-test") }

    private func graph(_ model: TestModel) throws -> OnnxGraph {
        try AtomicFile.write(model.data, to: folder.file("m.onnx"))
        return try OnnxGraph(path: folder.file("m.onnx"))
    }

    private func quantized(_ constants: [TestModel.Constant], inputs: [String]) -> TestModel {
        TestModel(
            inputs: [.tensor("x", .int8, "1", "4")], outputs: [.tensor("y", .float32, "1", "4")],
            nodes: [.init(type: "DequantizeLinear", name: "d", inputs: inputs, outputs: ["y"])], constants: constants)
    }

    @Test("An integer input has the scale and zero point of its DequantizeLinear")
    func integerInput() throws {
        #expect(
            try graph(.quantizedInput).quantization(ofInput: "x")
                == InputQuantization(scale: 0.0078125, zeroPoint: -3, elementType: .int8))
    }

    @Test("A float input has those of its QuantizeLinear, also behind operators that only move values")
    func floatInput() throws {
        #expect(
            try graph(.quantizingInput).quantization(ofInput: "x")
                == InputQuantization(scale: 0.0078125, zeroPoint: -3, elementType: .int8))
    }

    @Test("A model whose input is not quantised says nothing, whatever its weights are")
    func none() throws {
        #expect(try graph(.floatClassifier).quantization(ofInput: "x") == nil)
        #expect(try graph(.quantizedWeights).quantization(ofInput: "x") == nil)
        #expect(try graph(.quantizedInput).quantization(ofInput: "other") == nil)
    }

    @Test("Without a zero point it is 0")
    func defaultZeroPoint() throws {
        let model = quantized([.init(name: "s", shape: [], values: [0.5])], inputs: ["x", "s"])
        #expect(try graph(model).quantization(ofInput: "x") == InputQuantization(scale: 0.5, zeroPoint: 0))
    }

    @Test("What cannot be applied is an error that says why")
    func unusable() throws {
        let cases: [(TestModel, String)] = [
            (quantized([.init(name: "s", shape: [4], values: [1, 2, 3, 4])], inputs: ["x", "s"]), "for each channel"),
            (quantized([.init(name: "s", shape: [], values: [0])], inputs: ["x", "s"]), "no number above 0"),
            (quantized([.init(name: "s", shape: [], values: [.nan])], inputs: ["x", "s"]), "no number above 0"),
            (quantized([], inputs: ["x", "s"]), "computed"),
            (
                quantized(
                    [.init(name: "s", shape: [], values: [1]), .init(name: "z", shape: [], values: [1])],
                    inputs: ["x", "s", "z"]), "no single integer"
            ),
        ]
        for (model, words) in cases {
            let graph = try graph(model)
            let error = #expect(throws: ModelFormatError.self) { try graph.quantization(ofInput: "x") }
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        }
    }

    @Test("Scale and zero point are read where they lie in a file beside the model")
    func beside() throws {
        var model = quantized(
            [
                .init(name: "w", shape: [3], values: [7, 8, 9]), .init(name: "s", shape: [], values: [0.25]),
                .init(name: "z", shape: [], type: .int8, elements: [Int8(-5)]),
            ], inputs: ["x", "s", "z"])
        model.weightsFile = "m.weights"
        func reason() throws -> String? {
            let graph = try graph(model)
            return #expect(throws: ModelFormatError.self) { try graph.quantization(ofInput: "x") }?.description
        }
        #expect(try reason()?.contains("'m.weights', which cannot be read") == true)
        try AtomicFile.write(model.weights, to: folder.file("m.weights"))
        let read = try graph(model)
        #expect(
            try read.quantization(ofInput: "x")
                == InputQuantization(scale: 0.25, zeroPoint: -5, elementType: .int8))
        let port = try #require(try ModelInterface.read(path: folder.file("m.onnx"))?.inputs.first)
        #expect(port.quantization?.scales == [0.25] && port.quantization?.zeroPoints == [-5])
        // A byte short.
        try AtomicFile.write(model.weights.dropLast(), to: folder.file("m.weights"))
        #expect(try reason()?.contains("behind the end of 'm.weights'") == true)
        let places: [KeyValuePairs<String, String>] = [
            ["location": "../m.weights"], ["location": "/m.weights"], ["location": "m.weights", "offset": "-1"],
            ["location": "m.weights", "length": "3"], ["location": "m.weights", "length": "many"],
        ]
        for place in places {
            model.constants[1].external = place
            #expect(try reason()?.contains("at a place that is none") == true, "\(place)")
        }
        model.constants[1].external = ["location": "m.weights", "offset": "18446744073709551615"]
        #expect(try reason()?.contains("behind the end") == true)
    }

    @Test("Two ways to quantise one input are none")
    func ambiguous() throws {
        var model = TestModel.quantizedInput
        model.nodes.append(
            .init(type: "DequantizeLinear", name: "again", inputs: ["x", "other", "zero"], outputs: ["unused"]))
        model.constants.append(.init(name: "other", shape: [], values: [0.25]))
        let graph = try graph(model)
        #expect(throws: ModelFormatError.self) { try graph.quantization(ofInput: "x") }
    }

    @Test("The operator behind an output tells probabilities from logits")
    func scores() throws {
        #expect(try graph(.floatClassifier).kind(ofOutput: "scores") == .probabilities)
        #expect(try graph(.wrongClassifier).kind(ofOutput: "scores") == .logits)
        #expect(try graph(.rightClassifier).kind(ofOutput: "scores") == nil)
        var quotient = TestModel.rightClassifier
        quotient.nodes = [
            .init(type: "Exp", name: "e", inputs: ["x"], outputs: ["e"]),
            .init(type: "ReduceSum", name: "s", inputs: ["e"], outputs: ["s"]),
            .init(type: "Div", name: "d", inputs: ["e", "s"], outputs: ["scores"]),
        ]
        #expect(try graph(quotient).kind(ofOutput: "scores") == .probabilities)
        quotient.nodes[2].inputs = ["x", "s"]
        #expect(try graph(quotient).kind(ofOutput: "scores") == nil)
    }

    /// As scikit-learn's converter writes them; right values: what `predict_proba` and `decision_function` are.
    @Test(
        "A classifier of classical learning says what its scores are",
        arguments: [
            ("LinearClassifier", "SOFTMAX", false, .probabilities),
            ("LinearClassifier", "LOGISTIC", true, .probabilities),
            ("LinearClassifier", "NONE", false, .logits), ("LinearClassifier", nil, false, .logits),
            ("SVMClassifier", "NONE", false, .logits), ("TreeEnsembleClassifier", "SOFTMAX", false, .probabilities),
            ("TreeEnsembleClassifier", "NONE", true, .probabilities), ("TreeEnsembleClassifier", "NONE", false, nil),
            ("LinearClassifier", "PROBIT", false, nil), ("LinearRegressor", "NONE", false, nil),
        ] as [(String, String?, Bool, OutputKind?)])
    func classicalScores(type: String, transform: String?, isNormalized: Bool, kind: OutputKind?) throws {
        var model = TestModel.scikit(.numbers([0, 1, 2]), hasMaps: false)
        model.nodes[0].type = type
        model.nodes[0].others["post_transform"] = transform.map { .text($0) }
        if isNormalized {
            model.nodes[0].outputs[1] = "raw"
            model.nodes.append(
                .init(type: "Normalizer", name: "n", inputs: ["raw"], outputs: ["scores"], domain: "ai.onnx.ml"))
        }
        #expect(try graph(model).kind(ofOutput: "scores") == kind)
        #expect(try graph(model).kind(ofOutput: "output_label") == nil)
    }

    @Test("A model that was cut anywhere is read or refused, never a crash")
    func truncated() throws {
        let whole = TestModel.quantizedInput.data
        for length in 0..<whole.count {
            try AtomicFile.write(whole.prefix(length), to: folder.file("cut.onnx"))
            // A cut may fall between two fields; then what is left is a smaller model.
            do throws(ModelFormatError) {
                _ = try OnnxGraph(path: folder.file("cut.onnx")).kind(ofOutput: "scores")
            } catch {
                #expect(error.diagnostics[0].code == "model.malformed")
            }
        }
    }

    @Test("Bytes that were changed anywhere never crash the reader")
    func mutated() throws {
        let whole = TestModel.quantizedInput.data
        for (place, value) in zip(whole.indices, (0..<whole.count).lazy.map { [UInt8(0x00), 0x7F, 0xFF][$0 % 3] }) {
            var data = whole
            data[place] = value
            try data.write(to: URL(fileURLWithPath: folder.file("changed.onnx")))
            guard let graph = try? OnnxGraph(path: folder.file("changed.onnx")) else { continue }
            _ = try? graph.quantization(ofInput: "x")
            _ = graph.kind(ofOutput: "scores")
        }
    }
}
