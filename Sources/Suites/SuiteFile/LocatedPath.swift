import Diagnostics

public struct LocatedPath: Sendable, Equatable {
    /// Absolute, resolved against the suite's folder.
    public var path: String
    public var location: SourceLocation

    public init(path: String, location: SourceLocation) {
        self.path = path
        self.location = location
    }
}
