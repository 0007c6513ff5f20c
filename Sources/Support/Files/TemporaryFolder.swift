import Foundation

/// A private folder (for its owner only) that goes away with the object; after a kill a later command removes it.
public final class TemporaryFolder: Sendable {
    public let path: String
    /// Held by the process: others leave the folder alone. -1 where the file system knows no locks.
    private let hold: Int32

    /// - Throws: `FileError.unwritable`.
    public init(prefix: String = "pawl") throws(FileError) {
        let wished = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
        // A relative folder would move with the working directory.
        let parent = wished.hasPrefix("/") ? wished : "/tmp"
        var template = Array("\(parent)/\(prefix)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .unwritable(path: parent, reason: lastSystemError())
        }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        hold = Leftovers.hold(path) ?? -1
        // Only what is held is marked as one that may be removed when nobody holds it.
        if hold >= 0 { chmod(path, Leftovers.folderMode) }
        Leftovers.removeFolders(in: parent)
    }

    public func file(_ name: String) -> String { "\(path)/\(name)" }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        if hold >= 0 { close(hold) }
    }
}
