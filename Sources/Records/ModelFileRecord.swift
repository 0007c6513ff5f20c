/// A variant's model: the file that its runtime was told, and what that and all files beside it that it reads are together.
public struct ModelFileRecord: Sendable, Codable, Equatable {
    public var path: String
    /// SHA-256, lower-case hexadecimal: of the file, or of the digests of its files where there are several (`ModelContent`).
    public var digest: String
    /// Of all its files.
    public var bytes: UInt64

    public init(path: String, digest: String, bytes: UInt64) {
        self.path = path
        self.digest = digest
        self.bytes = bytes
    }
}
