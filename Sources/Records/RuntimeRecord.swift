public struct RuntimeRecord: Sendable, Codable, Equatable {
    public var name: String
    public var version: String
    public var libraryDigest: String
    public var provider: String
    /// Everything that changes how the model runs, as text: `threads: 1`, `graph_optimization: all`, ...
    public var options: [String: String]

    public init(name: String, version: String, libraryDigest: String, provider: String, options: [String: String]) {
        self.name = name
        self.version = version
        self.libraryDigest = libraryDigest
        self.provider = provider
        self.options = options
    }
}
