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
