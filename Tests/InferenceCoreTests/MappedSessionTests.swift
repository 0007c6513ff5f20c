import Diagnostics
import InferenceCore
import TestSupport
import Testing

@Suite("A session whose model calls its tensors otherwise", .hangLimit)
struct MappedSessionTests {
    /// A model that gives back what it is fed, as converters name and lay out tensors.
    private final class Echo: InferenceSession {
        let inputs = [
            TensorSpec(
                name: "serving_default_image:0", elementType: .int32,
                shape: [.fixed(1), .fixed(2), .fixed(3), .fixed(1)]),
            TensorSpec(name: "h", elementType: .float32, shape: [.fixed(2)]),
        ]
        let outputs = [
            TensorSpec(name: "Identity", elementType: .int32, shape: [.fixed(1), .fixed(2), .fixed(3), .fixed(1)]),
            TensorSpec(name: "h_next", elementType: .float32, shape: [.fixed(2)]),
        ]
        let metadata = ModelMetadata(producer: "echo")

        func bind(inputs tensors: [String: Tensor]) throws(InferenceError) -> any BoundInference {
            try inputs.requireMatch(tensors)
            return Bound(tensors: tensors)
        }
        func plannedArenaBytes() -> UInt64? { 7 }
        func finishProfile() -> [OperatorTiming] { [] }

        final class Bound: BoundInference {
            let tensors: [String: Tensor]
            init(tensors: [String: Tensor]) { self.tensors = tensors }
            func run() {}
            func outputs() -> [String: Tensor] {
                ["Identity": tensors["serving_default_image:0"]!, "h_next": tensors["h"]!]
            }
        }
    }

    private static let mapping = TensorMapping(
        inputs: [
            "image": TensorLink(
                name: "serving_default_image:0", transposition: [0, 2, 3, 1],
                cast: TensorLink.Cast(from: .int64, to: .int32))
        ],
        outputs: ["pixels": TensorLink(name: "Identity", transposition: [0, 3, 1, 2])])

    @Test("Specs, inputs and outputs have the golden set's names, order and type") func mapped() throws {
        let session = try MappedSession(Echo(), mapping: Self.mapping)
        #expect(
            session.inputs.map(\.description) == ["image: int64[1, 1, 2, 3]", "h: float32[2]"])
        #expect(session.outputs.map(\.description) == ["pixels: int32[1, 1, 2, 3]", "h_next: float32[2]"])
        let bound = try session.bind(inputs: [
            "image": Tensor(elementType: .int64, shape: [1, 1, 2, 3], copying: [1, 2, 3, 4, 5, 6] as [Int64]),
            "h": Tensor(elementType: .float32, shape: [2], copying: [1, 2] as [Float]),
        ])
        #expect(bound.timed is Echo.Bound)
        let outputs = try bound.outputs()
        #expect(Set(outputs.keys) == ["pixels", "h_next"])
        #expect(outputs["pixels"]?.shape == [1, 1, 2, 3])
        #expect(try outputs["pixels"]?.floatValues() == [1, 2, 3, 4, 5, 6])
    }

    @Test(
        "What does not fit the model is refused with its tensors named",
        arguments: [
            (TensorMapping(inputs: ["image": TensorLink(name: "picture")]), "no input 'picture'"),
            (TensorMapping(inputs: ["image": TensorLink(name: "h", transposition: [1, 0])]), "transpose [1, 0]"),
            (TensorMapping(outputs: ["h_next": TensorLink(name: "Identity")]), "beside the one"),
            (
                TensorMapping(inputs: ["a": TensorLink(name: "h"), "b": TensorLink(name: "h")]), "both 'a' and 'b'"
            ),
            (
                TensorMapping(inputs: [
                    "h": TensorLink(name: "h", cast: TensorLink.Cast(from: .int64, to: .int32))
                ]), "cast int32"
            ),
        ])
    func refused(mapping: TensorMapping, words: String) throws {
        let error = #expect(throws: InferenceError.self) { try MappedSession(Echo(), mapping: mapping) }
        #expect(error?.diagnostics.first?.message.contains(words) == true)
    }
}
