/// How a model is to be run; everything here is recorded with the results.
public struct SessionOptions: Sendable, Hashable, Codable {
    public enum GraphOptimization: String, CaseIterable, Sendable, Hashable, Codable {
        case none, basic, extended, all
    }

    /// In which format a runtime may compute what the model holds in float32.
    public enum Precision: String, CaseIterable, Sendable, Hashable, Codable {
        case float32 = "f32"
        case bfloat16 = "bf16"
        case float16 = "f16"
    }

    /// Threads inside one operator.
    public var threads: Int
    public var graphOptimization: GraphOptimization
    /// Whether the runtime keeps freed memory in an arena.
    public var usesArena: Bool
    /// Whether the runtime plans one allocation for a whole inference.
    public var usesMemoryPattern: Bool
    /// Whether operators are handed to XNNPACK where it has them.
    public var usesXNNPACK: Bool
    /// For runtimes that compute in another format than the model's unless told not to.
    public var precision: Precision
    /// The execution provider, such as `cpu`, and its own options.
    public var provider: String
    public var providerOptions: [String: String]
    /// The library that the provider comes in, where it is a plug-in; nil where it is part of the runtime's own.
    public var providerLibrary: String?
    /// Libraries of operators beyond the runtime's own, in the order in which they are opened; nil for none.
    public var customOperators: [String]?
    /// Free-form entries that the runtime understands.
    public var configuration: [String: String]
    /// Records which provider each node was given to, where the runtime tells.
    public var recordsPlacements: Bool
    /// Records time per operator; never set while latency is measured.
    public var profilesOperators: Bool

    public init(
        threads: Int = 1, graphOptimization: GraphOptimization = .all, usesArena: Bool = true,
        usesMemoryPattern: Bool = true, usesXNNPACK: Bool = true, precision: Precision = .float32,
        provider: String = "cpu", providerOptions: [String: String] = [:], providerLibrary: String? = nil,
        customOperators: [String]? = nil, configuration: [String: String] = [:],
        recordsPlacements: Bool = false, profilesOperators: Bool = false
    ) {
        self.threads = threads
        self.graphOptimization = graphOptimization
        self.usesArena = usesArena
        self.usesMemoryPattern = usesMemoryPattern
        self.usesXNNPACK = usesXNNPACK
        self.precision = precision
        self.provider = provider
        self.providerOptions = providerOptions
        self.providerLibrary = providerLibrary
        self.customOperators = customOperators
        self.configuration = configuration
        self.recordsPlacements = recordsPlacements
        self.profilesOperators = profilesOperators
    }
}
