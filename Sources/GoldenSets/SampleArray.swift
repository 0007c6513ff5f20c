import InferenceCore
import Support

/// One input of every sample, in mapped memory: samples of one shape, or each of its own, one after another.
struct SampleArray: Sendable {
    let elementType: ElementType
    let sampleCount: Int
    private let file: MappedFile
    /// First byte of the first sample.
    private let offset: Int
    private let layout: Layout

    private enum Layout {
        case same(shape: [Int], elements: Int)
        case each(RaggedShapes)
    }

    /// Rows of an array, one a sample.
    init(rows array: NumPyArray) {
        let shape = Array(array.shape.dropFirst())
        self.init(
            array, count: array.shape[0], layout: .same(shape: shape, elements: array.elementCount / array.shape[0]))
    }

    /// - Parameters:
    ///   - array: one-dimensional, all elements.
    ///   - shapes: int64[samples, rank].
    /// - Throws: `NumPyFormatError.shape` when the shapes do not fill the array.
    init(ragged array: NumPyArray, shapes: NumPyArray) throws(NumPyFormatError) {
        guard array.shape.count == 1 else {
            throw .shape(array.shape, "has rows; with 'shapes' all elements stand one after another in one dimension")
        }
        guard shapes.shape.count == 2, shapes.elementType == .int64 else {
            throw .shape(
                shapes.shape, "of type \(shapes.elementType.rawValue) cannot be shapes: int64[samples, rank] can")
        }
        let sizes = (0..<shapes.elementCount).map { Int(shapes.integer(at: $0)) }
        let ragged: RaggedShapes
        do {
            ragged = try RaggedShapes(sizes: sizes, rank: shapes.shape[1], limit: array.elementCount)
        } catch {
            switch error {
            case .noSize(let sample, let size):
                throw .shape(shapes.shape, "holds \(size) for sample \(sample) (from 0), which is no size")
            case .tooManyElements: throw .shape(array.shape, "has fewer elements than 'shapes' adds up to")
            }
        }
        let filled = ragged.offsets[ragged.offsets.count - 1]
        guard filled == array.shape[0] else {
            throw .shape(array.shape, "has more elements than the \(filled) that 'shapes' adds up to")
        }
        self.init(array, count: shapes.shape[0], layout: .each(ragged))
    }

    private init(_ array: NumPyArray, count: Int, layout: Layout) {
        elementType = array.elementType
        sampleCount = count
        file = array.file
        offset = array.offset
        self.layout = layout
    }

    /// Maps what `place` describes; nothing outside the file can be reached through it.
    ///
    /// - Throws: `GoldenSetError.file`, or `.samples` when the description and the file do not agree.
    init(_ place: SampleFiles.Input, named name: String, count: Int) throws(GoldenSetError) {
        do {
            file = try MappedFile(path: place.path)
        } catch {
            throw .file(error)
        }
        elementType = place.elementType
        sampleCount = count
        offset = place.offset
        let width = place.elementType.byteCount
        guard count > 0, offset >= 0, offset <= file.bytes.count, offset.isMultiple(of: width) else {
            throw .samples(input: name, reason: "offset \(offset) is not in \(place.path), or not that of an element")
        }
        let limit = (file.bytes.count - offset) / width
        do {
            switch (place.shape, place.shapes) {
            case (let shape?, nil):
                let one = try RaggedShapes(sizes: shape, rank: shape.count, limit: limit)
                let (all, overflows) = one.offsets[1].multipliedReportingOverflow(by: count)
                guard !overflows, all <= limit else { throw RaggedShapes.Problem.tooManyElements }
                layout = .same(shape: shape, elements: one.offsets[1])
            case (nil, let shapes?):
                guard shapes.count == count, let rank = shapes.first?.count, shapes.allSatisfy({ $0.count == rank })
                else {
                    throw GoldenSetError.samples(input: name, reason: "'shapes' are not \(count) of one rank")
                }
                layout = .each(
                    try RaggedShapes(sizes: shapes.flatMap { $0 }, rank: rank, samples: count, limit: limit))
            default: throw GoldenSetError.samples(input: name, reason: "it needs either 'shape' or 'shapes'")
            }
        } catch let error as GoldenSetError {
            throw error
        } catch {
            throw .samples(input: name, reason: "its shapes do not fit into \(place.path)")
        }
    }

