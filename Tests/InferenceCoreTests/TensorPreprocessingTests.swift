import InferenceCore
import Testing

/// What is done to an input's values before a model gets them; right values by numpy.
@Suite(.timeLimit(.minutes(30))) struct TensorPreprocessingTests {
    private func values(_ tensor: Tensor) throws -> [Float] { try tensor.floatValues() }

    @Test func pixelsAreScaledInSinglePrecision() throws {
        let pixels = Tensor(elementType: .uint8, shape: [1, 4], copying: [0, 51, 128, 255] as [UInt8])
        let link = TensorLink(name: "x", preprocessing: TensorPreprocessing(scale: 1 / 255))
        let scaled = try link.convert(pixels)
        // numpy.float32([0, 51, 128, 255]) * numpy.float32(1 / 255)
        #expect(scaled.elementType == .float32)
        for (value, right) in zip(try values(scaled), [0, 0.2, 0.501_960_8, 1] as [Float]) {
            #expect(abs(value - right) < 1e-6)
        }
        let centred = try TensorPreprocessing(scale: 1 / 127.5, offset: -1).apply(to: pixels)
        // * numpy.float32(1 / 127.5) + numpy.float32(-1)
        for (value, right) in zip(try values(centred), [-1, -0.6, 0.003_921_628, 1] as [Float]) {
            #expect(abs(value - right) < 1e-6)
        }
    }

    @Test(
        "channels are turned on the last axis of three, else the first",
        arguments: [
            ([1, 2, 2, 3], [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9]),
            ([1, 3, 2, 2], [8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3]),
        ] as [([Int], [Int32])])
    func channels(shape: [Int], right: [Int32]) throws {
        // numpy.arange(12).reshape(shape)[..., ::-1] and [:, ::-1]
        let tensor = Tensor(elementType: .int32, shape: shape, copying: (0..<12).map(Int32.init))
        let turned = try TensorPreprocessing(reversesChannels: true).apply(to: tensor)
        #expect(turned.elementType == .int32)
        #expect(try values(turned) == right.map(Float.init))
    }

    @Test func channelsThatAreNotThereAreRefused() {
        let tensor = Tensor(elementType: .float32, shape: [1, 4], copying: [0, 1, 2, 3] as [Float])
        #expect(throws: InferenceError.self) { try TensorPreprocessing(reversesChannels: true).apply(to: tensor) }
    }

    @Test func itComesBeforeTheTranspositionAndIsSaid() throws {
        let tensor = Tensor(elementType: .float32, shape: [1, 2], copying: [1, 2] as [Float])
        let link = TensorLink(
            name: "x", transposition: [1, 0], preprocessing: TensorPreprocessing(scale: 2, offset: -1))
        let converted = try link.convert(tensor)
        #expect(converted.shape == [2, 1])
        #expect(try values(converted) == [1, 3])
        #expect("\(link)" == "x, x * 2.0 - 1.0, transpose [1, 0]")
        #expect(!link.isPlain(for: "x"))
    }
}
