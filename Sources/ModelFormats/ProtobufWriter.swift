import Foundation

/// Writes the fields of one protocol buffers message; the counterpart of `ProtobufFields`.
struct ProtobufWriter {
    private(set) var data = Data()

    mutating func add(_ field: Int, _ number: Int) {
        varint(UInt64(field) << 3)
        varint(UInt64(bitPattern: Int64(number)))
    }

    mutating func add(_ field: Int, _ text: String) { add(field, Data(text.utf8)) }

    mutating func add(_ field: Int, _ bytes: UnsafeRawBufferPointer) { add(field, Data(bytes)) }

    mutating func add(_ field: Int, _ bytes: Data) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(bytes.count))
        data.append(bytes)
    }

    mutating func add(_ field: Int, _ fill: (inout ProtobufWriter) -> Void) {
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
