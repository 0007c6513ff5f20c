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

/// A loaded model. Used from one thread at a time.
public protocol InferenceSession: AnyObject {
    var inputs: [TensorSpec] { get }
    var outputs: [TensorSpec] { get }
    /// Outputs that hold texts, as the names of classes.
    var textOutputs: [TextOutput] { get }
    /// Outputs of the model that are no tensors, such as maps: they are computed and never read.
    var unreadableOutputs: [UnreadableOutput] { get }
    var metadata: ModelMetadata { get }

    /// Binds one set of inputs, by name, and buffers for the outputs, so that running allocates nothing.
    ///
    /// Dynamic dimensions take the sizes of the tensors given here.
    ///
    /// - Throws: `InferenceError.inputMismatch` when a name, type or shape does not fit.
    func bind(inputs: [String: Tensor]) throws(InferenceError) -> any BoundInference

    /// The most that the runtime's own allocator had in use so far, in bytes; nil when the runtime does not say.
    func plannedArenaBytes() -> UInt64?

    /// The most that the runtime's allocator of a device's own memory, such as a GPU's, had in use so far, in bytes; nil when
    /// the runtime uses none or does not say.
    func deviceMemoryBytes() -> UInt64?

    /// Who is to run each node, of a session opened with `SessionOptions.recordsPlacements`; nil when the runtime does not tell.
    func placements() throws(InferenceError) -> [NodePlacement]?

    /// Ends profiling (begun by `SessionOptions.profilesOperators`) and returns what was recorded.
    func finishProfile() throws(InferenceError) -> [OperatorTiming]
}

extension InferenceSession {
    /// Most give none.
    public var textOutputs: [TextOutput] { [] }

    /// Most read all, or refuse the model.
    public var unreadableOutputs: [UnreadableOutput] { [] }

    /// Most run on the processor.
    public func deviceMemoryBytes() -> UInt64? { nil }

    /// Most do not tell before a run.
    public func placements() throws(InferenceError) -> [NodePlacement]? { nil }
}

/// One set of inputs bound to a session: running it again and again is the hot path.
public protocol BoundInference: AnyObject {
    /// Runs one inference, synchronously, without allocating.
    func run() throws(InferenceError)

    /// The outputs of the last run, by name; the memory is overwritten by the next run.
    func outputs() throws(InferenceError) -> [String: Tensor]

    /// The texts of an output of the last run; nil where the session has no such text output.
    func texts(ofOutput name: String) throws(InferenceError) -> TextTensor?

    /// What runs when the clock does: this, or what it wraps.
    var timed: any BoundInference { get }
}

extension BoundInference {
    public func texts(ofOutput name: String) throws(InferenceError) -> TextTensor? { nil }

    public var timed: any BoundInference { self }
}

public struct RuntimeIdentity: Sendable, Hashable, Codable {
    /// Such as `onnxruntime`.
    public var name: String
    /// As the library itself reports, or from its digest if it does not.
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

    /// Name and version are all that a worker must know of its runtime.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decode(String.self, forKey: .name),
            version: try container.decode(String.self, forKey: .version),
            libraryPath: try container.decodeIfPresent(String.self, forKey: .libraryPath) ?? "",
            buildInformation: try container.decodeIfPresent(String.self, forKey: .buildInformation) ?? "",
            availableProviders: try container.decodeIfPresent([String].self, forKey: .availableProviders) ?? [])
    }
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

    /// Everything may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            producer: try container.decodeIfPresent(String.self, forKey: .producer) ?? "",
            graphName: try container.decodeIfPresent(String.self, forKey: .graphName) ?? "",
            version: try container.decodeIfPresent(Int64.self, forKey: .version) ?? 0,
            custom: try container.decodeIfPresent([String: String].self, forKey: .custom) ?? [:])
    }
}
