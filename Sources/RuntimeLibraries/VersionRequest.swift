/// A runtime, and the versions of it that will do: `onnxruntime`, `onnxruntime==1.32.0`, `onnxruntime>=1.30,<1.32`.
public struct VersionRequest: Sendable, Hashable, CustomStringConvertible {
    public let name: String
    public let versions: VersionSpecifier

    public init(name: String, versions: VersionSpecifier) {
        self.name = name
        self.versions = versions
    }

    /// - Throws: `RuntimeLibraryError.malformedRequirement`.
    public init(parsing text: String) throws(RuntimeLibraryError) {
        let name = text.prefix { !"=<>!~ ".contains($0) }
        guard let versions = VersionSpecifier(String(text[name.endIndex...])) else {
            throw .malformedRequirement(text, reason: "'\(text[name.endIndex...])' says no version")
        }
        // The name by the rule of requirements.
        self.init(name: try RuntimeRequirement(name: String(name), version: "0").name, versions: versions)
    }

    public var description: String { name + versions.description }
}
