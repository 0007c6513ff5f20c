import Diagnostics
import Foundation
import InferenceCore
import TestSupport
import Testing

/// Right values: `QuantizeLinear` and `DequantizeLinear` of ONNX Runtime 1.31.1, and numpy 2.4.6's `rint`.
@Suite("Real numbers as integers of a scale and a zero point", .hangLimit)
struct TensorQuantizationTests {
    private static let values: [Float] = [-1.5, -0.5, 0.5, 1.5, 2.5, 0.0123, 100, -100, 3]

    @Test(
        "Rounded to nearest, ties to even, saturating",
        arguments: [
            (ElementType.int8, 0.5, -3, [-6, -4, -2, 0, 2, -3, 127, -128, 3]),
            (.int8, 1, -3, [-5, -3, -3, -1, -1, -3, 97, -103, 0]),
            (.int8, 0.0123, -3, [-125, -44, 38, 119, 127, -2, 127, -128, 127]),
            (.uint8, 1, 200, [198, 200, 200, 202, 202, 200, 255, 100, 203]),
            (.uint8, 0.0123, 200, [78, 159, 241, 255, 255, 201, 255, 0, 255]),
            (
                .int16, 0.0123, -30_000,
                [-30_122, -30_041, -29_959, -29_878, -29_797, -29_999, -21_870, -32_768, -29_756]
            ),
            (.uint16, 0.0123, 65_530, [65_408, 65_489, 65_535, 65_535, 65_535, 65_531, 65_535, 57_400, 65_535]),
        ] as [(ElementType, Float, Int, [Float])])
    func quantized(type: ElementType, scale: Float, zeroPoint: Int, integers: [Float]) throws {
        let quantization = try TensorQuantization(scale: scale, zeroPoint: zeroPoint)
        let real = Tensor(elementType: .float32, shape: [9], copying: Self.values)
        let codes = try real.quantized(by: quantization, as: type)
        #expect(codes.elementType == type)
        #expect(try codes.floatValues() == integers)
        let back = try codes.dequantized(by: quantization)
        #expect(back.elementType == .float32)
        #expect(try back.floatValues() == integers.map { ($0 - Float(zeroPoint)) * scale })
        // Codes stand for themselves.
        #expect(try back.quantized(by: quantization, as: type).floatValues() == integers)
    }

