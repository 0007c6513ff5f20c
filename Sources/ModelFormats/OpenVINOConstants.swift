/// Where in its `.bin` the constants of an OpenVINO graph (`.xml`) lie.
///
/// A constant says it with two attributes of one tag, `<data ... offset="64" size="4000"/>`; other tags have no such pair.
/// Source: OpenVINO, "Intermediate Representation Format": operation `Constant`.
enum OpenVINOConstants {
    /// - Complexity: O(bytes).
    static func ranges(in bytes: UnsafeRawBufferPointer) -> [WeightFiles.ByteRange] {
        var found: [WeightFiles.ByteRange] = []
        var position = 0
        while let start = bytes.firstIndex(of: UInt8(ascii: "<"), from: position),
            let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: start)
        {
            position = end + 1
            let tag = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            guard let offset = number(" offset=", in: tag), let size = number(" size=", in: tag) else { continue }
            found.append(WeightFiles.ByteRange(offset: offset, length: size))
        }
        return found
    }

    /// The value of an attribute, in either kind of quotes.
    private static func number(_ attribute: String, in tag: UnsafeRawBufferPointer) -> UInt64? {
        let key = Array(attribute.utf8)
        guard let found = tag.firstIndex(of: key) else { return nil }
        let quote = found + key.count
        guard quote < tag.count, tag[quote] == UInt8(ascii: "\"") || tag[quote] == UInt8(ascii: "'"),
            let end = tag.firstIndex(of: tag[quote], from: quote + 1)
        else { return nil }
        return UInt64(String(decoding: tag[(quote + 1)..<end], as: UTF8.self))
    }
}
