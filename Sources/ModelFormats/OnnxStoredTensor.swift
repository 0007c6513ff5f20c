import Diagnostics
import InferenceCore
import Support

/// A tensor in a file of its own, as tests of ONNX keep their inputs and outputs, with all its numbers.
///
/// Source: onnx.proto, `TensorProto`; its field numbers are named below.
struct OnnxStoredTensor {
    /// Why the numbers cannot be had.
    struct Unreadable: Error {
        /// A noun: `strings`.
        var reason: String
    }

    private var code = 0
    private var dimensions: [UInt64] = []
    private var raw: UnsafeRawBufferPointer?
    private var isExternal = false
    /// Of fields whose elements have four and eight bytes, as bits.
    private var floats: [UInt32] = []
    private var doubles: [UInt64] = []
    /// Of fields of whole numbers.
    private var numbers: [UInt64] = []

    private init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            switch (field, value) {
            case (1, .number(let size)): dimensions.append(size)  // dims
            case (1, .bytes(let packed)): dimensions += try ProtobufFields.numbers(packed)
            case (2, .number(let code)): self.code = Int(clamping: code)  // data_type
            case (4, .fourBytes(let bits)): floats.append(bits)  // float_data
            case (4, .bytes(let packed)): floats += try Self.load(packed, UInt32.self)
            // int32_data, int64_data, uint64_data
            case (5, .number(let number)), (7, .number(let number)), (11, .number(let number)): numbers.append(number)
            case (5, .bytes(let packed)), (7, .bytes(let packed)), (11, .bytes(let packed)):
                numbers += try ProtobufFields.numbers(packed)
            case (9, .bytes(let bytes)): raw = bytes  // raw_data
            case (10, .eightBytes(let bits)): doubles.append(bits)  // double_data
            case (10, .bytes(let packed)): doubles += try Self.load(packed, UInt64.self)
            case (14, .number(let place)): isExternal = place != 0  // data_location
            default: break
            }
        }
    }

    /// The tensor that is a whole file.
    ///
    /// - Throws: `Unreadable` for types of elements that Pawl does not pass, and for a file that is damaged.
    static func read(path: String) throws(Unreadable) -> Tensor {
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw Unreadable(reason: "a file that cannot be read (\(error.diagnostics[0].message))")
        }
        return try withExtendedLifetime(file) { () throws(Unreadable) -> Tensor in
            let stored: OnnxStoredTensor
            do throws(ProtobufFields.Malformed) {
                stored = try OnnxStoredTensor(file.bytes)
            } catch {
                throw Unreadable(reason: "a damaged file (\(path): \(error.reason))")
            }
            return try stored.tensor(path)
        }
    }

    private func tensor(_ path: String) throws(Unreadable) -> Tensor {
        guard let type = ElementType.allCases.first(where: { $0.onnxCode == code }) else {
            throw Unreadable(reason: code == 8 ? "strings" : "elements of \(OnnxElementType.name(code))")
        }
        guard !isExternal else { throw Unreadable(reason: "tensors in further files") }
        var shape: [Int] = []
        var count = 1
        for dimension in dimensions {
            let size = Int(clamping: dimension)
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard !overflows else { throw Unreadable(reason: "a damaged file (\(path): it has too many elements)") }
            shape.append(size)
            count = product
        }
        let elements = elements(of: type)
        // Also where the product of the sizes is more than any file holds.
        guard elements.count % type.byteCount == 0, elements.count / type.byteCount == count else {
            throw Unreadable(reason: "a damaged file (\(path): its elements do not fill its shape)")
        }
        return Tensor(elementType: type, shape: shape, copying: elements)
    }

    private func elements(of type: ElementType) -> [UInt8] {
        if let raw { return Array(raw) }
        return switch type {
        case .float32: Self.bytes(floats)
        case .float64: Self.bytes(doubles)
        case .int64, .uint64: Self.bytes(numbers)
        case .int32, .uint32: Self.bytes(numbers.map { UInt32(truncatingIfNeeded: $0) })
        case .float16, .bfloat16, .int16, .uint16: Self.bytes(numbers.map { UInt16(truncatingIfNeeded: $0) })
        case .int8, .uint8, .bool: numbers.map { UInt8(truncatingIfNeeded: $0) }
        }
    }

    private static func bytes<Number: BitwiseCopyable>(_ numbers: [Number]) -> [UInt8] {
        numbers.withUnsafeBytes { Array($0) }
    }

    private static func load<Number: BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer, _ type: Number.Type
    ) throws(ProtobufFields.Malformed) -> [Number] {
        let size = MemoryLayout<Number>.size
        guard bytes.count % size == 0 else { throw ProtobufFields.Malformed(reason: "a list ends within a number") }
        return (0..<bytes.count / size).map { bytes.loadUnaligned(fromByteOffset: $0 * size, as: type) }
    }
}
