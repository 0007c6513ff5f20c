import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import InferenceCore

@Suite("The null runtime", .hangLimit)
struct NullRuntimeTests {
    static let text = """
        null-model 1
        # what magika looks like
        input   bytes   int32    batch 2048
        output  scores  float32  batch 4     # one per label
        output  length  int64
        """

    @Test("takes the inputs and gives the outputs that its model file names")
    func runs() throws {
        let session = try open(Self.text)
        #expect(session.inputs.map(\.description) == ["bytes: int32[batch, 2048]"])
        #expect(session.outputs.map(\.description) == ["scores: float32[batch, 4]", "length: int64[]"])
        let bytes = Tensor(elementType: .int32, shape: [2, 2048], copying: [Int32](repeating: 7, count: 4096))
        let inference = try session.bind(inputs: ["bytes": bytes])
        try inference.run()
        let outputs = try inference.outputs()
        #expect(outputs["scores"]?.shape == [2, 4])
        #expect(try outputs["scores"]?.floatValues() == [Float](repeating: 0, count: 8))
        #expect(outputs["length"]?.shape == [])
        #expect(session.plannedArenaBytes() == nil)
        #expect(try session.finishProfile().isEmpty)
    }

    @Test("reads a file with Windows line ends")
    func readsWindowsLines() throws {
        #expect(try NullModel(text: Self.text.replacing("\n", with: "\r\n")) == NullModel(text: Self.text))
    }

    @Test(
        "refuses a file that is no null model, naming the line",
        arguments: [
            ("", "begins with"), ("\u{8}\u{0}", "begins with"), ("null-model 2", "line 1"),
            ("null-model 1", "at least one input"), ("null-model 1\noutput y int32", "at least one input"),
            ("null-model 1\ninput x", "line 2"), ("null-model 1\ninput x int33", "unknown element type 'int33'"),
            ("null-model 1\ninput x int32 0", "'0' is no dimension"),
            ("null-model 1\ninput x int32 -1", "'-1' is no dimension"),
            ("null-model 1\ninput x int32 9999999999999999999999", "is no dimension"),
            ("null-model 1\ninput x int32\ninput x int32", "line 3: 'x' is there twice"),
            ("null-model 1\ninput x int32\noutput y int32 n", "dimension 'n' of 'y' is in no input"),
            ("null-model 1\ninput x int32 1 1 1 1 1 1 1 1 1", "at most 8"),
        ])
    func refuses(text: String, words: String) throws {
        let error = #expect(throws: InferenceError.self) { try open(text) }
        guard case .invalidModel(_, let reason) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        // An empty file cannot even be read as one.
        #expect(reason.contains(words) || text.isEmpty)
    }

    @Test("refuses a missing file, a huge one and a provider that it does not have")
    func refusesTheRest() throws {
        #expect(throws: InferenceError.self) {
            try NullRuntime().openSession(modelAt: "/nowhere", options: SessionOptions())
        }
        #expect(throws: InferenceError.self) { try open(Self.text + String(repeating: "#", count: 70_000)) }
        let error = #expect(throws: InferenceError.self) { try open(Self.text, SessionOptions(provider: "cuda")) }
        guard case .unsupportedOption("provider", "cuda", _, _) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
    }

    @Test("refuses outputs that would not fit into memory")
    func refusesHugeOutputs() throws {
        let session = try open(
            "null-model 1\ninput x int8 n\noutput y int8 1073741824 1073741824 1073741824 1073741824")
        let input = ["x": Tensor(elementType: .int8, shape: [1], copying: [Int8(1)])]
        #expect(throws: InferenceError.self) { try session.bind(inputs: input) }
    }

    private func open(
        _ text: String, _ options: SessionOptions = SessionOptions()
    ) throws -> any InferenceSession {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try NullRuntime().openSession(modelAt: path, options: options)
    }
}
