import InferenceCore

/// How real values become a quantised input's integers: q = clamp(round(x / scale) + zeroPoint), ties to even, and back:
/// x = (q - zeroPoint) * scale.
///
/// Source: ONNX operators `QuantizeLinear` and `DequantizeLinear`; Jacob et al. (2018), "Quantization and Training of
/// Neural Networks for Efficient Integer-Arithmetic-Only Inference", equation 1.
public struct InputQuantization: Sendable, Equatable {
    /// Above 0, finite.
    public var scale: Float
    public var zeroPoint: Int
    /// Of the integers; nil where whoever gave the numbers did not say.
    public var elementType: ElementType?

    public init(scale: Float, zeroPoint: Int, elementType: ElementType? = nil) {
        self.scale = scale
        self.zeroPoint = zeroPoint
        self.elementType = elementType
    }
}
