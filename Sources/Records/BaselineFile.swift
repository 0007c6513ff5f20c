/// A file that a baseline keeps, to be found by its digest among the artifacts.
public struct BaselineFile: Sendable, Codable, Equatable {
    public enum Role: String, Sendable, Codable { case suite, model, goldenSet = "golden_set" }

    public var role: Role
    /// `model/variant` of a model's files, the digest of the manifest of a golden set's; empty for the suite.
    public var owner: String
    /// From the folder that the owner's files share; the model itself, or the manifest, comes first.
    public var path: String
    /// SHA-256, lower-case hexadecimal.
    public var digest: String
    public var bytes: UInt64

    public init(role: Role, owner: String, path: String, digest: String, bytes: UInt64) {
        self.role = role
        self.owner = owner
        self.path = path
        self.digest = digest
        self.bytes = bytes
    }
}
