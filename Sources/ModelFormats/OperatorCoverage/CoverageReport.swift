/// Which operators of a model a runtime cannot take.
public struct CoverageReport: Sendable, Equatable {
    /// Nodes of one operator, of one version and with values of the same types.
    public struct Operator: Sendable, Equatable, Codable {
        /// `ai.onnx` for ONNX's own operators; empty where the format has none.
        public var domain: String
        /// Such as `Conv`.
        public var type: String
        /// The version that the model imports of the domain; nil when it imports none, or the format has none.
        public var opset: Int?
        /// Nil where neither the file nor the format's rules tell.
        public var inputTypes: [String?]
        public var outputTypes: [String?]
        /// Names of the nodes; empty for a node without one.
        public var nodes: [String]
        /// Why, in the runtime's words about the first of the nodes.
        public var reason: String
        /// Whether it runs all the same, outside of the provider that was asked for.
        public var runsElsewhere: Bool
    }

    /// Of the whole model; nil for a file whose operators Pawl does not list.
    public var operatorCount: Int?
    /// What the runtime, or the provider, does not take.
    public var missing: [Operator]
    /// What could not be tried alone.
    public var unchecked: [Operator]
    /// Why the whole model is not taken, in the runtime's words; nil when it is.
    public var refusal: String?

    public var isCovered: Bool { refusal == nil }

    /// Nodes that are not taken.
    public var missingCount: Int { missing.reduce(0) { $0 + $1.nodes.count } }
}
