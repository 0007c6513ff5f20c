/// Reads what `ByteWriter` wrote, trusting none of it.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func readByte() throws(TraceError) -> UInt8 {
        guard position < bytes.count else { throw .damaged("it ends within a value") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func readUnsigned() throws(TraceError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try readByte()
            guard shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw .damaged("a number is longer than 64 bits")
    }

    mutating func readSigned() throws(TraceError) -> Int64 {
        let value = try readUnsigned()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A number of things that follow, each of at least one byte.
    mutating func readCount() throws(TraceError) -> Int {
        guard let count = Int(exactly: try readUnsigned()), count <= bytes.count - position else {
            throw .damaged("it promises more than it holds")
        }
        return count
    }

    mutating func readText() throws(TraceError) -> String {
        let count = try readCount()
        defer { position += count }
        guard let text = String(validating: bytes[position..<(position + count)], as: UTF8.self) else {
            throw .damaged("a name is not UTF-8")
        }
        return text
    }

    /// Adds a signed difference to an earlier value.
    mutating func readValue(relativeTo earlier: UInt64) throws(TraceError) -> UInt64 {
        let (sum, overflow) = Int64(bitPattern: earlier).addingReportingOverflow(try readSigned())
        guard !overflow, sum >= 0 else { throw .damaged("a time is out of range") }
        return UInt64(sum)
    }
}
