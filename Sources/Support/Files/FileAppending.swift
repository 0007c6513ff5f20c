import Foundation

/// Adds to the end of files that others own.
public enum FileAppending {
    /// - Throws: `FileError.unwritable`.
    public static func append(_ text: String, to path: String) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: lastSystemError()) }
        defer { close(descriptor) }
        if let reason = writeWhole(Data(text.utf8), to: descriptor) { throw .unwritable(path: path, reason: reason) }
    }
}
