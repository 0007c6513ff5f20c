/// How the integers of a tensor stand for real numbers: x = (q - zeroPoint) * scale, for the whole tensor or for each channel.
///
/// Source: ONNX operators `QuantizeLinear` and `DequantizeLinear`; Jacob et al. (2018), "Quantization and Training of Neural
/// Networks for Efficient Integer-Arithmetic-Only Inference", equation 1.
public struct TensorQuantization: Sendable, Hashable {
    /// One, or one for each channel; finite and above 0.
    public let scales: [Float]
    /// As many as scales; each a 32-bit integer.
    public let zeroPoints: [Int]
    /// The axis of the channels; nil where one scale is everything's.
    public let axis: Int?

    /// More channels than any tensor has; what a file or a worker says is compared with it.
    public static let maximumChannels = 1 << 20

    /// - Parameters:
    ///   - zeroPoints: one may stand for all channels.
    /// - Throws: `InferenceError.unusableQuantization` where numbers or counts make no sense.
    public init(scales: [Float], zeroPoints: [Int], axis: Int? = nil) throws(InferenceError) {
        guard 1...Self.maximumChannels ~= scales.count else {
            throw .unusableQuantization("it has \(scales.count) scales")
        }
        if let wrong = scales.first(where: { !$0.isFinite || $0 <= 0 }) {
            throw .unusableQuantization("its scale \(wrong) is no number above 0")
        }
        guard zeroPoints.count == scales.count || zeroPoints.count == 1 else {
            throw .unusableQuantization("it has \(scales.count) scales and \(zeroPoints.count) zero points")
        }
        if let wrong = zeroPoints.first(where: { Int32(exactly: $0) == nil }) {
            throw .unusableQuantization("its zero point \(wrong) is no integer of 32 bits")
        }
        if let axis, axis < 0 || axis >= 64 { throw .unusableQuantization("its channels are on axis \(axis)") }
        guard scales.count == 1 || axis != nil else {
            throw .unusableQuantization("it has \(scales.count) scales and no axis of channels")
        }
        self.scales = scales
        self.zeroPoints =
            zeroPoints.count == scales.count ? zeroPoints : Array(repeating: zeroPoints[0], count: scales.count)
        // A single channel is the whole tensor.
        self.axis = scales.count == 1 ? nil : axis
    }

    public init(scale: Float, zeroPoint: Int) throws(InferenceError) {
        try self.init(scales: [scale], zeroPoints: [zeroPoint])
    }

    /// The same with its channels on another axis.
    func onAxis(_ axis: Int?) -> TensorQuantization {
        TensorQuantization(sound: scales, zeroPoints, axis: axis)
    }

    private init(sound scales: [Float], _ zeroPoints: [Int], axis: Int?) {
        self.scales = scales
        self.zeroPoints = zeroPoints
        self.axis = axis
    }

    /// Why it cannot be that of a tensor of this type and shape; nil when it can.
    public func mismatch(elementType: ElementType, shape: [TensorSpec.Dimension]) -> String? {
        guard let range = elementType.integerRange else { return "\(elementType.rawValue) has no zero point" }
        if let wrong = zeroPoints.first(where: { !range.contains($0) }) {
            return "its zero point \(wrong) is none of \(elementType.rawValue)"
        }
        guard let axis else { return nil }
        guard shape.indices.contains(axis) else { return "it has no axis \(axis)" }
        if case .fixed(let size) = shape[axis], size != scales.count {
            return "it has \(scales.count) scales for \(size) channels"
        }
        return nil
    }
}

/// `{"scales": [0.0078125], "zeroPoints": [-3]}`, with `axis` where there are several.
extension TensorQuantization: Codable {
    private enum CodingKeys: CodingKey { case scales, zeroPoints, axis }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        do {
            try self.init(
                scales: values.decode([Float].self, forKey: .scales),
                zeroPoints: values.decode([Int].self, forKey: .zeroPoints),
                axis: values.decodeIfPresent(Int.self, forKey: .axis))
        } catch InferenceError.unusableQuantization(let reason) {
            throw DecodingError.dataCorruptedError(forKey: .scales, in: values, debugDescription: reason)
        }
    }
}

extension TensorQuantization: CustomStringConvertible {
    /// `scale 0.0078125, zero point -3`, `64 scales on axis 1`
    public var description: String {
        axis.map { "\(scales.count) scales on axis \($0)" } ?? "scale \(scales[0]), zero point \(zeroPoints[0])"
    }
}

extension ElementType {
    /// What integers of at most 32 bits hold; nil for all other types.
    public var integerRange: ClosedRange<Int>? {
        switch self {
        case .int8: -128...127
        case .uint8: 0...255
        case .int16: -32_768...32_767
        case .uint16: 0...65_535
        case .int32: -2_147_483_648...2_147_483_647
        case .uint32: 0...4_294_967_295
        case .int64, .uint64, .float32, .float16, .bfloat16, .float64, .bool: nil
        }
    }

    public var isFloatingPoint: Bool {
        switch self {
        case .float32, .float16, .bfloat16, .float64: true
        case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .bool: false
        }
    }
}
