/// What a model's author did to values before the model saw them, and the golden set has not done: x * scale + offset, and channels
/// in reverse order.
public struct TensorPreprocessing: Sendable, Hashable, Codable {
    /// Finite, not 0.
    public var scale: Double
    /// Finite.
    public var offset: Double
    /// Whether blue, green, red stand for red, green, blue. The channels are the last axis of three, else the first.
    public var reversesChannels: Bool
    /// The order in which the values of an image stand, whatever its shape says; nil where the shape is right.
    public var layout: Layout?

    /// Where the channels of an image stand: before its height and width, or behind them.
    public enum Layout: String, CaseIterable, Sendable, Codable {
        case channelsFirst = "channels_first"
        case channelsLast = "channels_last"
    }

    public init(
        scale: Double = 1, offset: Double = 0, reversesChannels: Bool = false, layout: Layout? = nil
    ) {
        self.scale = scale
        self.offset = offset
        self.reversesChannels = reversesChannels
        self.layout = layout
    }

    public var isPlain: Bool { self == TensorPreprocessing() }

    /// A float32 tensor where values change, in 32-bit arithmetic as models compute it; else one of the same type.
    ///
    /// - Throws: `InferenceError.unusableMapping` where channels are to be turned and no axis has three, or the layout is asked of what
    ///   is no image; `.notNumeric` for truth values that are to be scaled.
    public func apply(to tensor: Tensor) throws(InferenceError) -> Tensor {
        var tensor = tensor
        if scale != 1 || offset != 0 {
            let scale = Float(scale), offset = Float(offset)
            let values = try tensor.floatValues().map { $0 * scale + offset }
            tensor = Tensor(elementType: .float32, shape: tensor.shape, copying: values)
        }
        if let layout { tensor = try Self.read(tensor, as: layout) }
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

extension TensorPreprocessing {
    /// The axis of an image's 1, 3 or 4 channels: the last one, else that before height and width; nil for what is no image.
    ///
    /// - Parameter shape: with a batch of one in front or without it.
    public static func channelAxis(of shape: [Int]) -> Int? {
        guard shape.count == 3 || (shape.count == 4 && shape[0] == 1) else { return nil }
        let first = shape.count - 3
        return [shape.count - 1, first].first { [1, 3, 4].contains(shape[$0]) }
    }

    /// The values of an image in the order that its shape says, out of another one.
    private static func read(_ tensor: Tensor, as layout: Layout) throws(InferenceError) -> Tensor {
        let shape = tensor.shape
        guard let axis = channelAxis(of: shape) else {
            throw .unusableMapping("'layout' is for images of 1, 3 or 4 channels, the tensor's shape is \(shape)")
        }
        let isFirst = axis < shape.count - 1
        guard isFirst != (layout == .channelsFirst) else { return tensor }
        let batch = Array(shape.dropLast(3)), image = Array(shape.suffix(3)), start = batch.count
        let stored = batch + (isFirst ? [image[1], image[2], image[0]] : [image[2], image[0], image[1]])
        let axes = Array(0..<start) + (isFirst ? [2, 0, 1] : [1, 2, 0]).map { $0 + start }
        let bytes = tensor.bytes
        return Tensor(elementType: tensor.elementType, shape: stored, bytes: bytes, owner: tensor.holder).transposed(
            axes)
    }
}

extension TensorPreprocessing: CustomStringConvertible {
    /// `x * 0.00392 - 1, channels reversed`
    public var description: String {
        let sign = offset < 0 ? "-" : "+"
        let affine = (scale == 1 ? "x" : "x * \(scale)") + (offset == 0 ? "" : " \(sign) \(offset.magnitude)")
        let read = layout.map { "values read as \($0.rawValue.replacing("_", with: " "))" }
        return [scale == 1 && offset == 0 ? nil : affine, read, reversesChannels ? "channels reversed" : nil]
            .compactMap { $0 }.joined(separator: ", ")
    }
}

/// Visits the elements of a row-major tensor along its axes in any order.
public struct AxisTraversal: Sendable {
    private let sizes: [Int]
    private let strides: [Int]

    /// - Parameters:
    ///   - sizes: of each axis, the slowest first, in the order to visit.
    ///   - strides: how many elements apart neighbours along each axis are.
    /// - Precondition: as many of both.
    public init(sizes: [Int], strides: [Int]) {
        precondition(sizes.count == strides.count, "a stride for each axis")
        self.sizes = sizes
        self.strides = strides
    }

    /// Of a row-major tensor, in elements.
    public static func strides(of shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return strides
    }

    /// Calls `body` with the offset of each element, in elements.
    public func forEach(_ body: (Int) -> Void) {
        guard !sizes.contains(0) else { return }
        var position = [Int](repeating: 0, count: sizes.count)
        var offset = 0
        while true {
            body(offset)
            var axis = sizes.count - 1
            while axis >= 0 {
                position[axis] += 1
                offset += strides[axis]
                if position[axis] < sizes[axis] { break }
                offset -= strides[axis] * sizes[axis]
                position[axis] = 0
                axis -= 1
            }
            if axis < 0 { return }
        }
    }
}