    /// What a process that opens this array must know.
    var place: SampleFiles.Input {
        var place = SampleFiles.Input(
            path: file.path, offset: offset, elementType: elementType, shape: nil, shapes: nil)
        switch layout {
        case .same(let shape, _): place.shape = shape
        case .each: place.shapes = (0..<sampleCount).map(shape(ofSample:))
        }
        return place
    }

    /// Bytes of all samples.
    var byteCount: Int { elementRange(ofSamples: 0..<sampleCount).count * elementType.byteCount }

    /// Without a batch dimension.
    func shape(ofSample index: Int) -> [Int] {
        switch layout {
        case .same(let shape, _): shape
        case .each(let shapes): shapes.shape(ofSample: index)
        }
    }

    /// A sample as a tensor of its shape, with ones before it where a model wants a batch.
    func tensor(ofSample index: Int, shape: [Int]) -> Tensor {
        Tensor(
            elementType: elementType, shape: shape,
            bytes: UnsafeRawBufferPointer(rebasing: file.bytes[bytes(ofSamples: index..<index + 1)]), owner: file)
    }

    /// Where samples lie in the file.
    func bytes(ofSamples samples: Range<Int>) -> Range<Int> {
        let elements = elementRange(ofSamples: samples)
        let width = elementType.byteCount
        return offset + elements.lowerBound * width..<offset + elements.upperBound * width
    }

    private func elementRange(ofSamples samples: Range<Int>) -> Range<Int> {
        switch layout {
        case .same(_, let elements): samples.lowerBound * elements..<samples.upperBound * elements
        case .each(let shapes): shapes.offsets[samples.lowerBound]..<shapes.offsets[samples.upperBound]
        }
    }

    /// Gives back the memory of samples, which are read from the file again when they are touched again.
    func releasePages(samples: Range<Int>) { file.releasePages(bytes(ofSamples: samples)) }

    /// `int32[1042, 2048]`, or `float32[300, 3, 48, 96...512]` where samples differ.
    var description: String {
        let sizes: [String]
        switch layout {
        case .same(let shape, _): sizes = shape.map(String.init)
        case .each(let shapes):
            sizes = (0..<shapes.rank).map { axis in
                let all = stride(from: axis, to: shapes.sizes.count, by: shapes.rank).map { shapes.sizes[$0] }
                let (low, high) = (all.min() ?? 0, all.max() ?? 0)
                return low == high ? "\(low)" : "\(low)...\(high)"
            }
        }
        return "\(elementType.rawValue)[\(([String(sampleCount)] + sizes).joined(separator: ", "))]"
    }
}

/// Ragged samples: of different shapes, one after another.
struct RaggedShapes {
    enum Problem: Error {
        case noSize(sample: Int, size: Int)
        case tooManyElements
    }

    let rank: Int
    /// The shapes of all samples, one after another.
    let sizes: [Int]
    /// First element of each sample, and the number of elements behind the last.
    let offsets: [Int]

    /// - Parameters:
    ///   - samples: nil when `sizes` tell; they do not where samples are scalars.
    ///   - limit: elements that there are.
    init(sizes: [Int], rank: Int, samples: Int? = nil, limit: Int) throws(Problem) {
        let samples = samples ?? (rank == 0 ? 1 : sizes.count / rank)
        var offsets = [0]
        offsets.reserveCapacity(samples + 1)
        for sample in 0..<samples {
            var count = 1
            for size in sizes[sample * rank..<(sample + 1) * rank] {
                let (product, overflows) = count.multipliedReportingOverflow(by: size)
                guard size > 0, !overflows else { throw .noSize(sample: sample, size: size) }
                count = product
            }
            let (end, overflows) = offsets[sample].addingReportingOverflow(count)
            guard !overflows, end <= limit else { throw .tooManyElements }
            offsets.append(end)
        }
        self.rank = rank
        self.sizes = sizes
        self.offsets = offsets
    }

    func shape(ofSample index: Int) -> [Int] { Array(sizes[index * rank..<(index + 1) * rank]) }
}
