import Foundation
import GoldenSets
import InferenceCore
import Support
import TestSupport
import Testing

@Suite("Samples described by places in files", .hangLimit) struct SampleFilesTests {
    private let folder: TemporaryFolder
    private let path: String
    private let spec = TensorSpec(name: "x", elementType: .int16, shape: [.dynamic(name: "batch"), .fixed(2)])

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-samples-test")
        path = folder.file("x.raw")
        // A header of 4 bytes, then the numbers 0 to 7.
        let numbers = (0..<16).map { UInt8($0 % 2 == 0 ? $0 / 2 : 0) }
        try Data([9, 9, 9, 9] as [UInt8] + numbers).write(to: URL(fileURLWithPath: path))
    }

    private func input(offset: Int = 4, shape: [Int]? = [2], shapes: [[Int]]? = nil) -> SampleFiles.Input {
        SampleFiles.Input(path: path, offset: offset, elementType: .int16, shape: shape, shapes: shapes)
    }

    private func values(_ tensor: Tensor?) -> [Float]? { try? tensor?.floatValues() }

    @Test("They are read from their offset on, and travel as JSON") func reads() throws {
        let files = SampleFiles(count: 4, inputs: ["x": input()], sequenceStarts: [0, 3])
        let travelled = try JSONDecoder().decode(SampleFiles.self, from: JSONEncoder().encode(files))
        let feed = try SampleFeed.open(travelled)
        #expect(values(try feed.inputs(ofSample: 0, for: [spec])["x"]) == [0, 1])
        #expect(values(try feed.inputs(ofSample: 3, for: [spec])["x"]) == [6, 7])
        #expect((0..<4).map(feed.beginsSequence) == [true, false, false, true])
        #expect(feed.files == files)
    }

    @Test("Samples of different shapes, too") func shapes() throws {
        let feed = try SampleFeed.open(
            SampleFiles(count: 2, inputs: ["x": input(shape: nil, shapes: [[1, 2], [3, 2]])]))
        let spec = TensorSpec(name: "x", elementType: .int16, shape: [.dynamic(name: nil), .fixed(2)])
        #expect(values(try feed.inputs(ofSample: 1, for: [spec])["x"]) == [2, 3, 4, 5, 6, 7])
    }

    @Test("A place that is not in the file, or makes no sense, is refused before anything is read")
    func refusals() {
        let wrong = [
            input(offset: -2), input(offset: 3), input(offset: 1 << 40), input(offset: .max - 1), input(shape: [3]),
            input(shape: [0]), input(shape: [-1]), input(shape: [.max, .max]), input(shape: nil),
            input(shape: [1], shapes: [[1]]), input(shape: nil, shapes: [[1]]),
            input(shape: nil, shapes: [[1], [1, 1], [1], [1]]), input(shape: nil, shapes: [[4], [4], [4], [4]]),
        ]
        for place in wrong {
            #expect(throws: GoldenSetError.self) { try SampleFeed.open(SampleFiles(count: 4, inputs: ["x": place])) }
        }
        for starts in [[], [1], [0, 0], [0, 2, 1], [0, 4]] {
            #expect(throws: GoldenSetError.self) {
                try SampleFeed.open(SampleFiles(count: 4, inputs: ["x": input()], sequenceStarts: starts))
            }
        }
        #expect(throws: GoldenSetError.self) { try SampleFeed.open(SampleFiles(count: 0, inputs: ["x": input()])) }
    }
}
