import InferenceCore

/// One input of every sample, in mapped memory: rows of an array, or stretches of different shapes one after another.
struct SampleArray: Sendable {
    private let array: NumPyArray
    /// Where samples differ in shape; nil for rows.
    private let layout: Layout?

    private struct Layout {
        var rank: Int
        /// The shapes of all samples, one after another.
        var sizes: [Int]
        /// First element of each sample, and the number of elements behind the last.
        var offsets: [Int]
    }

    init(rows array: NumPyArray) {
        self.array = array
        layout = nil
    }

    /// - Parameters:
    ///   - array: one-dimensional, all elements.
    ///   - shapes: int64[samples, rank].
    /// - Throws: `NumPyFormatError.shape` when the shapes do not fill the array.
    init(stretches array: NumPyArray, shapes: NumPyArray) throws(NumPyFormatError) {
        guard array.shape.count == 1 else {
            throw .shape(array.shape, "has rows; with 'shapes' all elements stand one after another in one dimension")
        }
        guard shapes.shape.count == 2, shapes.elementType == .int64 else {
            throw .shape(
                shapes.shape, "of type \(shapes.elementType.rawValue) cannot be shapes: int64[samples, rank] can")
        }
        let (samples, rank) = (shapes.shape[0], shapes.shape[1])
        var sizes: [Int] = []
        var offsets = [0]
        sizes.reserveCapacity(samples * rank)
        offsets.reserveCapacity(samples + 1)
        for sample in 0..<samples {
            var count = 1
            for axis in 0..<rank {
                let size = shapes.integer(at: sample * rank + axis)
                let (product, overflows) = count.multipliedReportingOverflow(by: Int(size))
                guard size > 0, !overflows else {
                    throw .shape(shapes.shape, "holds \(size) for sample \(sample) (from 0), which is no size")
                }
                sizes.append(Int(size))
                count = product
            }
            let (end, overflows) = offsets[sample].addingReportingOverflow(count)
            guard !overflows, end <= array.shape[0] else {
                throw .shape(array.shape, "has fewer elements than 'shapes' adds up to")
            }
            offsets.append(end)
        }
        guard offsets[samples] == array.shape[0] else {
            throw .shape(array.shape, "has more elements than the \(offsets[samples]) that 'shapes' adds up to")
        }
        self.array = array
        layout = Layout(rank: rank, sizes: sizes, offsets: offsets)
    }

    var elementType: ElementType { array.elementType }

    var sampleCount: Int { layout.map { $0.offsets.count - 1 } ?? array.shape[0] }

    /// Of a sample, without a batch dimension.
    var sampleRank: Int { layout?.rank ?? array.shape.count - 1 }

    /// Bytes of all samples.
    var byteCount: Int { array.bytes.count }

    /// Without a batch dimension.
    func shape(ofSample index: Int) -> [Int] {
        guard let layout else { return Array(array.shape.dropFirst()) }
        return Array(layout.sizes[index * layout.rank..<(index + 1) * layout.rank])
    }

    /// A sample as a tensor of its shape, with ones before it where a model wants a batch.
    func tensor(ofSample index: Int, shape: [Int]) -> Tensor {
        Tensor(
            elementType: array.elementType, shape: shape,
            bytes: UnsafeRawBufferPointer(rebasing: array.bytes[bytes(ofSamples: index..<index + 1)]),
            owner: array.owner)
    }

    /// Where samples lie in the array's bytes.
    func bytes(ofSamples samples: Range<Int>) -> Range<Int> {
        guard let layout else {
            return samples.lowerBound * array.bytesPerRow..<samples.upperBound * array.bytesPerRow
        }
        let width = array.elementType.byteCount
        return layout.offsets[samples.lowerBound] * width..<layout.offsets[samples.upperBound] * width
    }

    /// Gives back the memory of samples, which are read from the file again when they are touched again.
    func giveBack(samples: Range<Int>) { array.giveBack(bytes(ofSamples: samples)) }

    /// `int32[1042, 2048]`, or `float32[300, 3, 48, 96...512]` where samples differ.
    var description: String {
        guard let layout else { return array.description }
        let sizes = (0..<layout.rank).map { axis in
            let all = stride(from: axis, to: layout.sizes.count, by: layout.rank).map { layout.sizes[$0] }
            let (low, high) = (all.min() ?? 0, all.max() ?? 0)
            return low == high ? "\(low)" : "\(low)...\(high)"
        }
        return "\(elementType.rawValue)[\(([String(sampleCount)] + sizes).joined(separator: ", "))]"
    }
}
