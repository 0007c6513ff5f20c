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

/// Collects nodes by operator, version and types.
struct OperatorGroups {
    enum Kind { case missing, unchecked }

    private(set) var missing: [CoverageReport.Operator] = []
    private(set) var unchecked: [CoverageReport.Operator] = []

    mutating func add(_ node: OnnxOperator, to kind: Kind, reason: String, runsElsewhere: Bool = false) {
        let added = CoverageReport.Operator(
            domain: node.domain, type: node.type, opset: node.opset, inputTypes: node.inputTypes,
            outputTypes: node.outputTypes, nodes: [node.name], reason: reason, runsElsewhere: runsElsewhere)
        switch kind {
        case .missing: Self.add(added, to: &missing)
        case .unchecked: Self.add(added, to: &unchecked)
        }
    }

    private static func add(_ added: CoverageReport.Operator, to groups: inout [CoverageReport.Operator]) {
        let index = groups.firstIndex { group in
            group.domain == added.domain && group.type == added.type && group.opset == added.opset
                && group.inputTypes == added.inputTypes && group.outputTypes == added.outputTypes
                && group.runsElsewhere == added.runsElsewhere
        }
        if let index { groups[index].nodes += added.nodes } else { groups.append(added) }
    }
}

/// One question to a runtime: does it open this model?
public struct LoadAttempt: Sendable, Equatable {
    public var path: String
    /// Whether the model is one node of another: it is opened as it stands, not optimised.
    public var isProbe: Bool
    /// Whether the asked provider must take every node; otherwise the runtime's own kernels may run what it leaves.
    public var staysInProvider: Bool
}

/// A node that the runtime itself would run, not the asked provider.
public struct FallbackNode: Sendable, Equatable {
    /// Of the node; empty when it has none.
    public var name: String
    /// `ai.onnx` for ONNX's own operators.
    public var domain: String
    public var type: String
    /// Who would run it.
    public var provider: String

    public init(name: String, domain: String, type: String, provider: String) {
        self.name = name
        self.domain = domain
        self.type = type
        self.provider = provider
    }
}

/// What a runtime can take.
public enum Opening: Sendable, Equatable {
    case opens
    /// In its own words.
    case refused(String)
}
