import Foundation
import GoldenSets
import InferenceCore
import TestSupport
import Testing

/// Samples that differ in shape, and inputs that come from the sample before.
@Suite(.hangLimit) struct SampleShapeTests {
    private func ragged(_ values: [Float], _ shapes: [Int64], rank: Int) throws -> SmallGoldenSet {
        var small = try SmallGoldenSet()
        small["x.npy"] = NumpyFile.data(of: values, shape: [values.count], type: "<f4")
        small["s.npy"] = NumpyFile.data(of: shapes, shape: [shapes.count / rank, rank], type: "<i8")
        let entry = small.file("x.npy").dropLast(2) + ", shapes: \(small.file("s.npy")) }"
        small.lines = ["inputs": "inputs: { x: \(entry) }"]
        return small
    }

    private func values(_ tensor: Tensor) -> [Float] {
        withExtendedLifetime(tensor) { Array(tensor.bytes.bindMemory(to: Float.self)) }
    }

    @Test("Samples of different shapes stand one after another") func stretches() throws {
        let set = try ragged([1, 2, 3, 4, 5, 6, 7], [1, 2, 1, 1, 3, 1, 1, 1], rank: 2).open()
        let spec = TensorSpec(
            name: "x", elementType: .float32, shape: [.fixed(1), .dynamic(name: "t"), .dynamic(name: "c")])
        let tensors = try (0..<4).map { try #require(try set.feed.inputs(ofSample: $0, for: [spec])["x"]) }
        #expect(tensors.map(\.shape) == [[1, 1, 2], [1, 1, 1], [1, 3, 1], [1, 1, 1]])
        #expect(tensors.map(values) == [[1, 2], [3], [4, 5, 6], [7]])
        #expect(GoldenSetDescription(set).rows.contains { $0.value == "x: float32[4, 1...3, 1...2], 28 bytes" })
    }

    @Test(
        "Shapes that do not fill the file are refused",
        arguments: [
            [1, 1, 1, 1, 1, 1, 1, 1], [9, 9, 1, 1, 1, 1, 1, 1], [0, 1, 1, 1, 1, 1, 1, 1], [-1, -2, 1, 1, 3, 1, 1, 1],
            [.max, .max, 1, 1, 1, 1, 1, 1],
        ] as [[Int64]])
    func wrongShapes(shapes: [Int64]) throws {
        #expect(try ragged([1, 2, 3, 4, 5, 6, 7], shapes, rank: 2).findings() == ["11 golden.array"])
    }

    @Test("Another number of shapes than samples is refused") func wrongCount() throws {
        #expect(try ragged([1, 2, 3], [1, 1, 1], rank: 1).findings() == ["11 golden.sample-count"])
    }

    @Test("State begins with zeros and goes on with what the model said, copied") func state() throws {
        var small = try SmallGoldenSet()
        small["q.npy"] = NumpyFile.data(of: [0, 0, 1, 1] as [Int32], shape: [4], type: "<i4")
        small.lines = ["sequences": "sequences: \(small.file("q.npy"))", "state": "state: { h: hn }"]
        let set = try small.open()
        #expect(set.feed.carriesState)
        let specs = [
            TensorSpec(name: "x", elementType: .float32, shape: [.fixed(1), .fixed(2)]),
            TensorSpec(name: "h", elementType: .float32, shape: [.dynamic(name: "batch"), .fixed(3)]),
        ]
        let first = try #require(try set.feed.inputs(ofSample: 0, for: specs)["h"])
        #expect(first.shape == [1, 3] && values(first) == [0, 0, 0])
        let storage = TensorStorage(byteCount: 12)
        let buffer = storage.bytes.bindMemory(to: Float.self)
        _ = buffer.update(fromContentsOf: [1, 2, 3])
        let said = Tensor(
            elementType: .float32, shape: [1, 3], bytes: UnsafeRawBufferPointer(storage.bytes), owner: storage)
        let state = try set.feed.state(from: ["hn": said, "y": said])
        // The next inference overwrites the outputs.
        buffer[0] = 9
        let second = try #require(try set.feed.inputs(ofSample: 1, for: specs, carried: state)["h"])
        #expect(values(second) == [1, 2, 3])
        #expect(throws: GoldenSetError.self) { try set.feed.state(from: ["y": said]) }
        #expect(throws: GoldenSetError.self) { try set.feed.inputs(ofSample: 0, for: [specs[0]]) }
    }
}
