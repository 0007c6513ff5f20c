import Diagnostics

public struct VariantDeclaration: Sendable, Equatable {
    public var name: String
    public var file: LocatedPath
    /// A key of `Suite.runtimes`.
    public var runtime: String
    public var location: SourceLocation

    public init(name: String, file: LocatedPath, runtime: String, location: SourceLocation) {
        self.name = name
        self.file = file
        self.runtime = runtime
        self.location = location
    }
}
