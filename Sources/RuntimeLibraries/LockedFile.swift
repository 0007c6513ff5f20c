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
