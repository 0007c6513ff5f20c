import InferenceCore
import Records

extension InputChange {
    /// The changes that are worth trying on an input: at most sixteen.
    ///
    /// Those of values go by the range that they have, those of order by the shape of a sample: an image has three axes of which the
    /// first or the last has 1, 3 or 4 channels, or two of at least 8, or one whose size is a square of at least 64. A batch of one in
    /// front does not count.
    ///
    /// - Parameters:
    ///   - shape: of a sample, without a batch.
    ///   - low: the lowest value.
    ///   - high: the highest.
    static func trials(shape: [Int], elementType: ElementType, low: Double, high: Double) -> [InputChange] {
        values(elementType, low, high) + order(shape)
    }

    private static func values(_ type: ElementType, _ low: Double, _ high: Double) -> [InputChange] {
        guard low < high, type != .bool else { return [] }
        guard !type.isInteger else {
            guard low >= -128, high <= 255 else { return [] }
            return [
                low < 0 ? .affine(scale: 1, offset: 128) : .affine(scale: 1, offset: -128),
                .inverted(sum: low < 0 ? -1 : 255),
            ]
        }
        switch (low, high) {
        case (0..., ...1):
            return [
                .affine(scale: 255, offset: 0), .affine(scale: 2, offset: -1), .affine(scale: 255, offset: -128),
                // Values of four bits, as the digits of scikit-learn have them.
                .affine(scale: 16, offset: 0), .inverted(sum: 1),
            ]
        case (-1..<0, ...1):
            return [
                .affine(scale: 0.5, offset: 0.5), .affine(scale: 127.5, offset: 127.5), .affine(scale: 255, offset: 0),
                .inverted(sum: 0),
            ]
        case (0..., 16...255):
            return [
                .affine(scale: 1 / 255, offset: 0), .affine(scale: 1 / 127.5, offset: -1),
                .affine(scale: 1, offset: -128), .inverted(sum: 255),
            ]
        case (-128..<0, ...127):
            return [
                .affine(scale: 1, offset: 128), .affine(scale: 1 / 255, offset: 128.0 / 255),
                .affine(scale: 1 / 128, offset: 0), .affine(scale: 1 / 255, offset: 0), .inverted(sum: -1),
            ]
        default:
            return [.affine(scale: 1 / 255, offset: 0), .affine(scale: 255, offset: 0), .inverted(sum: low + high)]
        }
    }

    private static func order(_ shape: [Int]) -> [InputChange] {
        guard let image = ImageShape(shape) else { return [] }
        var changes: [InputChange] = [.heightAndWidthSwapped]
        if image.channels > 1 { changes.append(image.hasChannelsFirst ? .channelsLast : .channelsFirst) }
        if image.channels == 3 { changes.append(.channelsReversed) }
        return changes
    }

    /// A sample's values after the change.
    ///
    /// - Parameter shape: of the sample, without a batch.
    func apply(to values: [Float], shape: [Int]) -> [Float] {
        if let preprocessing {
            // As a suite's variant does it, to the last bit: what is promised is what following the hint gives.
            let tensor = Tensor(elementType: .float32, shape: shape, copying: values)
            return (try? preprocessing.apply(to: tensor).floatValues()) ?? values
        }
        guard let image = ImageShape(shape), image.elements == values.count else { return values }
        return image.indicesWithHeightAndWidthSwapped.map { values[$0] }
    }

    /// The same for a variant's input; nil for what `transpose` does there.
    private var preprocessing: TensorPreprocessing? {
        switch self {
        case .affine(let scale, let offset): TensorPreprocessing(scale: scale, offset: offset)
        case .inverted(let sum): TensorPreprocessing(scale: -1, offset: sum)
        case .channelsFirst: TensorPreprocessing(layout: .channelsFirst)
        case .channelsLast: TensorPreprocessing(layout: .channelsLast)
        case .channelsReversed: TensorPreprocessing(reversesChannels: true)
        case .heightAndWidthSwapped: nil
        }
    }

    /// What makes the change in a suite, under the variant's input: `scale: 0.00392156862745098`; nil where nothing there does.
    ///
    /// - Parameter shape: of a sample, without a batch.
    func repair(shape: [Int], elementType: ElementType) -> String? {
        switch self {
        case .affine, .inverted:
            // Integers are scaled before they are what a suite can scale.
            guard elementType.isFloatingPoint, let preprocessing else { return nil }
            let entries = [
                preprocessing.scale == 1 ? nil : "scale: \(preprocessing.scale)",
                preprocessing.offset == 0 ? nil : "offset: \(preprocessing.offset)",
            ]
            return entries.compactMap { $0 }.joined(separator: ", ")
        case .channelsFirst: return "layout: channels_first"
        case .channelsLast: return "layout: channels_last"
        case .channelsReversed: return "channel_order: bgr"
        case .heightAndWidthSwapped:
            // Of a picture that is as high as wide the model's own shape is kept.
            guard shape.count >= 2, let image = ImageShape(shape), image.height == image.width else { return nil }
            let hasBatch = shape.count == 4
            var axes = Array(0..<(hasBatch ? 4 : shape.count + 1))
            let height = image.hasChannelsFirst || shape.count == 2 ? axes.count - 2 : axes.count - 3
            axes.swapAt(height, height + 1)
            return "transpose: \(axes)"
        }
    }
}

/// Height, width and channels of a sample that is an image.
struct ImageShape {
    var height: Int
    var width: Int
    var channels: Int
    var hasChannelsFirst: Bool

    var elements: Int { height * width * channels }

    init?(_ shape: [Int]) {
        var shape = shape[...]
        if shape.count == 4, shape.first == 1 { shape = shape.dropFirst() }
        let sizes = Array(shape)
        (channels, hasChannelsFirst) = (1, false)
        switch sizes.count {
        case 3 where [1, 3, 4].contains(sizes[2]): (height, width, channels) = (sizes[0], sizes[1], sizes[2])
        case 3 where [1, 3, 4].contains(sizes[0]):
            (channels, height, width) = (sizes[0], sizes[1], sizes[2])
            hasChannelsFirst = true
        case 2: (height, width) = (sizes[0], sizes[1])
        case 1:
            height = Int(Double(sizes[0]).squareRoot().rounded())
            width = height
            guard height * width == sizes[0] else { return nil }
        default: return nil
        }
        guard height >= 8, width >= 8 else { return nil }
    }

    private func index(_ row: Int, _ column: Int, _ channel: Int) -> Int {
        hasChannelsFirst ? (channel * height + row) * width + column : (row * width + column) * channels + channel
    }

    /// Where each element is taken from of what was stored as [width, height], in the image's own order.
    var indicesWithHeightAndWidthSwapped: [Int] {
        var result = [Int](repeating: 0, count: elements)
        for row in 0..<height {
            for column in 0..<width {
                for channel in 0..<channels {
                    result[index(row, column, channel)] =
                        hasChannelsFirst
                        ? (channel * width + column) * height + row : (column * height + row) * channels + channel
                }
            }
        }
        return result
    }
}