    @Test("Infinities saturate, and what is no number is refused") func notFinite() throws {
        let quantization = try TensorQuantization(scale: 0.5, zeroPoint: 1)
        let infinite = Tensor(elementType: .float32, shape: [2], copying: [-Float.infinity, .infinity])
        #expect(try infinite.quantized(by: quantization, as: .int8).floatValues() == [-128, 127])
        #expect(throws: InferenceError.notCastable(from: .float32, to: .uint8, value: "NaN")) {
            try Tensor(elementType: .float32, shape: [1], copying: [Float.nan]).quantized(by: quantization, as: .uint8)
        }
    }

    @Test("A scale for each channel") func channels() throws {
        let quantization = try TensorQuantization(scales: [1, 0.5, 0.25], zeroPoints: [0, 10, -10], axis: 1)
        let real = Tensor(elementType: .float32, shape: [2, 3], copying: [0.5, 1.5, 2.5, -0.5, 3.3, 1000] as [Float])
        let codes = try real.quantized(by: quantization, as: .int8)
        #expect(try codes.floatValues() == [0, 13, 0, 0, 17, 127])
        #expect(try codes.dequantized(by: quantization).floatValues() == [0, 1.5, 2.5, 0, 3.5, 34.25])
        let deep = Tensor(elementType: .int8, shape: [1, 3, 2], copying: [1, 2, 12, 14, -6, -2] as [Int8])
        #expect(try deep.dequantized(by: quantization).floatValues() == [1, 2, 1, 2, 1, 2])
        #expect(throws: InferenceError.self) {
            try Tensor(elementType: .int8, shape: [3, 2], copying: [0, 0, 0, 0, 0, 0] as [Int8])
                .dequantized(by: quantization)
        }
    }

    @Test(
        "Numbers and counts that make no sense are refused",
        arguments: [
            ([], [], nil), ([0], [0], nil), ([-1], [0], nil), ([.nan], [0], nil), ([.infinity], [0], nil),
            ([1, 2], [0, 0], nil), ([1, 2], [0, 0, 0], 1), ([1], [1 << 40], nil), ([1, 2], [0], -1), ([1, 2], [0], 64),
        ] as [([Float], [Int], Int?)])
    func refused(scales: [Float], zeroPoints: [Int], axis: Int?) {
        #expect(throws: InferenceError.self) {
            try TensorQuantization(scales: scales, zeroPoints: zeroPoints, axis: axis)
        }
    }

    @Test(
        "A worker's description with a quantisation that fits, and such as do not",
        arguments: [
            (
                #"{"name":"x","elementType":"int8","shape":["n",4],"quantization":{"scales":[0.5],"zeroPoints":[-3]}}"#,
                true
            ),
            (
                #"{"name":"x","elementType":"int8","shape":["n",2],"quantization":{"scales":[1,2],"zeroPoints":[0,1],"axis":1}}"#,
                true
            ),
            (#"{"name":"x","elementType":"int8","shape":["n",4],"quantization":null}"#, true),
            (
                #"{"name":"x","elementType":"int8","shape":["n",4],"quantization":{"scales":[0.5],"zeroPoints":[-129]}}"#,
                false
            ),
            (
                #"{"name":"x","elementType":"float32","shape":[4],"quantization":{"scales":[0.5],"zeroPoints":[0]}}"#,
                false
            ),
            (
                #"{"name":"x","elementType":"uint8","shape":[1,3],"quantization":{"scales":[1,2],"zeroPoints":[0,0],"axis":1}}"#,
                false
            ),
            (
                #"{"name":"x","elementType":"uint8","shape":[1,2],"quantization":{"scales":[1,2],"zeroPoints":[0,0],"axis":2}}"#,
                false
            ),
            (
                #"{"name":"x","elementType":"uint8","shape":[2],"quantization":{"scales":[1,0],"zeroPoints":[0,0],"axis":0}}"#,
                false
            ),
            (#"{"name":"x","elementType":"uint8","shape":[2],"quantization":{"scales":[1]}}"#, false),
        ])
    func described(json: String, isRight: Bool) throws {
        let spec = try? JSONDecoder().decode(TensorSpec.self, from: Data(json.utf8))
        #expect((spec != nil) == isRight)
        guard let spec else { return }
        #expect(try JSONDecoder().decode(TensorSpec.self, from: JSONEncoder().encode(spec)) == spec)
        #expect((spec.quantization != nil) == json.contains("scales"))
    }

    @Test("Through a link a tensor looks as its golden set has it, and channels move with their axis") func links()
        throws
    {
        let perChannel = try TensorQuantization(scales: [1, 0.5, 0.25], zeroPoints: [0], axis: 3)
        let spec = TensorSpec(
            name: "nhwc", elementType: .int8, shape: [.fixed(1), .fixed(2), .fixed(4), .fixed(3)],
            quantization: perChannel)
        let turned = TensorLink(name: "nhwc", transposition: [0, 2, 3, 1])
        #expect(spec.asInput(through: turned)?.quantization?.axis == 1)
        #expect(spec.asOutput(through: TensorLink(name: "nhwc", transposition: [0, 3, 1, 2]))?.quantization?.axis == 1)
        let input = TensorLink(
            name: "nhwc", transposition: [0, 2, 3, 1],
            cast: TensorLink.Cast(from: .float32, to: .int8, toQuantization: perChannel))
        #expect(spec.asInput(through: input)?.description == "nhwc: float32[1, 3, 2, 4]")
        #expect(spec.asInput(through: input)?.quantization == nil)
        // Two pixels, planes first: (1, 1, 1) and (2, 2, 2), each channel by its own scale.
        let planes = Tensor(elementType: .float32, shape: [1, 3, 1, 2], copying: [1, 2, 1, 2, 1, 2] as [Float])
        #expect(try input.convert(planes).floatValues() == [1, 2, 4, 2, 4, 8])
        let other = TensorLink(
            name: "nhwc",
            cast: TensorLink.Cast(
                from: .uint8, to: .int8, fromQuantization: try TensorQuantization(scale: 0.5, zeroPoint: 128),
                toQuantization: try TensorQuantization(scale: 0.25, zeroPoint: 0)))
        let codes = Tensor(elementType: .uint8, shape: [3], copying: [128, 130, 0] as [UInt8])
        #expect(try other.convert(codes).floatValues() == [0, 4, -128])
        #expect(
            other.description
                == "nhwc, requantised from uint8 of scale 0.5, zero point 128 to int8 by scale 0.25, zero point 0")
    }
}
