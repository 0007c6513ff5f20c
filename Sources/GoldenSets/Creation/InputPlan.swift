import InferenceCore
import ModelFormats

/// What one model input wants of the samples.
///
/// Golden sets hold real numbers, or integers with what they stand for: each variant is given them in its own units. Only numbers
/// that the command line gives for a model that does not say how it is quantised make integers of samples.
public struct InputPlan: Sendable {
    public var spec: TensorSpec
    /// How real values and the input's integers correspond; nil if not stated.
    public var quantization: InputQuantization?
    /// Where the quantisation comes from, for the manifest: `the model`, `the command line`.
    public var quantizationSource: String
    /// Whether the quantisation was given by hand.
    public var isGivenByHand: Bool

    public init(
        spec: TensorSpec, quantization: InputQuantization? = nil, quantizationSource: String = "the model",
        isGivenByHand: Bool = false
    ) {
        self.spec = spec
        self.quantization = quantization
        self.quantizationSource = quantizationSource
        self.isGivenByHand = isGivenByHand
    }

    /// Types of whole numbers that count and name things; those that are quantised have fewer bits.
    private static let indexTypes: Set<ElementType> = [.int32, .int64, .uint32, .uint64]

    /// How arrays of a type are kept; nil when the model cannot be given them.
    func conversion(from type: ElementType) -> ValueConversion? {
        let wanted = spec.elementType
        if type == wanted { return ValueConversion.none }
        let takesReal = ValueConversion.realTypes.contains(wanted)
        let takesQuantized = ValueConversion.quantizedTypes.contains(wanted)
        if ValueConversion.realTypes.contains(type) {
            if takesReal { return .round(to: wanted) }
            guard takesQuantized, let quantization else { return nil }
            if isGivenByHand { return .quantize(quantization, to: wanted) }
            return type == .float32 ? ValueConversion.none : .round(to: .float32)
        }
        if type.isInteger, Self.indexTypes.contains(wanted) { return .exact(to: wanted) }
        guard ValueConversion.quantizedTypes.contains(type), let meant = meaning(of: type) else { return nil }
        if takesReal { return .dequantize(meant, to: wanted) }
        return takesQuantized ? ValueConversion.none : nil
    }

    /// What integers of a type stand for: what the model's own do, or those of the same width with and without a sign, which
    /// differ by half their range.
    private func meaning(of type: ElementType) -> InputQuantization? {
        guard let quantization else { return nil }
        let own =
            quantization.elementType
            ?? (ValueConversion.quantizedTypes.contains(spec.elementType) ? spec.elementType : type)
        guard own != type else { return InputQuantization(quantization, elementType: type) }
        let shift: Int
        switch (own, type) {
        case (.int8, .uint8): shift = 128
        case (.uint8, .int8): shift = -128
        case (.int16, .uint16): shift = 32_768
        case (.uint16, .int16): shift = -32_768
        default: return nil
        }
        return InputQuantization(
            scale: quantization.scale, zeroPoint: quantization.zeroPoint + shift, elementType: type)
    }

    /// What the integers that are kept stand for, for the manifest; nil where they are real numbers, or nobody knows.
    func keptQuantization(_ conversion: ValueConversion, of type: ElementType) -> InputQuantization? {
        switch conversion {
        case .quantize(let quantization, _): return quantization
        case .none where ValueConversion.quantizedTypes.contains(type): return meaning(of: type)
        case .none, .round, .exact, .dequantize: return nil
        }
    }

    /// The type of what is kept.
    func keptType(_ conversion: ValueConversion, of type: ElementType) -> ElementType {
        switch conversion {
        case .none: type
        case .round(let type), .exact(let type), .quantize(_, let type), .dequantize(_, let type): type
        }
    }

    /// What to do about arrays of a type that cannot be converted.
    func hint(for type: ElementType) -> String {
        let wanted = spec.elementType
        let involvesQuantization =
            ValueConversion.quantizedTypes.contains(wanted) || ValueConversion.quantizedTypes.contains(type)
        guard involvesQuantization else {
            return wanted == .bool || type == .bool || wanted.isInteger != type.isInteger
                ? "give \(wanted.rawValue) values, made as your app makes them"
                : "give \(wanted.rawValue) values: array.astype('\(wanted.rawValue)') where that changes no value"
        }
        if let quantization, let type = quantization.elementType {
            return "the model quantises this input to \(type.rawValue); give such values, or float32"
        }
        if ValueConversion.realTypes.contains(wanted) {
            return
                "give \(wanted.rawValue) values, made as your app makes them of its pixels or samples; or the numbers with "
                + "--input-scale and --input-zero-point, (q - zero point) * scale"
        }
        return
            "the model does not say how it is quantised: give \(wanted.rawValue) values, made as your app makes them, or "
            + "the numbers with --input-scale and --input-zero-point"
    }

    /// In words, for the manifest.
    ///
    /// - Parameter type: of the samples.
    func preparation(_ conversion: ValueConversion, of type: ElementType) -> String? {
        func text(_ quantization: InputQuantization) -> String {
            "scale \(quantization.scale) and zero point \(quantization.zeroPoint) of \(quantizationSource)"
        }
        switch conversion {
        case .none:
            guard type != spec.elementType else { return nil }
            guard let meant = keptQuantization(conversion, of: type) else { return nil }
            return
                "input '\(spec.name)' is \(type.rawValue) of the \(spec.elementType.rawValue) that \(quantizationSource) "
                + "takes: scale \(meant.scale), zero point \(meant.zeroPoint)"
        case .exact: return nil
        case .round(let type): return "input '\(spec.name)' was rounded to \(type.rawValue)"
        case .quantize(let quantization, let type):
            return "input '\(spec.name)' was quantised from floating-point samples to \(type.rawValue) with "
                + text(quantization)
        case .dequantize(let quantization, let type):
            return "input '\(spec.name)' was made \(type.rawValue) from integer samples with " + text(quantization)
        }
    }
}

extension InputQuantization {
    init(_ other: InputQuantization, elementType: ElementType) {
        self.init(scale: other.scale, zeroPoint: other.zeroPoint, elementType: elementType)
    }
}
