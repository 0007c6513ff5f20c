/// Reads the dictionary literal of a `.npy` header: texts, truth values and tuples of whole numbers, nothing else.
struct PythonLiteralScanner {
    enum Value: Equatable {
        case text(String)
        case flag(Bool)
        case integers([Int])
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func dictionary() throws(NumPyFormatError) -> [String: Value] {
        try expect("{")
        var entries: [String: Value] = [:]
        while !accept("}") {
            let key = try text()
            try expect(":")
            let value = try value()
            guard entries.updateValue(value, forKey: key) == nil else {
                throw .malformedHeader("the key '\(key.prefix(40))' stands twice")
            }
            if !accept(",") {
                try expect("}")
                break
            }
        }
        skipBlanks()
        guard position == bytes.count else { throw .malformedHeader("something follows the dictionary") }
        return entries
    }

    private mutating func value() throws(NumPyFormatError) -> Value {
        skipBlanks()
        switch peek() {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "("): return .integers(try tuple())
        case UInt8(ascii: "["): throw .elementType("a structure")
        default:
            if accept("True") { return .flag(true) }
            if accept("False") { return .flag(false) }
            throw .malformedHeader("an unknown value at byte \(position)")
        }
    }

    private mutating func text() throws(NumPyFormatError) -> String {
        skipBlanks()
        guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw .malformedHeader("a text is missing at byte \(position)")
        }
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: quote) else { throw .malformedHeader("a text never ends") }
        position = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func tuple() throws(NumPyFormatError) -> [Int] {
        try expect("(")
        var sizes: [Int] = []
        while !accept(")") {
            sizes.append(try wholeNumber())
            if !accept(",") {
                try expect(")")
                break
            }
        }
        return sizes
    }

    private mutating func wholeNumber() throws(NumPyFormatError) -> Int {
        skipBlanks()
        let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { throw .malformedHeader("a size is missing at byte \(position)") }
        guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
            throw .malformedHeader("a size does not fit 64 bits")
        }
        position += digits.count
        return number
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func accept(_ word: String) -> Bool {
        skipBlanks()
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func expect(_ word: String) throws(NumPyFormatError) {
        guard accept(word) else { throw .malformedHeader("'\(word)' is missing at byte \(position)") }
    }
}
