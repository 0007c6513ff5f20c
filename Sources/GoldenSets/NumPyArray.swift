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

/// Why a file is no `.npy` array that Pawl uses; `GoldenSet` adds the place.
package enum NumPyFormatError: Error, Equatable {
    case notNumPy
    case version(major: UInt8, minor: UInt8)
    case truncatedHeader
    case oversizedHeader(Int)
    case malformedHeader(String)
    case elementType(String)
    case bigEndian(String)
    case object(String)
    case fortranOrder
    case misaligned
    case shape([Int], String)
    case size(expected: Int, found: Int, shape: [Int], type: String)

    package var message: String {
        switch self {
        case .notNumPy: "it does not begin as a NumPy array does"
        case .version(let major, let minor): "it is of .npy version \(major).\(minor); 1.0, 2.0 and 3.0 are read"
        case .truncatedHeader: "it ends within its header"
        case .oversizedHeader(let bytes):
            "its header claims \(bytes) bytes; at most \(NumPyHeader.maximumBytes) are read"
        case .malformedHeader(let reason): "its header is malformed: \(reason)"
        case .elementType(let name): "elements of type '\(name.prefix(40))' are not supported"
        case .bigEndian(let name): "its elements ('\(name.prefix(40))') are big-endian"
        case .object(let name): "it holds Python objects ('\(name.prefix(40))'), not numbers"
        case .fortranOrder: "it is in Fortran order (columns first)"
        case .misaligned: "its elements are not aligned to their size"
        case .shape(let shape, let reason): "its shape (\(shape.map(String.init).joined(separator: ", "))) \(reason)"
        case .size(let expected, let found, let shape, let type):
            "\(type) elements of shape (\(shape.map(String.init).joined(separator: ", "))) take \(expected) bytes, "
                + "and \(found) are there"
        }
    }

    package var hint: String {
        switch self {
        case .elementType, .object: "convert it first: numpy.save(path, array.astype('float32'))"
        case .bigEndian: "convert it first: numpy.save(path, array.astype(array.dtype.newbyteorder('<')))"
        case .fortranOrder: "convert it first: numpy.save(path, numpy.ascontiguousarray(array))"
        case .size: "the file is incomplete or was changed; build the golden set again"
        default: "write it with numpy.save(path, array)"
        }
    }
}
