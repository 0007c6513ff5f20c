import InferenceCore
import ModelFormats

/// Turns a sample's values into the model input's type, by the quantisation that the model states.
enum ValueConversion: Equatable {
    case none
    case quantize(InputQuantization, to: ElementType)
    case dequantize(InputQuantization, to: ElementType)

    struct NotFinite: Error {}

    /// The types that a quantised input may have.
    static let quantizedTypes: Set<ElementType> = [.int8, .uint8, .int16, .uint16]
    static let realTypes: Set<ElementType> = [.float16, .float32, .float64]

    /// The elements in the wanted type.
    ///
    /// Float16 and float32 are divided in float32, as the `QuantizeLinear` of runtimes does; float64 is rounded to
    /// float32 first. A value halfway between two integers goes to the even one, what is out of range to its end.
    ///
    /// - Throws: `NotFinite` for NaN or infinity in what is to be quantised.
    func convert(_ array: ArrayOfSample) throws(NotFinite) -> [UInt8] {
        switch self {
        case .none: return Array(array.bytes)
        case .quantize(let quantization, let type):
            let values = Self.floats(array)
            guard values.allSatisfy(\.isFinite) else { throw NotFinite() }
            switch type {
            case .int8: return Self.bytes(values.map { Self.quantized($0, quantization) as Int8 })
            case .uint8: return Self.bytes(values.map { Self.quantized($0, quantization) as UInt8 })
            case .int16: return Self.bytes(values.map { Self.quantized($0, quantization) as Int16 })
            default: return Self.bytes(values.map { Self.quantized($0, quantization) as UInt16 })
            }
        case .dequantize(let quantization, let type):
            // Integers of at most 16 bits and a zero point are exact in float32, and so is their difference.
            let values = Self.floats(array).map { ($0 - Float(quantization.zeroPoint)) * quantization.scale }
            switch type {
            case .float16: return Self.bytes(values.map(Float16.init))
            case .float64: return Self.bytes(values.map(Double.init))
            default: return Self.bytes(values)
            }
        }
    }

    private static func quantized<Number: FixedWidthInteger>(_ value: Float, _ how: InputQuantization) -> Number {
        let step = (value / how.scale).rounded(.toNearestOrEven)
        // Beyond these bounds every zero point of 16 bits ends outside of the type all the same.
        let bounded = Int(min(max(step, -1_000_000), 1_000_000)) + how.zeroPoint
        return Number(clamping: bounded)
    }

    private static func floats(_ array: ArrayOfSample) -> [Float] {
        let storage = TensorStorage(byteCount: array.bytes.count)
        storage.bytes.copyMemory(from: array.bytes)
        let tensor = Tensor(
            elementType: array.elementType, shape: array.shape, bytes: UnsafeRawBufferPointer(storage.bytes),
            owner: storage)
        // Booleans are no real and no quantised type; nobody asks to convert them.
        return (try? tensor.floatValues()) ?? []
    }

    private static func bytes<Element: BitwiseCopyable>(_ elements: [Element]) -> [UInt8] {
        elements.withUnsafeBytes { Array($0) }
    }
}
