/// An installed runtime whose files were just checked against the lock file.
public struct InstalledLibrary: Sendable, Hashable {
    public let name: String
    public let version: String
    /// Absolute path of the library to load.
    public let path: String
    /// SHA-256 of the library, computed when it was looked up.
    public let digest: String
    public let bytes: UInt64
    /// What starts the worker that loads it; nil when Pawl's own worker does.
    public let worker: InstalledWorker?
}
