import Diagnostics
import Foundation
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
    /// Inputs of which the model knows another name, order of axes or type than the golden set, by the golden set's names.
    public var inputs: [String: TensorDeclaration]
    /// The same of outputs.
    public var outputs: [String: TensorDeclaration]
    /// Model and runtime are never changed: what changes in its times is the machine.
    public var isAnchor: Bool
    /// Libraries of operators that this model needs beyond those of its runtime's declaration.
    public var customOperators: [LocatedPath] = []
    public var location: SourceLocation

    public init(
        name: String, file: LocatedPath, runtime: String, inputs: [String: TensorDeclaration] = [:],
        outputs: [String: TensorDeclaration] = [:], isAnchor: Bool = false, location: SourceLocation
    ) {
        self.name = name
        self.file = file
        self.runtime = runtime
        self.inputs = inputs
        self.outputs = outputs
        self.isAnchor = isAnchor
        self.location = location
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

/// The folder of a suite file, which relative paths in the suite start from.
struct SuiteFolder {
    /// Absolute, links resolved, so that `..` leads to where the file system says.
    private let path: String

    init(ofFile file: String) {
        let folder = (file as NSString).deletingLastPathComponent
        if let resolved = realpath(folder.isEmpty ? "." : folder, nil) {
            path = String(cString: resolved)
            free(resolved)
        } else {
            path = URL(fileURLWithPath: folder.isEmpty ? "." : folder).path
        }
    }

    /// An absolute path without `.`, `..` and doubled slashes.
    func absolute(_ path: String) -> String {
        var components = path.hasPrefix("/") ? [] : self.path.split(separator: "/")
        for component in path.split(separator: "/") where component != "." {
            if component == ".." {
                // The root is its own parent.
                _ = components.popLast()
            } else {
                components.append(component)
            }
        }
        return "/" + components.joined(separator: "/")
    }
}
