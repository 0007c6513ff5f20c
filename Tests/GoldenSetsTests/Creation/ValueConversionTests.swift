import Foundation
import InferenceCore
import ModelFormats
import TestSupport
import Testing

@testable import GoldenSets

@Suite("Values become the model's own", .hangLimit)
struct ValueConversionTests {
    private func converted<From: BitwiseCopyable, To: BitwiseCopyable>(
        _ values: [From], _ code: String, by conversion: ValueConversion, to type: To.Type
    ) throws -> [To] {
        let file = [UInt8](NumpyFile.data(of: values, shape: [values.count], type: code))
        let bytes = try file.withUnsafeBytes { try conversion.convert(SampleArrayView($0)) }
        return bytes.withUnsafeBytes { Array($0.bindMemory(to: To.self)) }
    }

    @Test("Quantising rounds half to even and stays in range")
    func quantize() throws {
        let how = ValueConversion.quantize(InputQuantization(scale: 0.5, zeroPoint: -3), to: .int8)
        let values: [Float] = [0, 0.25, 0.75, 1.25, -0.25, -0.75, 100, -100, 3.4e38, -3.4e38]
        #expect(
            try converted(values, "<f4", by: how, to: Int8.self) == [-3, -3, -1, -1, -3, -5, 127, -128, 127, -128])
    }

    @Test("Float64 and float16 samples are quantised as well, and to every integer type")
    func types() throws {
        let quantization = InputQuantization(scale: 1, zeroPoint: 10)
        #expect(
            try converted([1.5, 2.5], "<f8", by: .quantize(quantization, to: .uint8), to: UInt8.self) == [12, 12])
        #expect(
            try converted([Float16(-11)], "<f2", by: .quantize(quantization, to: .uint16), to: UInt16.self) == [0])
        #expect(
            try converted([Float(-40_000)], "<f4", by: .quantize(quantization, to: .int16), to: Int16.self) == [-32_768]
        )
    }

    @Test("Going back is (q - zero point) * scale")
    func dequantize() throws {
        let quantization = InputQuantization(scale: 0.5, zeroPoint: 128)
        #expect(
            try converted([UInt8(0), 128, 255], "|u1", by: .dequantize(quantization, to: .float32), to: Float.self)
                == [-64, 0, 63.5])
        #expect(
            try converted([UInt8(129)], "|u1", by: .dequantize(quantization, to: .float16), to: Float16.self) == [0.5])
    }

    @Test("There and back again changes no integer")
    func roundTrip() throws {
        let quantization = InputQuantization(scale: 0.0078125, zeroPoint: -3)
        let all = (-128...127).map { Int8($0) }
        let real = try converted(all, "|i1", by: .dequantize(quantization, to: .float32), to: Float.self)
        #expect(try converted(real, "<f4", by: .quantize(quantization, to: .int8), to: Int8.self) == all)
    }

    @Test("NaN and infinity cannot be quantised", arguments: [Float.nan, .infinity, -.infinity])
    func notFinite(value: Float) {
        #expect(throws: ValueConversion.Failure.notFinite) {
            try converted(
                [value], "<f4", by: .quantize(InputQuantization(scale: 1, zeroPoint: 0), to: .int8), to: Int8.self)
        }
    }
}
