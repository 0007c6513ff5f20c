import Foundation
import GoldenSets
import InferenceCore
import TestSupport
import Testing

/// Right values by hand: int8 of scale 1/128 and zero point 0 is -1 to 0.9921875, and a value counts from 0.9921875 + 0.02 * 1.9921875 on.
@Suite("Values that a quantised input cannot represent", .hangLimit) struct InputSaturationTests {
    private func saturation(_ values: [Double], scale: Float = 1 / 128, zeroPoint: Int = 0, type: ElementType = .int8)
        throws
        -> InputSaturation
    {
        var saturation = try #require(
            InputSaturation(try TensorQuantization(scale: scale, zeroPoint: zeroPoint), type: type))
        for value in values { saturation.add(value) }
        return saturation
    }

    @Test("Pixels of 0 to 255 for -1 to 1 are lost, and told with the figures") func pixels() throws {
        let found = try saturation((0...255).map(Double.init))
        // 0 and 1 can be represented, or nearly.
        #expect(found.count == 256 && found.lost == 254 && found.isMaterial)
        #expect(
            found.words(input: "x", subject: "int8-full")
                == "99.22 % of the values of input 'x' lie outside what int8-full can represent (-1 to 0.992); they saturate"
        )
        #expect(found.range == "the values lie between 0 and 255")
    }

    /// The scale and the zero point of an input, and values for it.
    private static let within: [([Double], Float, Int)] = [
        ((0...255).map { (pixel: Int) -> Double in Double(pixel) / 255 }, 0.0078125, 0),
        ((0...255).map { (pixel: Int) -> Double in Double(pixel) / 127.5 - 1 }, 0.0078125, 0),
        ([1.0, 1.0, 1.0, 1.0], 0.0078125, 0), ([-1.5, 0.9, 2.59], 0.02, -2),
    ]

    @Test("What is within, or a step or two above, is not", arguments: within)
    func isWithin(values: [Double], scale: Float, zeroPoint: Int) throws {
        let found = try saturation(values, scale: scale, zeroPoint: zeroPoint)
        #expect(found.lost == 0 && !found.isMaterial)
    }

    @Test("Outliers of less than a hundredth are what a calibration cuts off") func outliers() throws {
        let calm = [Double](repeating: 0.5, count: 991)
        let few = try saturation(calm + [Double](repeating: 100, count: 9))
        let more = try saturation(calm.dropLast() + [Double](repeating: 100, count: 10))
        #expect(!few.isMaterial && more.isMaterial)
    }

    @Test("NaN and infinity are not counted; wide integers have no range worth a word") func others() throws {
        let found = try saturation([.nan, .infinity, -.infinity, 0])
        #expect(found.count == 1 && found.lost == 0)
        let scale = try TensorQuantization(scale: 1, zeroPoint: 0)
        #expect(InputSaturation(scale, type: .int32) == nil && InputSaturation(scale, type: nil) == nil)
        #expect(InputSaturation(scale, type: .float32) == nil && InputSaturation(scale, type: .int16) != nil)
    }

    @Test("Of several scales the widest counts") func channels() throws {
        var found = try #require(
            InputSaturation(try TensorQuantization(scales: [0.01, 1], zeroPoints: [0, 0], axis: 1), type: .int8))
        found.add(100)
        #expect(found.lost == 0 && found.low == -128 && found.high == 127)
    }

    @Test("Of a golden set, through what a variant does to its input") func goldenSet() throws {
        var keeping = try SmallGoldenSet()
        keeping["x.npy"] = NumpyFile.data(of: [0, 51, 102, 255, 1, 2, 3, 4] as [Float], shape: [4, 2], type: "<f4")
        keeping.lines["inputs"] = "inputs: { x: \(keeping.file("x.npy")) }"
        defer { withExtendedLifetime(keeping) {} }
        let set = try keeping.open()
        let own = try TensorQuantization(scale: 1.0 / 255, zeroPoint: -128)
        let plain = try #require(set.saturation(ofInput: "x", by: own, type: .int8))
        #expect(plain.count == 8 && plain.lost == 6)
        let scaled = set.saturation(
            ofInput: "x", by: own, type: .int8, preprocessing: TensorPreprocessing(scale: 1.0 / 255))
        #expect(scaled?.lost == 0)
        #expect(set.saturation(ofInput: "z", by: own, type: .int8) == nil)
    }

    @Test("Integers are what they stand for; of those that nobody explains nothing is said") func integers() throws {
        var keeping = try SmallGoldenSet()
        keeping["x.npy"] = NumpyFile.data(of: [0, 1, 2, 3, 4, 5, 6, 7] as [UInt8], shape: [4, 2], type: "|u1")
        keeping.lines["inputs"] = "inputs: { x: \(keeping.file("x.npy")) }"
        let own = try TensorQuantization(scale: 1.0 / 255, zeroPoint: -128)
        #expect(try keeping.open().saturation(ofInput: "x", by: own, type: .int8) == nil)
        let entries = keeping.file("x.npy").dropLast(2)
        keeping.lines["inputs"] = "inputs: { x: \(entries), quantization: { scale: 1, zero_point: 0 } } }"
        defer { withExtendedLifetime(keeping) {} }
        // 0 to 7 for an input of 0 to 1: 2 to 7 are lost.
        #expect(try keeping.open().saturation(ofInput: "x", by: own, type: .int8)?.lost == 6)
    }
}
