/// One version of a runtime that can be installed: what its packages are called and what is in them, by digest.
public struct RuntimeRelease: Sendable, Hashable, Codable {
    /// As suites name it, such as `onnxruntime`.
    public var name: String
    /// As the package is called, where that is another name: `litert` comes in `ai-edge-litert`.
    public var package: String?
    public var version: String
    /// For people, such as `ONNX Runtime`.
    public var title: String
    /// SPDX identifier.
    public var licence: String
    public var kind: RuntimeKind
    /// For each processor and, where it matters, each version of Python: the runtime's own package first.
    public var wheels: [LockedWheel]

    public init(
        name: String, package: String? = nil, version: String, title: String, licence: String,
        kind: RuntimeKind = .library, wheels: [LockedWheel]
    ) {
        self.name = name
        self.package = package
        self.version = version
        self.title = title
        self.licence = licence
        self.kind = kind
        self.wheels = wheels
    }

    public var requirement: RuntimeRequirement { RuntimeRequirement(unchecked: name, version) }

    /// What pip is asked for.
    func packageRequirement(of wheel: LockedWheel) -> RuntimeRequirement {
        guard let supporting = wheel.package else { return RuntimeRequirement(unchecked: package ?? name, version) }
        return RuntimeRequirement(unchecked: supporting.name, supporting.version)
    }
}

extension RuntimeRelease {
    private enum CodingKeys: CodingKey { case name, package, version, title, licence, kind, wheels }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try values.decode(String.self, forKey: .name),
            package: try values.decodeIfPresent(String.self, forKey: .package),
            version: try values.decode(String.self, forKey: .version),
            title: try values.decode(String.self, forKey: .title),
            licence: try values.decode(String.self, forKey: .licence),
            kind: try values.decodeIfPresent(RuntimeKind.self, forKey: .kind) ?? .library,
            wheels: try values.decode([LockedWheel].self, forKey: .wheels))
    }
}
