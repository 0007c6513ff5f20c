import Diagnostics
import Records

/// A suite file, parsed and validated: every name resolves, every unit is known, every path is absolute.
public struct Suite: Sendable, Equatable {
    public var name: String
    /// The suite's file, as the user gave it.
    public var file: String
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    public var digest: String
    /// Paths of golden set folders by name.
    public var goldenSets: [String: LocatedPath]
    public var runtimes: [String: RuntimeDeclaration]
    /// In the order of the file.
    public var models: [ModelDeclaration]
    /// In the order of the file.
    public var gates: [Gate]
    public var measurement: MeasurementPolicy
    public var onInconclusive: InconclusivePolicy
    /// What deserves a look and does not stop the suite, such as a pattern that matches nothing.
    public var warnings: [Diagnostic]

    public init(
        name: String, file: String, digest: String, goldenSets: [String: LocatedPath],
        runtimes: [String: RuntimeDeclaration], models: [ModelDeclaration], gates: [Gate],
        measurement: MeasurementPolicy = MeasurementPolicy(), onInconclusive: InconclusivePolicy = .fail,
        warnings: [Diagnostic] = []
    ) {
        self.name = name
        self.file = file
        self.digest = digest
        self.goldenSets = goldenSets
        self.runtimes = runtimes
        self.models = models
        self.gates = gates
        self.measurement = measurement
        self.onInconclusive = onInconclusive
        self.warnings = warnings
    }
}

public struct LocatedPath: Sendable, Equatable {
    /// Absolute, resolved against the suite's folder.
    public var path: String
    public var location: SourceLocation

    public init(path: String, location: SourceLocation) {
        self.path = path
        self.location = location
    }
}

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
    public var usesArena: Bool
    public var usesMemoryPattern: Bool
    /// Free-form session entries (`session_config: { key: value }`).
    public var sessionConfiguration: [String: String]
    public var location: SourceLocation

    public init(
        label: String, name: String, version: String, provider: String = "cpu", providerOptions: [String: String] = [:],
        threads: Int = 1, graphOptimization: String = "all", usesArena: Bool = true, usesMemoryPattern: Bool = true,
        sessionConfiguration: [String: String] = [:], location: SourceLocation
    ) {
        self.label = label
        self.name = name
        self.version = version
        self.provider = provider
        self.providerOptions = providerOptions
        self.threads = threads
        self.graphOptimization = graphOptimization
        self.usesArena = usesArena
        self.usesMemoryPattern = usesMemoryPattern
        self.sessionConfiguration = sessionConfiguration
        self.location = location
    }
}

public struct ModelDeclaration: Sendable, Equatable {
    public var name: String
    /// A key of `Suite.goldenSets`.
    public var goldenSet: String
    /// A variant's name; nil when the model has none.
    public var reference: String?
    /// In the order of the file.
    public var variants: [VariantDeclaration]
    public var location: SourceLocation

    public init(
        name: String, goldenSet: String, reference: String?, variants: [VariantDeclaration], location: SourceLocation
    ) {
        self.name = name
        self.goldenSet = goldenSet
        self.reference = reference
        self.variants = variants
        self.location = location
    }
}

public struct VariantDeclaration: Sendable, Equatable {
    public var name: String
    public var file: LocatedPath
    /// A key of `Suite.runtimes`.
    public var runtime: String
    public var location: SourceLocation

    public init(name: String, file: LocatedPath, runtime: String, location: SourceLocation) {
        self.name = name
        self.file = file
        self.runtime = runtime
        self.location = location
    }
}
