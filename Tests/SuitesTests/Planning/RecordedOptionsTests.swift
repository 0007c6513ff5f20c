import InferenceCore
import Suites
import TestSupport
import Testing

@Suite("Recorded options", .hangLimit) struct RecordedOptionsTests {
    @Test("say of LiteRT what it takes, and nothing else")
    func liteRT() {
        let options = SessionOptions(threads: 2, usesXNNPACK: false)
        #expect(options.recorded(for: "litert") == ["threads": "2", "xnnpack": "false"])
        #expect(options.recorded(for: "onnxruntime")["xnnpack"] == nil)
    }
}
