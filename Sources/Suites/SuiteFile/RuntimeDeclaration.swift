import Diagnostics

/// `ort: { name: onnxruntime, version: 1.31.1, provider: cpu, threads: 1, graph_optimization: all }`
public struct RuntimeDeclaration: Sendable, Equatable {
    public var label: String
    public var name: String
    /// Empty where a library of one's own is to be asked.
    public var version: String
    /// A library of one's own, absolute; nil for one that is installed.
    public var library: String?
    /// Libraries of operators beyond the runtime's own, in the order in which they are opened.
    public var customOperators: [LocatedPath] = []
    /// The library that the provider comes in, where it is a plug-in.
    public var providerLibrary: LocatedPath?
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

extension RuntimeDeclaration {
    /// Keys of this declaration that say something and that another runtime, put in this one's place, would not take.
    ///
    /// - Returns: in the order in which the keys are documented; empty for a runtime that is not known.
    public func keysNotTaken(by other: String) -> [String] {
        guard let taken = RuntimeKeys.taken(by: other, inWorker: worker != nil) else { return [] }
        let plain = RuntimeDeclaration(label: label, name: name, version: version, location: location)
        let keys: [(String, Bool)] = [
            ("provider", provider != plain.provider), ("provider_options", providerOptions != plain.providerOptions),
            ("graph_optimization", graphOptimization != plain.graphOptimization),
            ("arena", usesArena != plain.usesArena), ("memory_pattern", usesMemoryPattern != plain.usesMemoryPattern),
            ("precision", precision != plain.precision), ("xnnpack", usesXNNPACK != plain.usesXNNPACK),
            ("custom_operators", !customOperators.isEmpty), ("provider_library", providerLibrary != nil),
            (RuntimeKeys.entriesKey(of: name, inWorker: worker != nil), !sessionConfiguration.isEmpty),
        ]
        return keys.filter { key, saysSomething in saysSomething && !taken.contains(key) }.map(\.0)
    }
}

/// Which keys of a runtime's declaration mean something to it, beside `name`, `version` and `threads`.
///
/// A key that a runtime would ignore is a mistake in the suite, and a line in the records that says what was not so.
public enum RuntimeKeys {
    /// By runtime name; a runtime that the suite names a worker for may have any other.
    private static let byName: [String: [String]] = [
        "onnxruntime": ofOnnxRuntime, "onnxruntime-gpu": ofOnnxRuntime, "onnxruntime-openvino": ofOnnxRuntime,
        "openvino": ["provider", "precision", "properties", "library", "custom_operators"],
        "litert": ["provider", "xnnpack", "library"],
        "executorch": ofWorkers, "tvm": ofWorkers, "mnn": ofWorkers, "ncnn": ofWorkers,
        "litert-interpreter": ofWorkers, "tflite-micro": ofWorkers,
    ]

    private static let ofOnnxRuntime = [
        "provider", "provider_options", "graph_optimization", "arena", "memory_pattern", "session_config", "library",
        "custom_operators", "provider_library",
    ]

    /// What the worker protocol promises to a worker of any runtime.
    private static let ofWorkers = ["provider", "precision", "options"]

    /// The runtimes that Pawl runs, or ships a worker for.
    public static var names: [String] { byName.keys.sorted() }

    /// - Parameter inWorker: whether the suite names a worker that runs it; the runtime may then be a stranger.
    /// - Returns: nil for a runtime that the table does not know.
    public static func taken(by name: String, inWorker: Bool = false) -> [String]? {
        byName[name] ?? (inWorker ? ofWorkers : nil)
    }

    /// The key of free-form entries, which every runtime calls as it likes.
    public static func entriesKey(of name: String, inWorker: Bool = false) -> String {
        let taken = taken(by: name, inWorker: inWorker)
        return ["session_config", "properties"].first { taken?.contains($0) ?? true } ?? "options"
    }

    static let all = [
        "provider", "provider_options", "graph_optimization", "arena", "memory_pattern", "session_config", "precision",
        "properties", "xnnpack", "options", "library", "custom_operators", "provider_library",
    ]
}
