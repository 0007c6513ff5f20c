import InferenceCore
import ModelFormats

/// Turns a sample's values into the model input's type, by the quantisation that the model states or without one.
enum ValueConversion: Equatable {
    case none
    /// Floating-point numbers of another width, rounded to the nearest.
    case round(to: ElementType)
    /// Whole numbers that the other type holds.
    case exact(to: ElementType)
    case quantize(InputQuantization, to: ElementType)
    case dequantize(InputQuantization, to: ElementType)

    enum Failure: Error, Equatable {
        /// NaN or infinity, which no integer stands for.
        case notFinite
        case outOfRange(value: String, type: ElementType)
    }

    /// The types that a quantised input may have.
    static let quantizedTypes: Set<ElementType> = [.int8, .uint8, .int16, .uint16]
    static let realTypes: Set<ElementType> = [.float16, .float32, .float64]

    /// The elements in the wanted type.
    ///
    /// Float16 and float32 are divided in float32, as the `QuantizeLinear` of runtimes does; float64 is rounded to
    /// float32 first. A value halfway between two integers goes to the even one, what is out of range to its end.
    ///
    /// - Throws: `Failure.notFinite` for NaN or infinity in what is to be quantised, `.outOfRange` for a whole number that the
    ///   other type does not hold, or a floating-point one that would become infinity.
    func convert(_ array: SampleArrayView) throws(Failure) -> [UInt8] {
        switch self {
        case .none: return Array(array.bytes)
        case .round(let type):
            let values = array.doubles
            let rounded: [UInt8]
            let overflow: Double?
            switch type {
            case .float16:
                overflow = values.first { $0.isFinite && !Float16($0).isFinite }
                rounded = Self.bytes(values.map { Float16($0) })
            case .float64: (overflow, rounded) = (nil, Self.bytes(values))
            default:
                overflow = values.first { $0.isFinite && !Float($0).isFinite }
                rounded = Self.bytes(values.map { Float($0) })
            }
            if let overflow { throw .outOfRange(value: "\(overflow)", type: type) }
            return rounded
        case .exact(let type):
            do throws(InferenceError) {
                let tensor = try array.tensor.cast(to: type)
                return withExtendedLifetime(tensor) { Array(tensor.bytes) }
            } catch {
                guard case .notCastable(_, _, let value) = error else {
                    throw .outOfRange(value: "a number", type: type)
                }
                throw .outOfRange(value: value, type: type)
            }
        case .quantize(let quantization, let type):
            let values = Self.floats(array)
            guard values.allSatisfy(\.isFinite) else { throw .notFinite }
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

    private static func floats(_ array: SampleArrayView) -> [Float] {
        // Booleans are no real and no quantised type; nobody asks to convert them.
        (try? array.tensor.floatValues()) ?? []
    }

    private static func bytes<Element: BitwiseCopyable>(_ elements: [Element]) -> [UInt8] {
        elements.withUnsafeBytes { Array($0) }
    }
}
