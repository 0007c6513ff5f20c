import Foundation
import GoldenSets
import InferenceCore
import Support
import TestSupport
import Testing
import Worker

@testable import Harness

@Suite("Samples for workers that do not convert tensors", .hangLimit)
struct SampleConverterTests {
    private let folder: TemporaryFolder
    private let files: SampleFiles

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-converter-test")
        // 0.85 at the label's place, 0.05 elsewhere.
        let set = try GoldenSetFixture(in: folder.file("golden"), count: 3)
        files = try GoldenSet.open(folder: set.folder, verifyingDigests: true).feed.files
    }

    private func codes(_ input: SampleFiles.Input) throws -> [Int8] {
        try Data(contentsOf: URL(fileURLWithPath: input.path)).map { Int8(bitPattern: $0) }
    }

    @Test("They lie in a file of the model's own type and name, once for each way of converting")
    func quantised() throws {
        let converter = SampleConverter(interruption: Interruption())
        let cast = TensorLink.Cast(
            from: .float32, to: .int8, toQuantization: try TensorQuantization(scale: 0.05, zeroPoint: -3))
        let mapping = TensorMapping(inputs: ["x": TensorLink(name: "serving_x:0", cast: cast)])
        let converted = try converter.samples(of: files, through: mapping)
        let input = try #require(converted.inputs["serving_x:0"])
        #expect(converted.inputs.count == 1 && converted.count == 3)
        #expect(input.elementType == .int8 && input.shape == [4] && input.offset == 0)
        // 0.85 / 0.05 = 17, 0.05 / 0.05 = 1.
        #expect(try codes(input) == [14, -2, -2, -2, -2, 14, -2, -2, -2, -2, 14, -2])
        #expect(converter.digest(ofFile: input.path) == (try SHA256.hexadecimal(ofFile: input.path)))
        #expect(try converter.samples(of: files, through: mapping) == converted)
        // The feed that a worker opens of it is sound.
        #expect(try SampleFeed.open(converted).sampleCount == 3)
    }

    @Test("What only has another name stays where it is") func renamed() throws {
        let converter = SampleConverter(interruption: Interruption())
        let converted = try converter.samples(
            of: files, through: TensorMapping(inputs: ["x": TensorLink(name: "other")]))
        #expect(converted.inputs["other"] == files.inputs["x"])
        #expect(converter.digest(ofFile: try #require(files.inputs["x"]).path) == nil)
    }

    @Test("A sample that cannot be converted is named") func refused() throws {
        let cast = TensorLink.Cast(from: .float32, to: .int32)
        let failure = #expect(throws: WorkerFailure.self) {
            try SampleConverter(interruption: Interruption()).samples(
                of: files, through: TensorMapping(inputs: ["x": TensorLink(name: "x", cast: cast)]))
        }
        #expect(failure?.message.hasPrefix("input 'x' of sample 0 (from 0): 0.8") == true)
    }

    @Test("A worker maps itself what it says that it can") func capabilities() throws {
        let quantised = TensorMapping(outputs: [
            "y": TensorLink(
                name: "y",
                cast: .init(from: .int8, to: .float32, fromQuantization: try TensorQuantization(scale: 1, zeroPoint: 0))
            )
        ])
        let indices = TensorMapping(inputs: ["x": TensorLink(name: "x", cast: .init(from: .int64, to: .int32))])
        func greeting(_ capabilities: WorkerCapability...) -> HelloCall.Reply {
            var greeting = HelloCall.Reply.nothing
            greeting.capabilities = capabilities.map(\.rawValue)
            return greeting
        }
        #expect(greeting(.mapping, .conversion).maps(quantised) && greeting(.mapping).maps(indices))
        #expect(!greeting(.mapping).maps(quantised) && !greeting(.conversion).maps(quantised))
        #expect(!greeting().maps(TensorMapping()))
    }
}
