import Records

/// A runtime that a cell is measured with: a library on this machine, or a worker that knows where its own is.
public struct LocatedRuntime: Sendable, Hashable {
    public var name: String
    public var version: String
    /// Nil when the worker finds it.
    public var libraryPath: String?
    /// SHA-256 of the library, or of the worker's program; `unknown` when neither is a file on this machine.
    public var libraryDigest: String
    /// Who vouches for the library; nil where Pawl did not look it up itself.
    public var origin: LibraryOrigin?
    /// The program that runs it; nil for Pawl's own worker.
    public var worker: WorkerCommand?
    /// How files get to a worker on another machine (`PushTemplate`); nil sends them through the worker.
    public var push: [String]?
    /// SHA-256 of libraries beside one of the user's own that are part of it, by their file names.
    public var companions: [String: String] = [:]
    /// What the library cannot do, as far as it was tried.
    public var limitations: [RuntimeLimitation] = []

    public init(
        name: String, version: String, libraryPath: String?, libraryDigest: String, origin: LibraryOrigin? = nil,
        worker: WorkerCommand? = nil, push: [String]? = nil
    ) {
        self.name = name
        self.version = version
        self.libraryPath = libraryPath
        self.libraryDigest = libraryDigest
        self.origin = origin
        self.worker = worker
        self.push = push
    }
}

/// Something that others of its kind can do and a library cannot.
public struct RuntimeLimitation: Sendable, Hashable {
    /// `profile`: operators cannot be timed.
    public static let profile = "profile"

    /// A word for programs.
    public var feature: String
    /// One sentence: `profiling is not available in onnxruntime 1.17.3: ...`
    public var words: String

    public init(feature: String, words: String) {
        self.feature = feature
        self.words = words
    }
}

/// A library of operators or of a provider, found and read.
public struct PlannedLibrary: Sendable, Hashable {
    public enum Role: String, Sendable {
        case customOperators = "custom_operators"
        case provider = "provider_library"
    }

    public var role: Role
    /// Absolute.
    public var path: String
    /// SHA-256, lower-case hexadecimal.
    public var digest: String

    public init(role: Role, path: String, digest: String) {
        self.role = role
        self.path = path
        self.digest = digest
    }
}
