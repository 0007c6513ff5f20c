public struct ModelMetadata: Sendable, Hashable, Codable {
    public var producer: String
    public var graphName: String
    public var version: Int64
    public var custom: [String: String]

    public init(producer: String = "", graphName: String = "", version: Int64 = 0, custom: [String: String] = [:]) {
        self.producer = producer
        self.graphName = graphName
        self.version = version
        self.custom = custom
    }
}
