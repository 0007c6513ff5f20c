/// A dense, row-major tensor over memory that it keeps alive: mapped from a file or allocated.
public struct Tensor: @unchecked Sendable {
    public let elementType: ElementType
    public let shape: [Int]
    /// `elementCount * elementType.byteCount` bytes, valid as long as `owner` lives.
    public let bytes: UnsafeRawBufferPointer
    private let owner: AnyObject

    /// Wraps memory that `owner` keeps alive and nobody writes to while the tensor is in use.
    ///
    /// - Precondition: `bytes.count` is what `shape` and `elementType` ask for.
    public init(elementType: ElementType, shape: [Int], bytes: UnsafeRawBufferPointer, owner: AnyObject) {
        precondition(bytes.count == shape.reduce(1, *) * elementType.byteCount, "tensor bytes do not match its shape")
        self.elementType = elementType
        self.shape = shape
        self.bytes = bytes
        self.owner = owner
    }

    /// Allocates and fills a tensor; for tests and small constants.
    public init<Element: BitwiseCopyable>(elementType: ElementType, shape: [Int], copying elements: [Element]) {
        let storage = TensorStorage(byteCount: elements.count * MemoryLayout<Element>.stride)
        elements.withUnsafeBytes { storage.bytes.copyMemory(from: $0) }
        self.init(
            elementType: elementType, shape: shape, bytes: UnsafeRawBufferPointer(storage.bytes), owner: storage)
    }

    /// What keeps `bytes` alive, for a tensor of another shape over them.
    var holder: AnyObject { owner }

    public var elementCount: Int { shape.reduce(1, *) }

    /// The same values in memory of its own.
    public func copied() -> Tensor {
        let storage = TensorStorage(byteCount: bytes.count)
        storage.bytes.copyMemory(from: bytes)
        return Tensor(
            elementType: elementType, shape: shape, bytes: UnsafeRawBufferPointer(storage.bytes), owner: storage)
    }
}

/// Memory of a tensor, 64-byte aligned so that vector loads never split a cache line.
public final class TensorStorage: @unchecked Sendable {
    public let bytes: UnsafeMutableRawBufferPointer

    public init(byteCount: Int) {
        let start = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 64)
        bytes = UnsafeMutableRawBufferPointer(start: start, count: byteCount)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { bytes.baseAddress?.deallocate() }
}

extension Tensor {
    /// The elements as 32-bit floats, in row-major order.
    ///
    /// Exact for float16, bfloat16, float32 and integers of up to 24 significant bits; float64 and wider integers are
    /// rounded to nearest, ties to even. NaN and infinities stay what they are. O(n).
    ///
    /// - Throws: `InferenceError.notNumeric` for booleans.
    public func floatValues() throws(InferenceError) -> [Float] {
        guard elementType != .bool else { throw .notNumeric(elementType) }
        return [Float](unsafeUninitializedCapacity: elementCount) { buffer, count in
            convertToFloat(0..<elementCount, into: buffer)
            count = elementCount
        }
    }

    /// Like `floatValues()`, for the elements in `range`, into memory of the caller; allocates nothing.
    ///
    /// - Precondition: `range` lies within the tensor and `destination` holds as many elements.
    /// - Throws: `InferenceError.notNumeric` for booleans.
    public func copyFloatValues(
        _ range: Range<Int>, into destination: UnsafeMutableBufferPointer<Float>
    ) throws(InferenceError) {
        guard elementType != .bool else { throw .notNumeric(elementType) }
        precondition(range.lowerBound >= 0 && range.upperBound <= elementCount, "range outside the tensor")
        precondition(destination.count >= range.count, "destination is too small")
        convertToFloat(range, into: destination)
    }

    private func convertToFloat(_ range: Range<Int>, into destination: UnsafeMutableBufferPointer<Float>) {
        switch elementType {
        case .float32: convert(range, into: destination) { (value: Float) in value }
        case .float64: convert(range, into: destination) { (value: Double) in Float(value) }
        case .float16: convert(range, into: destination) { FloatBits.float(halfPrecision: $0) }
        case .bfloat16: convert(range, into: destination) { FloatBits.float(bfloat16: $0) }
        case .int8: convert(range, into: destination) { (value: Int8) in Float(value) }
        case .int16: convert(range, into: destination) { (value: Int16) in Float(value) }
        case .int32: convert(range, into: destination) { (value: Int32) in Float(value) }
        case .int64: convert(range, into: destination) { (value: Int64) in Float(value) }
        case .uint8: convert(range, into: destination) { (value: UInt8) in Float(value) }
        case .uint16: convert(range, into: destination) { (value: UInt16) in Float(value) }
        case .uint32: convert(range, into: destination) { (value: UInt32) in Float(value) }
        case .uint64: convert(range, into: destination) { (value: UInt64) in Float(value) }
        case .bool: preconditionFailure("booleans are refused before")
        }
    }

    /// Mapped memory need not be aligned for its element type, hence the unaligned loads; they cost nothing extra.
    @inline(__always)
    private func convert<Element: BitwiseCopyable>(
        _ range: Range<Int>, into destination: UnsafeMutableBufferPointer<Float>, _ convert: (Element) -> Float
    ) {
        guard let source = bytes.baseAddress, let target = destination.baseAddress else { return }
        let stride = MemoryLayout<Element>.stride
        for index in 0..<range.count {
            let element = source.loadUnaligned(
                fromByteOffset: (range.lowerBound + index) * stride, as: Element.self)
            (target + index).initialize(to: convert(element))
        }
    }
}
