public struct RuntimeIdentity: Sendable, Hashable, Codable {
    /// Such as `onnxruntime`.
    public var name: String
    /// As the library itself says, or as its digest tells where it does not say.
    public var version: String
    public var libraryPath: String
    /// The library's own words about its build; empty when it has none.
    public var buildInformation: String
    public var availableProviders: [String]

    public init(
        name: String, version: String, libraryPath: String, buildInformation: String, availableProviders: [String]
    ) {
        self.name = name
        self.version = version
        self.libraryPath = libraryPath
        self.buildInformation = buildInformation
        self.availableProviders = availableProviders
    }

    /// Name and version are all that a worker must know of its runtime.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try container.decode(String.self, forKey: .name),
            version: try container.decode(String.self, forKey: .version),
            libraryPath: try container.decodeIfPresent(String.self, forKey: .libraryPath) ?? "",
            buildInformation: try container.decodeIfPresent(String.self, forKey: .buildInformation) ?? "",
            availableProviders: try container.decodeIfPresent([String].self, forKey: .availableProviders) ?? [])
    }
}
