/// Which of a release's packages pip is to choose, whatever Python runs it.
public struct PipSelection: Sendable, Hashable, Codable {
    public var platforms: [String]
    public var pythonVersion: String
    public var implementation: String
    public var abi: String

    public init(platforms: [String], pythonVersion: String, implementation: String, abi: String) {
        self.platforms = platforms
        self.pythonVersion = pythonVersion
        self.implementation = implementation
        self.abi = abi
    }

    enum CodingKeys: String, CodingKey {
        case platforms, implementation, abi
        case pythonVersion = "python_version"
    }
}
