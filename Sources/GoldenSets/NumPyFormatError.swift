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
