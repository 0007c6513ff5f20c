import Diagnostics

/// A node of a YAML document and the place where it begins.
public struct YAMLNode: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        case mapping(YAMLMapping)
    }

    public var content: Content
    public var location: SourceLocation

    public init(content: Content, location: SourceLocation) {
        self.content = content
        self.location = location
    }

    /// For messages: "a text", "a list", "a mapping", "empty".
    public var kindDescription: String {
        switch content {
        case .scalar(let scalar): scalar.isNull ? "empty" : "a text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// A scalar as written: YAML's own guesses (`1.20` a number, `no` a truth value) are not made.
public struct YAMLScalar: Sendable, Equatable {
    public enum Style: Sendable, Equatable { case plain, singleQuoted, doubleQuoted, literal, folded }

    public var text: String
    public var style: Style

    public init(text: String, style: Style) {
        self.text = text
        self.style = style
    }

    /// Whether nothing is there: no text at all, `~` or `null`, unquoted.
    public var isNull: Bool { style == .plain && ["", "~", "null"].contains(text) }
}

/// A mapping in the order of the file; its keys are distinct.
public struct YAMLMapping: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        public var key: String
        public var keyLocation: SourceLocation
        public var value: YAMLNode

        public init(key: String, keyLocation: SourceLocation, value: YAMLNode) {
            self.key = key
            self.keyLocation = keyLocation
            self.value = value
        }
    }

    public var entries: [Entry]
    public var location: SourceLocation

    public init(entries: [Entry], location: SourceLocation) {
        self.entries = entries
        self.location = location
    }

    /// - Complexity: O(number of entries).
    public subscript(key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }
}
