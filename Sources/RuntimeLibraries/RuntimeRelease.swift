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

/// A package as the lock holds it: fetched by name, accepted by digest.
public struct LockedWheel: Sendable, Hashable, Codable {
    /// Which package this is, where it is not the runtime's own but one that the runtime needs.
    public var package: LockedPackage?
    /// `x86_64` or `aarch64`.
    public var architecture: String
    public var file: String
    /// Nil where the index did not say.
    public var bytes: UInt64?
    /// Lower-case hexadecimal.
    public var sha256: String
    public var pip: PipSelection
    /// The member that is loaded; nil in a package that only supports the runtime's own, and until a package that the project
    /// locked was opened.
    public var library: String?
    /// What is unpacked; the rest of the package is not needed, unless there is a `contentList`.
    public var members: [LockedFile]
    /// The wheel's own list of all its files with their digests (`RECORD` of the wheel format), where all are unpacked.
    public var contentList: LockedFile?

    public init(
        package: LockedPackage? = nil, architecture: String, file: String, bytes: UInt64?, sha256: String,
        pip: PipSelection, library: String?, members: [LockedFile],
        contentList: LockedFile? = nil
    ) {
        self.package = package
        self.architecture = architecture
        self.file = file
        self.bytes = bytes
        self.sha256 = sha256
        self.pip = pip
        self.library = library
        self.members = members
        self.contentList = contentList
    }

    enum CodingKeys: String, CodingKey {
        case package, architecture, file, bytes, sha256, pip, library, members
        case contentList = "content_list"
    }
}

/// A package by its exact version.
public struct LockedPackage: Sendable, Hashable, Codable {
    public var name: String
    public var version: String

    public init(name: String, version: String) {
        self.name = name
        self.version = version
    }
}

/// A file with its size and digest.
public struct LockedFile: Sendable, Hashable, Codable {
    /// Relative, with forward slashes.
    public var path: String
    public var bytes: UInt64
    public var sha256: String

    public init(path: String, bytes: UInt64, sha256: String) {
        self.path = path
        self.bytes = bytes
        self.sha256 = sha256
    }

    /// Whether it is code that may be loaded, such as `libtbb.so.12`, or run.
    var isCode: Bool { path.split(separator: "/").last?.contains(".so") == true || path.hasSuffix(".py") }

    /// Whether the path stays inside the folder it is unpacked into.
    var staysInside: Bool {
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && !path.utf8.contains(0) && !path.contains("\\")
            && components.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}

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
