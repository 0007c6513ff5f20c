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
