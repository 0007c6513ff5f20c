import Diagnostics
import Foundation
import InferenceCore
import Support

/// Writes an `.npy` file of version 1.0 whose shape is known only at its end, in bounded memory.
public final class NumPyFileWriter {
    let path: String
    private var descriptor: Int32

    /// Room for every header that Pawl writes; NumPy pads with blanks as well.
    private static let headerBytes = 256

    /// - Throws: `FileError.unwritable`.
    init(path: String) throws(FileError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path) }
        guard lseek(descriptor, off_t(Self.headerBytes), SEEK_SET) >= 0 else { throw Self.failure(path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func append(_ bytes: some Sequence<UInt8>) throws(FileError) {
        try write(Data(bytes))
    }

    /// Writes the header and brings everything to disk.
    ///
    /// - Parameter shape: of at most 8 dimensions; its product is the number of elements that were appended.
    func finish(elementType: ElementType, shape: [Int]) throws(FileError) {
        let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let literal = "{'descr': '\(Self.code(of: elementType))', 'fortran_order': False, 'shape': (\(sizes)), }"
        let count = Self.headerBytes - 10
        var header = Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(count & 0xFF), UInt8(count >> 8)])
        header.append(Data(literal.utf8))
        precondition(header.count < Self.headerBytes, "a shape needs more room than a header has")
        header.append(Data(repeating: UInt8(ascii: " "), count: Self.headerBytes - 1 - header.count))
        header.append(UInt8(ascii: "\n"))
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.failure(path) }
        try write(header)
        guard fsync(descriptor) == 0 else { throw Self.failure(path) }
        close(descriptor)
        descriptor = -1
    }

    /// Writes a whole array at once.
    public static func write<Element: BitwiseCopyable>(
        _ elements: [Element], elementType: ElementType, shape: [Int], to path: String
    ) throws(FileError) {
        let writer = try NumPyFileWriter(path: path)
        try writer.write(elements.withUnsafeBytes { Data($0) })
        try writer.finish(elementType: elementType, shape: shape)
    }

    private func write(_ data: Data) throws(FileError) {
        if let code = SystemCall.writeWhole(data, to: descriptor) { throw Self.failure(path, code) }
    }

    private static func failure(_ path: String, _ code: Int32 = errno) -> FileError {
        .unwritable(path: path, reason: SystemMessage.text(code))
    }

    private static func code(of type: ElementType) -> String {
        switch type {
        case .bool: "|b1"
        case .int8: "|i1"
        case .uint8: "|u1"
        case .int16: "<i2"
        case .int32: "<i4"
        case .int64: "<i8"
        case .uint16: "<u2"
        case .uint32: "<u4"
        case .uint64: "<u8"
        case .float16: "<f2"
        case .float32: "<f4"
        case .float64: "<f8"
        case .bfloat16: preconditionFailure("NumPy has no bfloat16; such inputs are refused before")
        }
    }
}
