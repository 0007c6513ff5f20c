import InferenceCore
import Support

/// A `.npy` file, mapped: row-major and little-endian, of a numeric type or bool.
struct NumPyArray: Sendable {
    let elementType: ElementType
    /// At least one dimension, none of them 0.
    let shape: [Int]
    let file: MappedFile
    /// Of the first element in the file.
    let offset: Int

    /// Checks that header and size of the file agree to the byte.
    ///
    /// - Throws: `NumPyFormatError` for what NumPy did not write or Pawl does not use.
    init(_ file: MappedFile) throws(NumPyFormatError) {
        let header = try NumPyHeader(file.bytes)
        guard !header.shape.isEmpty else { throw .shape([], "has no dimension to count samples along") }
        _ = try header.elementBytes(inFileOf: file.bytes.count)
        guard header.byteCount.isMultiple(of: header.elementType.byteCount) else { throw .misaligned }
        self.file = file
        offset = header.byteCount
        elementType = header.elementType
        shape = header.shape
    }

    /// The mapped elements; valid as long as `file` lives.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[offset...]) }

    /// `int32[1042, 2048]`
    var description: String {
        "\(elementType.rawValue)[\(shape.map(String.init).joined(separator: ", "))]"
    }
}

extension NumPyArray {
    /// An element of an integer or bool array, by its position in row-major order.
    ///
    /// - Precondition: the type is an integer of at most 64 bits that fits Int64, or bool.
    func integer(at index: Int) -> Int64 {
        let offset = index * elementType.byteCount
        return switch elementType {
        case .int8: Int64(bytes.loadUnaligned(fromByteOffset: offset, as: Int8.self))
        case .uint8, .bool: Int64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt8.self))
        case .int16: Int64(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self)))
        case .uint16: Int64(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
        case .int32: Int64(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
        case .uint32: Int64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        case .int64: Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
        default: preconditionFailure("no integers")
        }
    }

    /// An element of a floating-point array, by its position in row-major order.
    ///
    /// - Precondition: the type is float32 or float64.
    func number(at index: Int) -> Double {
        switch elementType {
        case .float32: Double(bytes.loadUnaligned(fromByteOffset: index * 4, as: Float.self))
        case .float64: bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self)
        default: preconditionFailure("no floating-point numbers")
        }
    }

    var elementCount: Int { shape.reduce(1, *) }
}
