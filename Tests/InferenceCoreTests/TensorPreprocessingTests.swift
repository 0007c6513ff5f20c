import InferenceCore
import TestSupport
import Testing

/// What is done to an input's values before a model gets them; right values by numpy.
@Suite(.hangLimit) struct TensorPreprocessingTests {
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

    @Test(
        "values of an image that stand in another order than its shape says",
        arguments: [
            // numpy.arange(12).reshape(2, 2, 3).transpose(2, 0, 1) and .reshape(3, 2, 2).transpose(1, 2, 0), with a batch and without.
            ([1, 3, 2, 2], .channelsLast, [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]),
            ([3, 2, 2], .channelsLast, [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]),
            ([1, 2, 2, 3], .channelsFirst, [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]),
            // They are as the shape says.
            ([2, 2, 3], .channelsLast, Array(0..<12)), ([1, 3, 2, 2], .channelsFirst, Array(0..<12)),
        ] as [([Int], TensorPreprocessing.Layout, [Int32])])
    func layouts(shape: [Int], layout: TensorPreprocessing.Layout, right: [Int32]) throws {
        let tensor = Tensor(elementType: .int32, shape: shape, copying: (0..<12).map(Int32.init))
        let read = try TensorPreprocessing(layout: layout).apply(to: tensor)
        #expect(read.shape == shape && read.elementType == .int32)
        #expect(try values(read) == right.map(Float.init))
        #expect("\(TensorPreprocessing(layout: .channelsLast))" == "values read as channels last")
    }

    @Test func whatIsNoImageHasNoLayout() {
        for shape in [[12], [2, 6], [2, 3, 1, 2], [2, 6, 1, 1]] {
            let tensor = Tensor(elementType: .float32, shape: shape, copying: [Float](repeating: 0, count: 12))
            #expect(throws: InferenceError.self) { try TensorPreprocessing(layout: .channelsLast).apply(to: tensor) }
        }
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
