import Explanation
import Foundation
import ModelFormats
import Support
import TestSupport
import Testing

@Suite("Layers of two models", .hangLimit)
struct ModelCorrespondenceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(prefix: "pawl-correspondence") }

    private func correspondence(
        _ reference: TestModel, _ candidate: TestModel
    ) throws -> ModelCorrespondence {
        try AtomicFile.write(reference.data, to: folder.file("reference.onnx"))
        try AtomicFile.write(candidate.data, to: folder.file("candidate.onnx"))
        return try ModelCorrespondence(
            reference: folder.file("reference.onnx"), candidate: folder.file("candidate.onnx"))
    }

    private func types(_ model: OnnxDraft) throws -> [String] {
        // Once written and read, as a runtime gets it.
        try model.write(to: folder.file("written.onnx"))
        return try OnnxDraft(path: folder.file("written.onnx")).nodes.map(\.type)
    }

    @Test(
        "are matched through every form of quantisation",
        arguments: [LayeredModel.Form.pairs, .operators, .dynamic, .half])
    func forms(_ form: LayeredModel.Form) throws {
        let layered = LayeredModel(layers: 3)
        let found = try correspondence(layered.model(.float), layered.model(form))
        #expect(Array(found.layers.map(\.name).prefix(3)) == ["layer0", "layer1", "layer2"])
        #expect(found.layers.prefix(3).allSatisfy { $0.weightBytes == 64 && $0.operatorType == "MatMul" })
        #expect(found.layers[1].inputs == ["h0"] && found.layers[1].outputs == ["h1"])
        #expect(found.values == ["h0", "h1", "h2", "scores"])
        switch form {
        case .pairs: #expect(found.counterparts["h0"] == Counterpart(name: "h0", form: .same, dequantised: "h0_dq"))
        case .operators:
            #expect(
                found.counterparts["h0"]
                    == Counterpart(name: "h0_quantized", form: .quantised(scale: "scale", zeroPoint: "zero")))
        case .dynamic: #expect(found.counterparts["h0"] == Counterpart(name: "h0", form: .same))
        default: #expect(found.counterparts["h0"] == Counterpart(name: "h0", form: .cast(10)))
        }
    }

    @Test("that compute alike are no suspects")
    func alike() throws {
        let model = LayeredModel(layers: 3).model(.float)
        #expect(try correspondence(model, model).layers.isEmpty)
        var other = model
        other.constants[1] = .init(name: "w1", shape: [4, 4], values: Array(repeating: 1, count: 16))
        #expect(try correspondence(model, other).layers.map(\.name) == ["layer1"])
    }

    @Test(
        "in float leave nothing quantised of theirs",
        arguments: [LayeredModel.Form.pairs, .operators, .dynamic, .half])
    func inFloat(_ form: LayeredModel.Form) throws {
        let layered = LayeredModel(layers: 2)
        let found = try correspondence(layered.model(.float), layered.model(form))
        let all = try types(try found.candidate(inFloat: Set(found.layers.indices)))
        #expect(all.filter { $0 == "MatMul" }.count == 2)
        #expect(!all.contains { $0.contains("Integer") || $0.contains("QLinear") }, "\(all)")
        let one = try types(try found.candidate(inFloat: [0]))
        let quantised: String =
            switch form {
            case .operators: "QLinearMatMul"
            case .dynamic: "MatMulInteger"
            default: "MatMul"
            }
        #expect(one.filter { $0 == quantised }.count == (form == .pairs || form == .half ? 2 : 1), "\(one)")
        #expect(try types(try found.candidate(inFloat: [])) == types(found.candidate))
    }

    @Test("with inputs still quantised keep what quantises them")
    func mixed() throws {
        let layered = LayeredModel(layers: 2)
        let pairs = try correspondence(layered.model(.float), layered.model(.pairs))
        #expect(pairs.quantisesInputs(of: 1))
        let draft = try pairs.candidate(inFloat: [1], quantisedInputs: [1])
        let layer = try #require(draft.nodes.first { $0.outputs == ["h1"] })
        #expect(layer.inputs.first == "h0_dq" && layer.inputs.last?.hasSuffix("/w1") == true)
        let dynamic = try correspondence(layered.model(.float), layered.model(.dynamic))
        let types = try types(try dynamic.candidate(inFloat: [1], quantisedInputs: [1]))
        #expect(types.contains("DynamicQuantizeLinear") && types.contains("DequantizeLinear"))
    }

    @Test("show the candidate's layers on the reference's values")
    func local() throws {
        let layered = LayeredModel(layers: 3)
        for form in [LayeredModel.Form.pairs, .operators, .dynamic, .half] {
            let found = try correspondence(layered.model(.float), layered.model(form))
            let (showing, candidates) = try found.reference(showing: ["h0", "h1"], withCandidates: true)
            #expect(showing.names == ["h0": "h0", "h1": "h1"] && Set(candidates.keys) == ["h0", "h1"])
            let outputs = Set(showing.model.outputs.map(\.name))
            #expect(outputs.isSuperset(of: candidates.values) && outputs.contains("h1") && outputs.contains("scores"))
            // A layer on its own reads what the reference gives, not what the layer before it gives.
            #expect(try !types(showing.model).isEmpty)
            let own = found.candidate(showing: ["h0"])
            #expect(own.names["h0"] == (form == .pairs ? "h0_dq" : own.names["h0"]))
        }
    }

    @Test("of models with other operator sets cannot be mixed, and that is said")
    func versions() throws {
        let layered = LayeredModel(layers: 2)
        var newer = layered.model(.dynamic)
        newer.operatorSets = ["": 18]
        let found = try correspondence(layered.model(.float), newer)
        #expect(throws: OnnxGraftError.versions(domain: "", here: 18, there: 17)) {
            try found.candidate(inFloat: [0])
        }
    }
}
