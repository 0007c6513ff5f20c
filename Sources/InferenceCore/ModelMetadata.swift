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

    /// Everything may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            producer: try container.decodeIfPresent(String.self, forKey: .producer) ?? "",
            graphName: try container.decodeIfPresent(String.self, forKey: .graphName) ?? "",
            version: try container.decodeIfPresent(Int64.self, forKey: .version) ?? 0,
            custom: try container.decodeIfPresent([String: String].self, forKey: .custom) ?? [:])
    }
}
