/// A runtime's library on this machine.
public struct LocatedRuntime: Sendable, Hashable {
    public var name: String
    public var version: String
    public var libraryPath: String
    public var libraryDigest: String

    public init(name: String, version: String, libraryPath: String, libraryDigest: String) {
        self.name = name
        self.version = version
        self.libraryPath = libraryPath
        self.libraryDigest = libraryDigest
    }
}
