import Foundation

/// The fields of one protocol buffers message, in the order in which they stand, without a schema and without copies.
///
/// Every length is compared with what is left. Encoding: protobuf.dev, "Encoding" (tags, varints, length-delimited
/// fields); groups, deprecated there, are refused.
struct ProtobufFields {
    enum Value {
        case number(UInt64)
        case bytes(UnsafeRawBufferPointer)
        case fourBytes(UInt32)
        case eightBytes(UInt64)

        /// A text or a message; nil for numbers.
        var bytes: UnsafeRawBufferPointer? { if case .bytes(let bytes) = self { bytes } else { nil } }
        var number: UInt64? { if case .number(let number) = self { number } else { nil } }
        var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
    }

    struct Malformed: Error {
        var reason: String
    }

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The next field; nil at the end.
    mutating func next() throws(Malformed) -> (field: UInt64, value: Value)? {
        guard position < bytes.count else { return nil }
        let tag = try varint()
        let field = tag >> 3
        guard field > 0 else { throw Malformed(reason: "a field has the number 0") }
        switch tag & 7 {
        case 0: return (field, .number(try varint()))
        case 1: return (field, .eightBytes(try take(8).loadUnaligned(as: UInt64.self)))
        case 2:
            let count = try varint()
            return (field, .bytes(try take(Int(clamping: count))))
        case 5: return (field, .fourBytes(try take(4).loadUnaligned(as: UInt32.self)))
        default: throw Malformed(reason: "a field is of the unknown kind \(tag & 7)")
        }
    }

    /// All numbers of a packed field.
    static func numbers(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> [UInt64] {
        var fields = ProtobufFields(bytes)
        var numbers: [UInt64] = []
        while fields.position < bytes.count { numbers.append(try fields.varint()) }
        return numbers
    }

    private mutating func varint() throws(Malformed) -> UInt64 {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < bytes.count else { throw Malformed(reason: "it ends within a number") }
            let byte = bytes[position]
            position += 1
            result |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return result }
        }
        throw Malformed(reason: "a number has more than ten bytes")
    }

    private mutating func take(_ count: Int) throws(Malformed) -> UnsafeRawBufferPointer {
        guard count <= bytes.count - position else { throw Malformed(reason: "a field is longer than what is left") }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }
}

extension Data {
    /// Lends its bytes to a reader of messages.
    func reading<Value>(
        _ read: (UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) -> Value
    ) throws(ProtobufFields.Malformed) -> Value {
        try withUnsafeBytes { bytes in
            Result { () throws(ProtobufFields.Malformed) in try read(bytes) }
        }.get()
    }
}

/// Writes the fields of one protocol buffers message; the counterpart of `ProtobufFields`.
package struct ProtobufWriter {
    package private(set) var data = Data()

    package init() {}

    package mutating func add(_ field: Int, _ number: Int) {
        varint(UInt64(field) << 3)
        varint(UInt64(bitPattern: Int64(number)))
    }

    /// A `float`: four bytes.
    package mutating func add(_ field: Int, float: Float) {
        varint(UInt64(field) << 3 | 5)
        withUnsafeBytes(of: float.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }

    package mutating func add(_ field: Int, _ text: String) { add(field, Data(text.utf8)) }

    package mutating func add(_ field: Int, _ bytes: UnsafeRawBufferPointer) { add(field, Data(bytes)) }

    /// A field as it was read.
    mutating func add(_ field: UInt64, _ value: ProtobufFields.Value) {
        switch value {
        case .number(let number):
            varint(field << 3)
            varint(number)
        case .eightBytes(let bits):
            varint(field << 3 | 1)
            withUnsafeBytes(of: bits.littleEndian) { data.append(contentsOf: $0) }
        case .bytes(let bytes):
            varint(field << 3 | 2)
            varint(UInt64(bytes.count))
            data.append(contentsOf: bytes)
        case .fourBytes(let bits):
            varint(field << 3 | 5)
            withUnsafeBytes(of: bits.littleEndian) { data.append(contentsOf: $0) }
        }
    }

    package mutating func add(_ field: Int, _ bytes: Data) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(bytes.count))
        data.append(bytes)
    }

    package mutating func add(_ field: Int, _ fill: (inout ProtobufWriter) -> Void) {
        var message = ProtobufWriter()
        fill(&message)
        add(field, message.data)
    }

    private mutating func varint(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        data.append(UInt8(truncatingIfNeeded: rest))
    }
}
