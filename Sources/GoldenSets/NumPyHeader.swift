import InferenceCore

/// The header of a `.npy` file, versions 1.0 to 3.0.
///
/// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", and its later versions in
/// `numpy.lib.format`: a magic string, a version, a little-endian header length (2 bytes in 1.0, 4 after) and a Python
/// dictionary literal with the keys `descr`, `fortran_order` and `shape`.
package struct NumPyHeader {
    package let elementType: ElementType
    package let shape: [Int]
    /// Magic, version, length and dictionary; the elements follow.
    package let byteCount: Int

    /// NumPy's own limit is 10,000 characters; nobody's array of numbers needs more.
    package static let maximumBytes = 10_000

    package init(_ bytes: UnsafeRawBufferPointer) throws(NumPyFormatError) {
        let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
        guard bytes.starts(with: magic) else { throw .notNumPy }
        guard bytes.count >= 8 else { throw .truncatedHeader }
        let (major, minor) = (bytes[6], bytes[7])
        guard (1...3).contains(major), minor == 0 else { throw .version(major: major, minor: minor) }
        let lengthBytes = major == 1 ? 2 : 4
        guard bytes.count >= 8 + lengthBytes else { throw .truncatedHeader }
        let length = (0..<lengthBytes).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
        guard length <= Self.maximumBytes else { throw .oversizedHeader(length) }
        byteCount = 8 + lengthBytes + length
        guard bytes.count >= byteCount else { throw .truncatedHeader }

        var literal = PythonLiteralScanner(Array(bytes[(8 + lengthBytes)..<byteCount]))
        let entries = try literal.dictionary()
        guard Set(entries.keys) == ["descr", "fortran_order", "shape"] else {
            throw .malformedHeader("it needs exactly the keys descr, fortran_order and shape")
        }
        guard case .text(let type) = entries["descr"] else {
            throw .elementType("a structure")
        }
        guard case .flag(let isFortran) = entries["fortran_order"] else {
            throw .malformedHeader("fortran_order is not True or False")
        }
        guard case .integers(let sizes) = entries["shape"] else { throw .malformedHeader("shape is not a tuple") }
        elementType = try Self.elementType(type)
        guard !isFortran else { throw .fortranOrder }
        shape = sizes
    }

    /// Holds the size of a whole file against the shape.
    ///
    /// - Returns: how many bytes the elements have.
    package func elementBytes(inFileOf fileBytes: Int) throws(NumPyFormatError) -> Int {
        var expected = elementType.byteCount
        for size in shape {
            let (product, overflows) = expected.multipliedReportingOverflow(by: size)
            guard !overflows else { throw .shape(shape, "has more elements than memory has addresses") }
            expected = product
        }
        guard expected > 0 else { throw .shape(shape, "has no elements") }
        let found = fileBytes - byteCount
        guard found == expected else {
            throw .size(expected: expected, found: found, shape: shape, type: elementType.rawValue)
        }
        return expected
    }

    private static func elementType(_ name: String) throws(NumPyFormatError) -> ElementType {
        switch name {
        case "|b1": return .bool
        case "|i1": return .int8
        case "|u1": return .uint8
        case "<i2": return .int16
        case "<i4": return .int32
        case "<i8": return .int64
        case "<u2": return .uint16
        case "<u4": return .uint32
        case "<u8": return .uint64
        case "<f2": return .float16
        case "<f4": return .float32
        case "<f8": return .float64
        default:
            if name.hasPrefix(">") { throw .bigEndian(name) }
            if name.contains("O") { throw .object(name) }
            throw .elementType(name)
        }
    }
}
