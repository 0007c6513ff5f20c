/// One node of a cell's graph, as a profile of a few inferences saw it.
public struct OperatorRecord: Sendable, Codable, Equatable {
    /// Node name in the graph.
    public var name: String
    public var type: String
    /// Who ran it, in the runtime's words: an execution provider, a delegate, or the kernel.
    public var provider: String
    /// Whether it left the accelerated path that was asked for; nil when the runtime does not tell.
    public var isFallback: Bool?
    /// Nanoseconds per inference: what its calls usually take, or their mean where the runtime tells nothing but a sum.
    public var meanNanoseconds: Double

    public init(
        name: String, type: String, provider: String, isFallback: Bool? = nil, meanNanoseconds: Double
    ) {
        self.name = name
        self.type = type
        self.provider = provider
        self.isFallback = isFallback
        self.meanNanoseconds = meanNanoseconds
    }
}
