import InferenceCore
import ModelFormats
import TestSupport
import Testing

@testable import GoldenSets

@Suite("Types of samples and of the model's inputs", .hangLimit)
struct ArrayTypeTests {
    private func plan(_ type: ElementType, scale: Float? = nil, zero: Int = 0, of own: ElementType? = nil) -> InputPlan
    {
        InputPlan(
            spec: CreationScene.spec(type, .fixed(1), .fixed(2)),
            quantization: scale.map { InputQuantization(scale: $0, zeroPoint: zero, elementType: own ?? type) })
    }

    @Test("Real numbers of any width go to float inputs, whole ones to whole inputs that hold them")
    func widths() {
        #expect(plan(.float32).conversion(from: .float64) == .round(to: .float32))
        #expect(plan(.float16).conversion(from: .float32) == .round(to: .float16))
        #expect(plan(.int32).conversion(from: .int64) == .exact(to: .int32))
        #expect(plan(.int64).conversion(from: .uint16) == .exact(to: .int64))
        #expect(plan(.float32).conversion(from: .int64) == nil)
        #expect(plan(.int64).conversion(from: .float32) == nil)
    }

    @Test("Pixels of uint8 for an input of int8 are its integers plus 128, of the same scale")
    func pixels() {
        let plan = plan(.int8, scale: 1 / 255, zero: -128)
        #expect(plan.conversion(from: .uint8) == ValueConversion.none)
        #expect(
            plan.keptQuantization(.none, of: .uint8)
                == InputQuantization(scale: 1 / 255, zeroPoint: 0, elementType: .uint8))
    }

    @Test("No hint tells to cast what is quantised")
    func hints() {
        for (model, samples) in [
            (ElementType.int8, ElementType.uint8), (.uint8, .int8), (.float32, .uint8), (.int8, .float32),
        ] {
            #expect(plan(model).conversion(from: samples) == nil)
            #expect(!plan(model).hint(for: samples).contains("astype"), "\(samples) for \(model)")
        }
        #expect(plan(.int8).hint(for: .int64).contains("--input-scale"))
    }

    @Test("Integers become the real numbers that a float input of a quantised model quantises, with and without a sign")
    func dequantizes() {
        let plan = plan(.float32, scale: 0.5, zero: -3, of: .int8)
        #expect(
            plan.conversion(from: .int8)
                == .dequantize(InputQuantization(scale: 0.5, zeroPoint: -3, elementType: .int8), to: .float32))
        #expect(
            plan.conversion(from: .uint8)
                == .dequantize(InputQuantization(scale: 0.5, zeroPoint: 125, elementType: .uint8), to: .float32))
    }
}
