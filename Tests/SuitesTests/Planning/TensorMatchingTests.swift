import Diagnostics
import InferenceCore
import Suites
import TestSupport
import Testing

@Suite("Which tensor of a converted model is which", .hangLimit)
struct TensorMatchingTests {
    private static func spec(_ name: String, _ shape: [Int], _ type: ElementType = .float32) -> TensorSpec {
        TensorSpec(name: name, elementType: type, shape: shape.map(TensorSpec.Dimension.fixed))
    }

    private static func wanted(
        _ name: String, _ shape: [Int]? = nil, _ selector: TensorSelector = TensorSelector(), required: Bool = true
    ) -> TensorMatching.Wanted {
        TensorMatching.Wanted(
            name: name, selector: selector, description: shape.map { "float32\($0)" }, isRequired: required,
            fits: { candidate in shape.map { candidate.accepts(shape: $0) && candidate.elementType == .float32 } ?? true
            })
    }

    private func match(
        _ wanted: [TensorMatching.Wanted], _ specs: [TensorSpec], _ kind: TensorMatching.Kind = .input
    ) -> TensorMatching {
        TensorMatching(kind, wanted: wanted, among: specs, variant: "m/lite")
    }

    @Test("By the suite's word, by name, by a name with what converters add") func byName() {
        let found = match(
            [
                Self.wanted("a", [2], TensorSelector(name: "z")), Self.wanted("b", [2]), Self.wanted("c", [2]),
            ],
            [Self.spec("serving_default_c:0", [2]), Self.spec("b", [2]), Self.spec("z", [2])])
        #expect(found.findings.isEmpty)
        #expect(found.links.mapValues(\.name) == ["a": "z", "b": "b", "c": "serving_default_c:0"])
        #expect(found.grounds == ["a": .suite, "b": .name, "c": .name])
    }

    @Test("What is left alone, and what alone fits in type and shape") func byShape() {
        let single = match([Self.wanted("logits")], [Self.spec("StatefulPartitionedCall:0", [1, 10])], .output)
        #expect(single.links["logits"]?.name == "StatefulPartitionedCall:0" && single.grounds["logits"] == .only)
        let several = match(
            [Self.wanted("h", [1, 128]), Self.wanted("x", [1, 576]), Self.wanted("extra", [9], required: false)],
            [Self.spec("Identity", [1, 576]), Self.spec("Identity_1", [1, 128])])
        #expect(several.findings.isEmpty)
        #expect(several.links.mapValues(\.name) == ["h": "Identity_1", "x": "Identity"])
        #expect(several.grounds["h"] == .shape)
    }

    @Test("Of two that could be cast to each other, each is the one of its own type") func byType() {
        func indices(_ name: String, _ type: ElementType) -> TensorMatching.Wanted {
            TensorMatching.Wanted(name: name, units: TensorUnits(type), fits: { $0.accepts(shape: [4]) })
        }
        let found = match(
            [indices("tokens", .int64), indices("lengths", .int32)],
            [Self.spec("Identity", [4], .int32), Self.spec("Identity_1", [4], .int64)])
        #expect(found.findings.isEmpty)
        #expect(found.links.mapValues(\.name) == ["tokens": "Identity_1", "lengths": "Identity"])
        #expect(found.links.values.allSatisfy { $0.cast == nil })
    }

    @Test("Two that could be either are not guessed at; the candidates are listed") func ambiguous() throws {
        let found = match(
            [Self.wanted("hn", [1, 128]), Self.wanted("cn", [1, 128])],
            [Self.spec("Identity_1", [1, 128]), Self.spec("Identity_2", [1, 128])], .output)
        #expect(found.links.isEmpty && found.findings.count == 2)
        let finding = try #require(found.findings.first)
        #expect(
            finding.message == "the model of m/lite has several that could be output 'hn' (float32[1, 128]): "
                + "Identity_1: float32[1, 128]; Identity_2: float32[1, 128]")
        #expect(finding.hint == "say which it is under the variant: outputs: { hn: NAME }")
        // One that is told settles the other.
        let told = match(
            [Self.wanted("hn", [1, 128], TensorSelector(name: "Identity_2")), Self.wanted("cn", [1, 128])],
            [Self.spec("Identity_1", [1, 128]), Self.spec("Identity_2", [1, 128])], .output)
        #expect(told.links.mapValues(\.name) == ["hn": "Identity_2", "cn": "Identity_1"])
    }

    @Test("An image whose channels come last is not fed as it is; the hint says how to turn it") func layout() throws {
        let found = match([Self.wanted("image", [1, 3, 8, 8])], [Self.spec("image", [1, 8, 8, 3])])
        let finding = try #require(found.findings.first)
        #expect(finding.message.contains("no input of the model of m/lite fits 'image'"))
        #expect(
            finding.hint == "if its axes are in another order, write inputs: { image: { transpose: [0, 2, 3, 1] } }")
        let turned = match(
            [Self.wanted("image", [1, 3, 8, 8], TensorSelector(transposition: [0, 2, 3, 1]))],
            [Self.spec("image", [1, 8, 8, 3])])
        #expect(turned.findings.isEmpty)
        #expect(turned.links["image"] == TensorLink(name: "image", transposition: [0, 2, 3, 1]))
    }

    @Test("A name that the model lacks, and a tensor that nothing is left for") func missing() {
        let unknown = match([Self.wanted("x", [2], TensorSelector(name: "imagee"))], [Self.spec("image", [2])])
        #expect(unknown.findings.first?.message == "the model of m/lite has no input 'imagee'")
        #expect(unknown.findings.first?.hint == "did you mean 'image'? known: image")
        let none = match([Self.wanted("x"), Self.wanted("y")], [Self.spec("x", [2])])
        #expect(none.findings.map(\.message) == ["the model of m/lite has no input left that could be 'y'"])
    }
}
