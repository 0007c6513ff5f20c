/// What a model's author did to values before the model saw them, and the golden set has not done: x * scale + offset, and channels
/// in reverse order.
public struct TensorPreprocessing: Sendable, Hashable, Codable {
    /// Finite, not 0.
    public var scale: Double
    /// Finite.
    public var offset: Double
    /// Whether blue, green, red stand for red, green, blue. The channels are the last axis of three, else the first.
    public var reversesChannels: Bool

    public init(scale: Double = 1, offset: Double = 0, reversesChannels: Bool = false) {
        self.scale = scale
        self.offset = offset
        self.reversesChannels = reversesChannels
    }

    public var isPlain: Bool { self == TensorPreprocessing() }

    /// A float32 tensor where values change, in 32-bit arithmetic as models compute it; else one of the same type.
    ///
    /// - Throws: `InferenceError.unusableMapping` where channels are to be turned and no axis has three; `.notNumeric` for truth
    ///   values that are to be scaled.
    public func apply(to tensor: Tensor) throws(InferenceError) -> Tensor {
        var tensor = tensor
        if scale != 1 || offset != 0 {
            let scale = Float(scale), offset = Float(offset)
            let values = try tensor.floatValues().map { $0 * scale + offset }
            tensor = Tensor(elementType: .float32, shape: tensor.shape, copying: values)
        }
        guard reversesChannels else { return tensor }
        let shape = tensor.shape
        guard let axis = shape.last == 3 ? shape.count - 1 : shape.firstIndex(of: 3) else {
            throw .unusableMapping("'channel_order' needs an axis of three channels, the tensor's shape is \(shape)")
        }
        let width = shape[(axis + 1)...].reduce(1, *) * tensor.elementType.byteCount
        let result = TensorStorage(byteCount: tensor.bytes.count)
        guard width > 0, let source = tensor.bytes.baseAddress, let target = result.bytes.baseAddress else {
            return tensor
        }
        for start in stride(from: 0, to: tensor.bytes.count, by: 3 * width) {
            for channel in 0..<3 {
                (target + start + (2 - channel) * width).copyMemory(
                    from: source + start + channel * width, byteCount: width)
            }
        }
        return Tensor(
            elementType: tensor.elementType, shape: shape, bytes: UnsafeRawBufferPointer(result.bytes), owner: result)
    }
}

extension TensorPreprocessing: CustomStringConvertible {
    /// `x * 0.00392 - 1, channels reversed`
    public var description: String {
        let sign = offset < 0 ? "-" : "+"
        let affine = (scale == 1 ? "x" : "x * \(scale)") + (offset == 0 ? "" : " \(sign) \(offset.magnitude)")
        return [scale == 1 && offset == 0 ? nil : affine, reversesChannels ? "channels reversed" : nil]
            .compactMap { $0 }.joined(separator: ", ")
    }
}
