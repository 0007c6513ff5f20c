public struct OperatorRecord: Sendable, Codable, Equatable {
    /// Node name in the graph.
    public var name: String
    public var type: String
    public var provider: String
    /// Mean nanoseconds per inference.
    public var meanNanoseconds: Double

    public init(name: String, type: String, provider: String, meanNanoseconds: Double) {
        self.name = name
        self.type = type
        self.provider = provider
        self.meanNanoseconds = meanNanoseconds
    }
}
