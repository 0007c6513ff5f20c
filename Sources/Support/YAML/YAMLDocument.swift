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
