import InferenceCore
import ModelFormats

/// What one model input wants of the samples.
public struct InputPlan: Sendable {
    public var spec: TensorSpec
    /// How real values and the input's integers correspond; nil when nobody says.
    public var quantization: InputQuantization?
    /// Where the quantisation comes from, for the manifest: `the model`, `the command line`.
    public var quantizationSource: String

    public init(spec: TensorSpec, quantization: InputQuantization? = nil, quantizationSource: String = "the model") {
        self.spec = spec
        self.quantization = quantization
        self.quantizationSource = quantizationSource
    }

    /// How arrays of a type become the input's own; nil when they cannot.
    func conversion(from type: ElementType) -> ValueConversion? {
        if type == spec.elementType { return ValueConversion.none }
        guard let quantization else { return nil }
        if ValueConversion.quantizedTypes.contains(spec.elementType), ValueConversion.realTypes.contains(type) {
            return .quantize(quantization, to: spec.elementType)
        }
        let integers = quantization.elementType ?? type
        if ValueConversion.realTypes.contains(spec.elementType), ValueConversion.quantizedTypes.contains(type),
            integers == type
        {
            return .dequantize(quantization, to: spec.elementType)
        }
        return nil
    }

    /// What to do about arrays of a type that cannot be converted.
    func hint(for type: ElementType) -> String {
        let wanted = spec.elementType
        let involvesQuantization =
            ValueConversion.quantizedTypes.contains(wanted) && ValueConversion.realTypes.contains(type)
            || ValueConversion.realTypes.contains(wanted) && ValueConversion.quantizedTypes.contains(type)
        guard involvesQuantization else { return "convert it first: array.astype('\(wanted.rawValue)')" }
        if let quantization, let type = quantization.elementType {
            return "the model quantises this input to \(type.rawValue); give such values, or \(wanted.rawValue)"
        }
        return "the model does not say how it is quantised: give \(wanted.rawValue) values, or the numbers with "
            + "--input-scale and --input-zero-point"
    }

    /// In words, for the manifest.
    func preparation(_ conversion: ValueConversion) -> String? {
        func text(_ quantization: InputQuantization) -> String {
            "scale \(quantization.scale) and zero point \(quantization.zeroPoint) of \(quantizationSource)"
        }
        switch conversion {
        case .none: return nil
        case .quantize(let quantization, let type):
            return "input '\(spec.name)' was quantised from floating-point samples to \(type.rawValue) with "
                + text(quantization)
        case .dequantize(let quantization, let type):
            return "input '\(spec.name)' was made \(type.rawValue) from integer samples with " + text(quantization)
        }
    }
}
