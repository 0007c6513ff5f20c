/// Which paths from files and databases may be followed below a folder.
public enum ContainedPath {
    public static let rule =
        "a path below a folder has no empty part, no '.', no '..' and no control character, and at most 1024 bytes"

    public static func accepts(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return path.utf8.count <= 1024 && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
            && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}
