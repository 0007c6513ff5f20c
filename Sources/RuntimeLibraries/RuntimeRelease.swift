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
    public var wheels: [LockedWheel]

    public init(
        name: String, package: String? = nil, version: String, title: String, licence: String, wheels: [LockedWheel]
    ) {
        self.name = name
        self.package = package
        self.version = version
        self.title = title
        self.licence = licence
        self.wheels = wheels
    }

    public var requirement: RuntimeRequirement { RuntimeRequirement(unchecked: name, version) }

    /// What pip is asked for.
    var packageRequirement: RuntimeRequirement { RuntimeRequirement(unchecked: package ?? name, version) }

    /// The wheel for the machine that this program was built for.
    var wheelForThisMachine: LockedWheel? { wheels.first { $0.architecture == MachineArchitecture.current } }
}
