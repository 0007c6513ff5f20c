import Foundation

/// Writes whole numbers as LEB128: seven bits a byte, least significant first, the high bit set on all but the last.
struct ByteWriter {
    private(set) var data = Data()

    mutating func write(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            data.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        data.append(UInt8(rest))
    }

    mutating func write(_ value: Int) {
        precondition(value >= 0, "counts are not negative")
        write(UInt64(value))
    }

    /// Zigzag: 0, -1, 1, -2 ... become 0, 1, 2, 3 ..., so that small differences are short whatever their sign.
    mutating func write(signed value: Int64) { write(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

    mutating func write(_ text: String) {
        write(text.utf8.count)
        data.append(contentsOf: text.utf8)
    }

    mutating func write(byte: UInt8) { data.append(byte) }
}
