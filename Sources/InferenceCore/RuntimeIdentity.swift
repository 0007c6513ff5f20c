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
}
