import Foundation
import Support

/// A small file of unforeseeable text: a worker that can read it sees the files of this machine.
public struct SharedFileProbe: Sendable {
    public let path: String
    public let text: String

    /// Writes the file.
    ///
    /// - Throws: `FileError`.
    public init(in folder: TemporaryFolder) throws(FileError) {
        path = folder.file("shared-file-probe")
        text = UUID().uuidString
        try AtomicFile.write(text, to: path)
    }
}
