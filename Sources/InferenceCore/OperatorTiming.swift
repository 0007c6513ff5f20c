/// One operator's share of a profiled inference.
public struct OperatorTiming: Sendable, Hashable, Codable {
    /// The node's name in the graph.
    public var name: String
    public var type: String
    public var provider: String
    /// Sum over all profiled inferences.
    public var nanoseconds: UInt64
    /// How often it ran.
    public var calls: Int

    public init(name: String, type: String, provider: String, nanoseconds: UInt64, calls: Int) {
        self.name = name
        self.type = type
        self.provider = provider
        self.nanoseconds = nanoseconds
        self.calls = calls
    }
}
