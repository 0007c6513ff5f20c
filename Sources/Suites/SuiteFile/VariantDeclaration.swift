import Diagnostics

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
