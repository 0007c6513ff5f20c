import Diagnostics

/// `ort: { name: onnxruntime, version: 1.31.1, provider: cpu, threads: 1, graph_optimization: all }`
public struct RuntimeDeclaration: Sendable, Equatable {
    public var label: String
    public var name: String
    public var version: String
    public var provider: String
    public var providerOptions: [String: String]
    public var threads: Int
    /// `none`, `basic`, `extended` or `all`.
    public var graphOptimization: String
    /// `f32`, `bf16` or `f16`.
    public var precision: String
    public var usesArena: Bool
    public var usesMemoryPattern: Bool
    /// `xnnpack`
    public var usesXNNPACK: Bool
    /// Free-form entries, `{ key: value }` under `session_config`, `properties` or `options`, as the runtime calls them.
    public var sessionConfiguration: [String: String]
    /// The program that runs it, and its arguments: `[ssh, board, pawl, worker]`; nil for Pawl's own worker.
    public var worker: [String]?
    /// The program that copies `{source}` to `{destination}` on the worker's machine; nil sends files through the worker.
    public var push: [String]?
    public var location: SourceLocation

    public init(
        label: String, name: String, version: String, provider: String = "cpu", providerOptions: [String: String] = [:],
        threads: Int = 1, graphOptimization: String = "all", precision: String = "f32", usesArena: Bool = true,
        usesMemoryPattern: Bool = true, usesXNNPACK: Bool = true,
        sessionConfiguration: [String: String] = [:], worker: [String]? = nil, push: [String]? = nil,
        location: SourceLocation
    ) {
        self.label = label
        self.name = name
        self.version = version
        self.provider = provider
        self.providerOptions = providerOptions
        self.threads = threads
        self.graphOptimization = graphOptimization
        self.precision = precision
        self.usesArena = usesArena
        self.usesMemoryPattern = usesMemoryPattern
        self.usesXNNPACK = usesXNNPACK
        self.sessionConfiguration = sessionConfiguration
        self.worker = worker
        self.push = push
        self.location = location
    }
}
