import Diagnostics

/// A parsed YAML text.
public struct YAMLDocument: Sendable, Equatable {
    public var root: YAMLNode
    /// Keys that stand twice in one mapping, an error at each later one; the first value was kept.
    ///
    /// Data rather than a thrown error, so that a reader lists them together with what else it finds.
    public var duplicateKeys: [Diagnostic]

    /// The bounds below keep any file, however made, from costing more than a moment and a few megabytes.
    public static let maximumBytes = 1 << 20
    public static let maximumDepth = 64
    public static let maximumNodes = 100_000

    /// Parses one UTF-8 document with libyaml (YAML 1.1).
    ///
    /// Anchors, aliases and tags are refused: without them a document is a tree, so that cycles and exponential growth
    /// cannot be written.
    ///
    /// - Parameters:
    ///   - bytes: the text; at most `maximumBytes`.
    ///   - file: the name for locations.
    /// - Complexity: O(bytes).
    public static func parse(_ bytes: UnsafeRawBufferPointer, file: String) throws(YAMLError) -> YAMLDocument {
        guard bytes.count <= maximumBytes else {
            throw .tooLarge(file: file, bytes: bytes.count, limit: maximumBytes)
        }
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: byteOrderMark) ? UnsafeRawBufferPointer(rebasing: bytes.dropFirst(3)) : bytes
        // An empty file is mapped to no address at all, and libyaml asserts that there is one.
        guard !text.isEmpty else { throw .empty(file: file) }
        var builder = YAMLTreeBuilder(file: file)
        let events = try YAMLEventStream(text, file: file)
        while let event = try events.next() { try builder.add(event) }
        guard let root = builder.root else { throw .empty(file: file) }
        return YAMLDocument(root: root, duplicateKeys: builder.duplicateKeys)
    }

    public static func parse(_ text: String, file: String) throws(YAMLError) -> YAMLDocument {
        let bytes = Array(text.utf8)
        // `withUnsafeBytes` passes on any error but not its type.
        let result = bytes.withUnsafeBytes { buffer -> Result<YAMLDocument, YAMLError> in
            do throws(YAMLError) { return .success(try parse(buffer, file: file)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}

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
