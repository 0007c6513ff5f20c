/// A table of a FlatBuffers message, read in place: every offset is compared with the bytes before it is followed.
///
/// Source: flatbuffers.dev, "FlatBuffers Internals". A table begins with the signed distance back to its vtable, which has its own
/// length, the table's, and then for each field its place in the table, 0 for one that is not there.
struct FlatTable {
    struct Malformed: Error {
        var reason: String
    }

    private let bytes: UnsafeRawBufferPointer
    private let start: Int
    private let fields: Range<Int>

    /// The table that the message begins with.
    init(root bytes: UnsafeRawBufferPointer) throws(Malformed) {
        try self.init(bytes, at: Self.target(bytes, of: 0))
    }

    private init(_ bytes: UnsafeRawBufferPointer, at start: Int) throws(Malformed) {
        self.bytes = bytes
        self.start = start
        let table = start - Int(try Self.load(bytes, start, as: Int32.self))
        let length = Int(try Self.load(bytes, table, as: UInt16.self))
        guard length >= 4, length <= bytes.count - table else {
            throw Malformed(reason: "a table's list of fields leaves the file")
        }
        fields = table + 4..<table + length
    }

    private static func load<Number: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer, _ place: Int, as type: Number.Type
    ) throws(Malformed) -> Number {
        guard place >= 0, bytes.count >= MemoryLayout<Number>.size, place <= bytes.count - MemoryLayout<Number>.size
        else { throw Malformed(reason: "an offset leaves the file") }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: type))
    }

    /// Where the offset at `place` leads.
    private static func target(_ bytes: UnsafeRawBufferPointer, of place: Int) throws(Malformed) -> Int {
        place + Int(try load(bytes, place, as: UInt32.self))
    }

    /// Where a field lies; nil for one that is not there.
    private func place(_ field: Int) throws(Malformed) -> Int? {
        let slot = fields.lowerBound + 2 * field
        guard slot + 2 <= fields.upperBound else { return nil }
        let offset = Int(try Self.load(bytes, slot, as: UInt16.self))
        return offset == 0 ? nil : start + offset
    }

    func number<Number: FixedWidthInteger & BitwiseCopyable>(
        _ field: Int, as type: Number.Type
    ) throws(Malformed) -> Number? {
        guard let place = try place(field) else { return nil }
        return try Self.load(bytes, place, as: type)
    }

    func table(_ field: Int) throws(Malformed) -> FlatTable? {
        guard let place = try place(field) else { return nil }
        return try FlatTable(bytes, at: Self.target(bytes, of: place))
    }

    /// First element and number of elements of a vector.
    private func vector(_ field: Int, elementBytes: Int) throws(Malformed) -> (start: Int, count: Int)? {
        guard let place = try place(field) else { return nil }
        let vector = try Self.target(bytes, of: place)
        let count = Int(try Self.load(bytes, vector, as: UInt32.self))
        guard count <= (bytes.count - vector - 4) / elementBytes else {
            throw Malformed(reason: "a list leaves the file")
        }
        return (vector + 4, count)
    }

    /// How many elements a list of tables has.
    func tableCount(_ field: Int) throws(Malformed) -> Int { try vector(field, elementBytes: 4)?.count ?? 0 }

    /// How many bytes a list of bytes has.
    func byteCount(_ field: Int) throws(Malformed) -> Int { try vector(field, elementBytes: 1)?.count ?? 0 }

    /// - Returns: nil where the list is not so long.
    func table(_ field: Int, _ index: Int) throws(Malformed) -> FlatTable? {
        guard let (first, count) = try vector(field, elementBytes: 4), index >= 0, index < count else { return nil }
        return try FlatTable(bytes, at: Self.target(bytes, of: first + 4 * index))
    }

    /// - Parameter limit: of elements.
    func numbers<Number: FixedWidthInteger & BitwiseCopyable>(
        _ field: Int, as type: Number.Type, limit: Int
    ) throws(Malformed) -> [Number] {
        guard let (first, count) = try vector(field, elementBytes: MemoryLayout<Number>.size) else { return [] }
        guard count <= limit else { throw Malformed(reason: "a list has \(count) entries") }
        var numbers: [Number] = []
        numbers.reserveCapacity(count)
        for index in 0..<count {
            numbers.append(try Self.load(bytes, first + index * MemoryLayout<Number>.size, as: type))
        }
        return numbers
    }

    func floats(_ field: Int, limit: Int) throws(Malformed) -> [Float] {
        try numbers(field, as: UInt32.self, limit: limit).map(Float.init(bitPattern:))
    }

    func text(_ field: Int) throws(Malformed) -> String? {
        guard let (first, count) = try vector(field, elementBytes: 1) else { return nil }
        guard count <= 1 << 16 else { throw Malformed(reason: "a name has \(count) bytes") }
        return String(decoding: bytes[first..<first + count], as: UTF8.self)
    }
}
