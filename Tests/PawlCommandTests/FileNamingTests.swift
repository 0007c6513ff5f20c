import InferenceCore
import ModelFormats
import Support
import TestSupport
import Testing

@testable import PawlCommand

@Suite("What files of models are taken for", .hangLimit)
struct FileNamingTests {
    private func names(_ files: String..., types: [String?] = []) -> [String] {
        let names = VariantNames(files: files.map { "/x/" + $0 }, types: types)
        return [names.model] + names.variants
    }

    @Test("Names share whole words, in front or at the end")
    func stems() {
        #expect(
            names("a.tflite", "a-int8-dynamic.tflite", types: ["float32", "int8"]) == ["a", "fp32", "int8-dynamic"])
        #expect(names("a.tflite", "a-fp32.tflite", types: ["float32", "float32"]) == ["a", "original", "fp32"])
        #expect(names("net_1.0_224.tflite", "net_1.0_224_quant.tflite") == ["net_1.0_224", "original", "quant"])
        #expect(names("fp32-net.onnx", "int8-net.onnx") == ["net", "fp32", "int8"])
        #expect(names("small.onnx", "smaller.onnx") == ["x", "small", "smaller"])
        #expect(names("net.onnx", "net.tflite", types: ["float32", "float32"]) == ["net", "fp32-onnx", "fp32-tflite"])
        #expect(names("net.onnx", "net.tflite") == ["net", "onnx", "tflite"])
        #expect(names("one.onnx") == ["one", "original"])
    }

    private func weights(_ types: String...) throws -> [WeightTypes?] {
        let folder = try TemporaryFolder(prefix: "pawl-naming-test")
        return try types.map { type in
            let model: TestModel =
                switch type {
                case "float32": .floatClassifier
                case "int8": .quantizedWeights
                default: TestModel(inputs: [], outputs: [], nodes: [])
                }
            try AtomicFile.write(model.data, to: folder.file("m.onnx"))
            return WeightTypes(ofModel: folder.file("m.onnx"))
        }
    }

    @Test("Types of weights decide first, then names, then sizes")
    func reference() throws {
        let float = try weights("int8", "float32")
        let typed = ["float", "b"]
        let byTypes = ReferenceChoice(names: typed, stated: typed, weights: float, bytes: [900, 100])
        #expect(byTypes.index == 1 && byTypes.reason == "its weights are float32, those of float int8")
        let same = try weights("float32", "float32", "int8")
        let three = ["pruned", "FP32", "int8"]
        let byName = ReferenceChoice(names: three, stated: three, weights: same, bytes: [900, 100, 1000])
        #expect(byName.index == 1 && byName.reason.hasPrefix("by its name"))
        let unnamed = try weights("unknown", "unknown")
        let reduced = ["int8-dynamic", "mine"]
        let byReduction = ReferenceChoice(names: reduced, stated: reduced, weights: unnamed, bytes: [1000, 614])
        #expect(byReduction.index == 1)
        let two = ["x", "y"]
        let bySize = ReferenceChoice(names: two, stated: two, weights: unnamed, bytes: [1, 2])
        #expect(bySize.index == 1 && bySize.reason.hasPrefix("the largest"))
        // Of equals, the first.
        #expect(ReferenceChoice(names: two, stated: two, weights: unnamed, bytes: [2, 2]).index == 0)
        #expect(ReferenceChoice(names: ["x"], stated: [""], weights: [nil], bytes: [2]).index == 0)
    }

    @Test("A name that init gives is no evidence, and what is called derived is no reference beside its original")
    func derived() throws {
        // Nothing was quantised: the weights of both are of one type.
        let same = try weights("float32", "float32", "float32")
        let files = ["/x/hand.tflite", "/x/hand-dyn.tflite"]
        let names = VariantNames(files: files, types: ["float16", "float16"])
        #expect(names.variants == ["fp16", "dyn"] && names.stated == ["", "dyn"])
        let choice = ReferenceChoice(
            names: names.variants, stated: names.stated, weights: Array(same.prefix(2)), bytes: [100, 900])
        #expect(choice.index == 0)
        let words = "the files of the others are named after what was done to them (dyn)"
        #expect(choice.reason == words + "; the weights of all are float32")
        // A third whose name says nothing of it: the derived one is none of those that may be the reference.
        let more = ["", "dyn", "v2"]
        #expect(ReferenceChoice(names: more, stated: more, weights: same, bytes: [100, 900, 200]).index == 2)
        let both = ["dyn", "int8"]
        let derived = ReferenceChoice(names: both, stated: both, weights: Array(same.prefix(2)), bytes: [1, 2])
        #expect(derived.index == 1)
        #expect(derived.reason.hasPrefix("the largest file; all are named after what was done to them; the weights"))
        let float = ["float16", "original"]
        #expect(ReferenceChoice(names: float, stated: float, weights: [nil, nil], bytes: [1, 1]).index == 1)
    }

    @Test("The runtime follows from the format, and what a file holds outranks its name")
    func formats() throws {
        #expect(RuntimeFormats.openers(of: "/none/m.tflite")?.first == "litert")
        #expect(RuntimeFormats.openers(of: "/none/M.XML") == ["openvino"])
        #expect(RuntimeFormats.openers(of: "/none/m.onnx")?.first == "onnxruntime")
        #expect(RuntimeFormats.openers(of: "/none/m.pte") == ["executorch"])
        #expect(RuntimeFormats.openers(of: "/none/m.csv") == nil)
        let folder = try TemporaryFolder(prefix: "pawl-naming-test")
        let model = TFLiteModel(inputs: [], outputs: [], nodes: [])
        try AtomicFile.write(model.data, to: folder.file("m.bin"))
        #expect(RuntimeFormats.openers(of: folder.file("m.bin"))?.first == "litert")
    }
}
