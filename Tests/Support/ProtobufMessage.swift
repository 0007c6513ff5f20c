import Foundation

/// Writes a protocol buffers message: enough to build small models without their tools.
///
/// Encoding: protobuf.dev, "Encoding" (varints and length-delimited fields).
struct ProtobufMessage {
    private(set) var bytes = Data()

    mutating func add(_ field: Int, _ value: Int) {
        varint(UInt64(field) << 3)
        varint(UInt64(bitPattern: Int64(value)))
    }

    mutating func add(_ field: Int, _ text: String) { add(field, Data(text.utf8)) }

    mutating func add(_ field: Int, _ data: Data) {
        varint(UInt64(field) << 3 | 2)
        varint(UInt64(data.count))
        bytes.append(data)
    }

    mutating func add(_ field: Int, _ build: (inout ProtobufMessage) -> Void) {
        var message = ProtobufMessage()
        build(&message)
        add(field, message.bytes)
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
