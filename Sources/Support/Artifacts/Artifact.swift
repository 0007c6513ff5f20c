/// A file's content, named by its digest.
public struct Artifact: Sendable, Hashable {
    /// SHA-256, lower-case hexadecimal.
    public var digest: String
    public var bytes: UInt64

    public init(digest: String, bytes: UInt64) {
        self.digest = digest
        self.bytes = bytes
    }

    /// Whether a text from elsewhere can be the name of an artifact.
    public static func isDigest(_ text: String) -> Bool {
        let digits = Set("0123456789abcdef".utf8)
        return text.utf8.count == 64 && text.utf8.allSatisfy(digits.contains)
    }
}
