public struct ModelFileRecord: Sendable, Codable, Equatable {
    public var path: String
    /// SHA-256, lower-case hexadecimal.
    public var digest: String
    public var bytes: UInt64

    public init(path: String, digest: String, bytes: UInt64) {
        self.path = path
        self.digest = digest
        self.bytes = bytes
    }
}
