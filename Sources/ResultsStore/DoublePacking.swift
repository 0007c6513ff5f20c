/// Numbers as the bytes of a BLOB: little-endian IEEE 754 doubles, exact for every value, also NaN.
final class DoublePacking {
    private let storage: UnsafeMutableRawBufferPointer

    init(_ values: [Double]) {
        storage = .allocate(byteCount: values.count * MemoryLayout<UInt64>.size, alignment: 8)
        for (index, value) in values.enumerated() {
            storage.storeBytes(
                of: value.bitPattern.littleEndian, toByteOffset: index * MemoryLayout<UInt64>.size, as: UInt64.self)
        }
    }

    deinit { storage.deallocate() }

    /// Valid as long as this is.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(storage) }

    /// The reverse; nil when the bytes are no whole number of doubles.
    static func unpack(_ bytes: UnsafeRawBufferPointer) -> [Double]? {
        guard bytes.count.isMultiple(of: MemoryLayout<UInt64>.size) else { return nil }
        return stride(from: 0, to: bytes.count, by: MemoryLayout<UInt64>.size).map { offset in
            Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        }
    }
}
