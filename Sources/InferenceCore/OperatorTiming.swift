/// One operator's share of a profiled inference.
public struct OperatorTiming: Sendable, Hashable, Codable {
    /// The node's name in the graph.
    public var name: String
    public var type: String
    /// Who ran it, in the runtime's words: an execution provider, a delegate, or the kernel.
    public var provider: String
    /// Whether it left the accelerated path that was asked for; nil when the runtime does not tell.
    public var isFallback: Bool?
    /// Sum over all profiled inferences.
    public var nanoseconds: UInt64
    /// How often it ran.
    public var calls: Int

    public init(
        name: String, type: String, provider: String, isFallback: Bool? = nil, nanoseconds: UInt64, calls: Int
    ) {
        self.name = name
        self.type = type
        self.provider = provider
        self.isFallback = isFallback
        self.nanoseconds = nanoseconds
        self.calls = calls
    }
}
