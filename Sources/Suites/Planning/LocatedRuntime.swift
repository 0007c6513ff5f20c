/// A runtime that a cell is measured with: a library on this machine, or a worker that knows where its own is.
public struct LocatedRuntime: Sendable, Hashable {
    public var name: String
    public var version: String
    /// Nil when the worker finds it.
    public var libraryPath: String?
    /// SHA-256 of the library, or of the worker's program; `unknown` when neither is a file on this machine.
    public var libraryDigest: String
    /// The program that runs it; nil for Pawl's own worker.
    public var worker: WorkerCommand?
    /// How files get to a worker on another machine (`PushTemplate`); nil sends them through the worker.
    public var push: [String]?

    public init(
        name: String, version: String, libraryPath: String?, libraryDigest: String, worker: WorkerCommand? = nil,
        push: [String]? = nil
    ) {
        self.name = name
        self.version = version
        self.libraryPath = libraryPath
        self.libraryDigest = libraryDigest
        self.worker = worker
        self.push = push
    }
}
