/// A JSON value of any kind: what is wrong with a message can be said, and sent, only where nothing is taken for granted.
enum JSONContent: Codable, Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSONContent])
    case object([String: JSONContent])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode([JSONContent].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: JSONContent].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }

    /// A member of an object, of an object within it, and so on; setting nil removes it.
    subscript(path: String...) -> JSONContent? {
        get { value(at: path[...]) }
        set { set(newValue, at: path[...]) }
    }

    private func value(at path: ArraySlice<String>) -> JSONContent? {
        guard let name = path.first else { return self }
        guard case .object(let members) = self else { return nil }
        return members[name]?.value(at: path.dropFirst())
    }

    private mutating func set(_ value: JSONContent?, at path: ArraySlice<String>) {
        guard let name = path.first, case .object(var members) = self else { return }
        if path.count == 1 {
            members[name] = value
        } else {
            var member = members[name] ?? .object([:])
            member.set(value, at: path.dropFirst())
            members[name] = member
        }
        self = .object(members)
    }
}

extension JSONContent: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSONContent...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONContent)...) {
        self = .object(Dictionary(elements) { first, _ in first })
    }
}
