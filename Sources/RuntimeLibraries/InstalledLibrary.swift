import Records

/// An installed runtime whose files were just checked against what is locked.
public struct InstalledLibrary: Sendable, Hashable {
    public let name: String
    public let version: String
    /// Absolute path of the library to load.
    public let path: String
    /// SHA-256 of the library, computed when it was looked up.
    public let digest: String
    public let bytes: UInt64
    public let origin: LibraryOrigin
    /// What starts the worker that loads it; nil when Pawl's own worker does.
    public let worker: InstalledWorker?
}

/// How to start the worker of a runtime that Pawl's own worker cannot open.
public struct InstalledWorker: Sendable, Hashable {
    /// The program's absolute path, and its arguments.
    public let arguments: [String]
    /// What the program needs beyond the environment that it inherits.
    public let environment: [String: String]

    public init(arguments: [String], environment: [String: String] = [:]) {
        self.arguments = arguments
        self.environment = environment
    }
}
