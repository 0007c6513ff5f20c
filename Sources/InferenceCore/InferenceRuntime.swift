/// An opened inference library of one version.
///
/// A process opens at most one version of a runtime: two versions of one library cannot share a process.
public protocol InferenceRuntime: Sendable {
    var identity: RuntimeIdentity { get }

    /// Reads and prepares a model.
    ///
    /// - Throws: `InferenceError.invalidModel` for a file that is not a model of this runtime,
    ///   `.unsupportedOption` for an option or provider that the library does not have.
    func openSession(modelAt path: String, options: SessionOptions) throws(InferenceError) -> any InferenceSession
}

public struct RuntimeIdentity: Sendable, Hashable, Codable {
    /// Such as `onnxruntime`.
    public var name: String
    /// As the library itself says.
    public var version: String
    public var libraryPath: String
    /// The library's own words about its build; empty when it has none.
    public var buildInformation: String
    public var availableProviders: [String]

    public init(
        name: String, version: String, libraryPath: String, buildInformation: String, availableProviders: [String]
    ) {
        self.name = name
        self.version = version
        self.libraryPath = libraryPath
        self.buildInformation = buildInformation
        self.availableProviders = availableProviders
    }
}

/// A loaded model. Used from one thread at a time.
public protocol InferenceSession: AnyObject {
    var inputs: [TensorSpec] { get }
    var outputs: [TensorSpec] { get }
    var metadata: ModelMetadata { get }

    /// Binds one set of inputs, by name, and buffers for the outputs, so that running allocates nothing.
    ///
    /// Dynamic dimensions take the sizes of the tensors given here.
    ///
    /// - Throws: `InferenceError.inputMismatch` when a name, type or shape does not fit.
    func bind(inputs: [String: Tensor]) throws(InferenceError) -> any BoundInference

    /// The most that the runtime's own allocator had in use so far, in bytes; nil when the runtime does not say.
    func plannedArenaBytes() -> UInt64?

    /// Ends profiling (begun by `SessionOptions.profilesOperators`) and returns what was recorded.
    func finishProfile() throws(InferenceError) -> [OperatorTiming]
}

/// One set of inputs bound to a session: running it again and again is the hot path.
public protocol BoundInference: AnyObject {
    /// Runs one inference, synchronously, without allocating.
    func run() throws(InferenceError)

    /// The outputs of the last run, by name; the memory is overwritten by the next run.
    func outputs() throws(InferenceError) -> [String: Tensor]
}

public struct ModelMetadata: Sendable, Hashable, Codable {
    public var producer: String
    public var graphName: String
    public var version: Int64
    public var custom: [String: String]

    public init(producer: String = "", graphName: String = "", version: Int64 = 0, custom: [String: String] = [:]) {
        self.producer = producer
        self.graphName = graphName
        self.version = version
        self.custom = custom
    }
}

/// One operator's share of a profiled inference.
public struct OperatorTiming: Sendable, Hashable, Codable {
    /// The node's name in the graph.
    public var name: String
    public var type: String
    public var provider: String
    /// Sum over all profiled inferences.
    public var nanoseconds: UInt64
    /// How often it ran.
    public var calls: Int

    public init(name: String, type: String, provider: String, nanoseconds: UInt64, calls: Int) {
        self.name = name
        self.type = type
        self.provider = provider
        self.nanoseconds = nanoseconds
        self.calls = calls
    }
}
