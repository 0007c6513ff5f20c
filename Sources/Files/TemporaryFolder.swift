import Foundation

/// A private folder (mode 0700) that goes away with the object.
public final class TemporaryFolder: Sendable {
    public let path: String

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
    }

    public func file(_ name: String) -> String { "\(path)/\(name)" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
