/// Who is to run one node of a model, as a runtime divided the graph when it opened it.
public struct NodePlacement: Sendable, Hashable, Codable {
    /// Of the node; empty when it has none.
    public var name: String
    /// Of the operator; empty for the format's own.
    public var domain: String
    public var type: String
    /// In the runtime's words.
    public var provider: String
    /// Whether that is not the provider that was asked for.
    public var isFallback: Bool

    public init(name: String, domain: String, type: String, provider: String, isFallback: Bool) {
        self.name = name
        self.domain = domain
        self.type = type
        self.provider = provider
        self.isFallback = isFallback
    }
}
