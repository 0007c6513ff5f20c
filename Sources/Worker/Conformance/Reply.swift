import Foundation

/// The members of an object in a reply; asking for one that is not there, or of another kind, violates the protocol.
struct Reply {
    let members: [String: JSONContent]
    /// For errors, such as `the reply to 'hello'`.
    let place: String

    func has(_ name: String) -> Bool { members[name] ?? .null != .null }

    func text(_ name: String) throws -> String {
        guard case .text(let value) = try member(name) else { throw wrong(name, "no text") }
        return value
    }

    func optionalText(_ name: String) throws -> String? { has(name) ? try text(name) : nil }

    /// A text that says something.
    func name(_ name: String) throws -> String {
        let value = try text(name)
        guard !value.isEmpty else { throw wrong(name, "empty") }
        return value
    }

    /// A whole number of at least 0.
    func count(_ name: String) throws -> Int {
        guard case .integer(let value) = try member(name) else { throw wrong(name, "no whole number") }
        guard value >= 0 else { throw wrong(name, "negative") }
        return value
    }

    /// Above 0.
    func positive(_ name: String) throws -> Int {
        let value = try count(name)
        guard value > 0 else { throw wrong(name, "0") }
        return value
    }

    /// Any number of at least 0.
    func number(_ name: String) throws -> Double {
        let value: Double
        switch try member(name) {
        case .integer(let whole): value = Double(whole)
        case .number(let number): value = number
        default: throw wrong(name, "no number")
        }
        guard value >= 0 else { throw wrong(name, "negative") }
        return value
    }

    func flag(_ name: String) throws -> Bool {
        guard case .bool(let value) = try member(name) else { throw wrong(name, "neither true nor false") }
        return value
    }

    func list(_ name: String) throws -> [JSONContent] {
        guard case .list(let values) = try member(name) else { throw wrong(name, "no list") }
        return values
    }

    func texts(_ name: String) throws -> [String] {
        try list(name).map { value in
            guard case .text(let text) = value else { throw wrong(name, "no list of texts") }
            return text
        }
    }

    func counts(_ name: String) throws -> [Int] {
        try list(name).map { value in
            guard case .integer(let number) = value, number >= 0 else {
                throw wrong(name, "no list of whole numbers of at least 0")
            }
            return number
        }
    }

    func object(_ name: String) throws -> Reply {
        try Reply(member(name), place: "'\(name)' in \(place)")
    }

    func objects(_ name: String) throws -> [Reply] {
        try list(name).enumerated().map { try Reply($1, place: "'\(name)'[\($0)] in \(place)") }
    }

    func wrong(_ name: String, _ what: String) -> ProtocolViolation {
        ProtocolViolation(reason: "'\(name)' in \(place) is \(what)")
    }

    private func member(_ name: String) throws -> JSONContent {
        guard let value = members[name], value != .null else { throw wrong(name, "missing") }
        return value
    }

    init(_ content: JSONContent, place: String) throws {
        guard case .object(let members) = content else { throw ProtocolViolation(reason: "\(place) is no object") }
        (self.members, self.place) = (members, place)
    }
}

/// Bytes and texts for people, in a line.
enum Excerpt {
    static let characters = 240

    /// Control characters become `·`: what a worker says must not steer a terminal.
    static func text(_ data: Data) -> String {
        let text = String(decoding: data.prefix(4 * characters), as: UTF8.self)
        let clean = String(text.unicodeScalars.map { isPrintable($0) ? Character($0) : "·" })
        return clean.count > characters || data.count > 4 * characters
            ? "\(clean.prefix(characters))... (\(data.count) bytes)" : clean
    }

    static func bytes(_ data: Data) -> String {
        guard !data.isEmpty else { return "no bytes" }
        let digits = data.prefix(16).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        let count = data.count == 1 ? "1 byte" : "\(data.count) bytes"
        return "\(count): \(digits.joined(separator: " "))\(data.count > 16 ? " ..." : "") (\(text(data.prefix(60))))"
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
        default: true
        }
    }
}

/// How a process ended.
struct WorkerExit: Equatable, CustomStringConvertible {
    /// Nil when a signal ended it.
    var exitCode: Int32?
    var signal: Int32?

    init(waitStatus: Int32) {
        let number = waitStatus & 0x7F
        if number == 0 { exitCode = waitStatus >> 8 & 0xFF } else { signal = number }
    }

    var description: String {
        exitCode.map { "exited with code \($0)" } ?? "was ended by signal \(signal ?? 0)"
    }
}
