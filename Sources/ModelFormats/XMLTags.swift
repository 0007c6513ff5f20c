/// The tags of an XML document, one after the other, with their attributes: as much of XML as programs write for programs.
///
/// Declarations, comments and texts between tags are passed over; entities of the document's own are not replaced.
struct XMLTags {
    struct Malformed: Error {
        var reason: String
    }

    struct Tag {
        var name: Substring
        var attributes: [Substring: String]
        /// `</name>`
        var closes: Bool
        /// `<name/>`
        var isEmpty: Bool
    }

    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private static let attributeLimit = 64

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The next tag; nil at the end.
    mutating func next() throws(Malformed) -> Tag? {
        while let start = find(UInt8(ascii: "<"), from: position) {
            let isComment = bytes[start...].starts(with: "<!--".utf8)
            guard let end = isComment ? endOfComment(from: start) : endOfTag(from: start) else {
                throw Malformed(reason: "it ends within a tag")
            }
            position = end + 1
            let first = start + 1 < end ? bytes[start + 1] : 0
            if isComment || first == UInt8(ascii: "!") || first == UInt8(ascii: "?") { continue }
            return try Self.tag(String(decoding: bytes[start + 1..<end], as: UTF8.self))
        }
        return nil
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? { bytes[start...].firstIndex(of: byte) }

    private func endOfComment(from start: Int) -> Int? {
        var place = start + 4
        while let end = find(UInt8(ascii: ">"), from: min(place, bytes.count)) {
            if end >= start + 6, bytes[end - 1] == UInt8(ascii: "-"), bytes[end - 2] == UInt8(ascii: "-") { return end }
            place = end + 1
        }
        return nil
    }

    /// Where the tag ends; a quoted value may hold what else would end it.
    private func endOfTag(from start: Int) -> Int? {
        var quote: UInt8?
        for place in start..<bytes.count {
            let byte = bytes[place]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return place
            }
        }
        return nil
    }

    private static func tag(_ text: String) throws(Malformed) -> Tag {
        var rest = text[...]
        let closes = rest.first == "/"
        if closes { rest = rest.dropFirst() }
        let isEmpty = rest.last == "/"
        if isEmpty { rest = rest.dropLast() }
        let name = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(name.count)
        var attributes: [Substring: String] = [:]
        while true {
            rest = rest.drop { $0.isWhitespace }
            guard !rest.isEmpty else { break }
            let key = rest.prefix { $0 != "=" && !$0.isWhitespace }
            rest = rest.dropFirst(key.count).drop { $0.isWhitespace || $0 == "=" }
            guard let quote = rest.first, quote == "\"" || quote == "'" else {
                throw Malformed(reason: "an attribute has no value in quotes")
            }
            let value = rest.dropFirst().prefix { $0 != quote }
            rest = rest.dropFirst(value.count + 2)
            attributes[key] = replaced(value)
            guard attributes.count <= attributeLimit else { throw Malformed(reason: "a tag has too many attributes") }
        }
        return Tag(name: name, attributes: attributes, closes: closes, isEmpty: isEmpty)
    }

    private static func replaced(_ value: Substring) -> String {
        guard value.contains("&") else { return String(value) }
        return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
            .reduce(String(value)) { $0.replacing($1.0, with: $1.1) }
    }
}
