/// One question to a runtime: does it open this model?
public struct LoadAttempt: Sendable, Equatable {
    public var path: String
    /// Whether the model is one node of another: it is opened as it stands, not optimised.
    public var isProbe: Bool
    /// Whether the asked provider must take every node; otherwise the runtime's own kernels may run what it leaves.
    public var staysInProvider: Bool

    public init(path: String, isProbe: Bool, staysInProvider: Bool) {
        self.path = path
        self.isProbe = isProbe
        self.staysInProvider = staysInProvider
    }
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

/// What a runtime answers.
public enum Opening: Sendable, Equatable {
    case opens
    /// In its own words.
    case refused(String)
}
