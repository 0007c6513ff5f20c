/// The runtime that a supervisor asks for.
public struct RuntimeAddress: Codable, Sendable, Equatable {
    public var name: String
    public var version: String
    /// Nil when the worker knows where its runtime is.
    public var libraryPath: String?

    public init(name: String, version: String, libraryPath: String? = nil) {
        self.name = name
        self.version = version
        self.libraryPath = libraryPath
    }
}
