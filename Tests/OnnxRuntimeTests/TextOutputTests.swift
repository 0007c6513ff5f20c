import InferenceCore
import TestSupport
import Testing

@Suite("Outputs of texts", .hangLimit) struct TextOutputTests {
    @Test("are read beside tensors, run after run", arguments: RuntimeUnderTest.all)
    func read(runtime: RuntimeUnderTest) throws {
        let session = try runtime.session(.scikit(.texts(["cat", "", "日本"]), hasMaps: false))
        #expect(session.textOutputs.map(\.name) == ["output_label"])
        #expect(session.outputs.map(\.name) == ["scores"])
        #expect(session.unreadableOutputs.isEmpty)
        let inference = try session.bind(
            inputs: ["x": .floats([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], [3, 4])])
        for _ in 0..<3 {
            try inference.run()
            let texts = try #require(try inference.texts(ofOutput: "output_label"))
            #expect(texts == TextTensor(shape: [3], texts: ["cat", "", "日本"]))
            #expect(try inference.outputs()["scores"]?.shape == [3, 3])
        }
        #expect(try inference.texts(ofOutput: "scores") == nil)
    }

    @Test("are there beside maps, which nobody reads", arguments: RuntimeUnderTest.all)
    func besideMaps(runtime: RuntimeUnderTest) throws {
        let session = try runtime.session(.scikit(.texts(["a", "b", "c"])))
        #expect(session.unreadableOutputs.map(\.name) == ["output_probability"])
        #expect(session.outputs.isEmpty)
        let inference = try session.bind(inputs: ["x": .floats([0, 1, 0, 0], [1, 4])])
        try inference.run()
        #expect(try inference.texts(ofOutput: "output_label")?.texts == ["b"])
        #expect(try inference.outputs().isEmpty)
    }

    @Test("take the golden set's name, and are neither cast nor turned", arguments: RuntimeUnderTest.all)
    func mapped(runtime: RuntimeUnderTest) throws {
        let session = try runtime.session(.scikit(.texts(["a", "b", "c"])))
        let mapped = try MappedSession(
            session, mapping: TensorMapping(inputs: [:], outputs: ["class": TensorLink(name: "output_label")]))
        #expect(mapped.textOutputs.map(\.name) == ["class"])
        let inference = try mapped.bind(inputs: ["x": .floats([0, 1, 0, 0], [1, 4])])
        try inference.run()
        #expect(try inference.texts(ofOutput: "class")?.texts == ["b"])
        #expect(throws: InferenceError.self) {
            try MappedSession(
                session,
                mapping: TensorMapping(
                    inputs: [:], outputs: ["class": TensorLink(name: "output_label", transposition: [0])]))
        }
    }
}
