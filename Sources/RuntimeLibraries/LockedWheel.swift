/// A package as the lock holds it: fetched by name, accepted by digest.
public struct LockedWheel: Sendable, Hashable, Codable {
    /// Which package this is, where it is not the runtime's own but one that the runtime needs.
    public var package: LockedPackage?
    /// `x86_64` or `aarch64`.
    public var architecture: String
    public var file: String
    public var bytes: UInt64
    /// Lower-case hexadecimal.
    public var sha256: String
    public var pip: PipSelection
    /// The member that is loaded; nil in a package that only supports the runtime's own.
    public var library: String?
    /// What is unpacked; the rest of the package is not needed, unless there is a `contentList`.
    public var members: [LockedFile]
    /// The wheel's own list of all its files with their digests (`RECORD` of the wheel format), where all are unpacked.
    public var contentList: LockedFile?

    public init(
        package: LockedPackage? = nil, architecture: String, file: String, bytes: UInt64, sha256: String,
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
