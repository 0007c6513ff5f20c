import Foundation

extension AtomicFile {
    /// Writes pieces one after the other to a new file, flushed to disk, that nobody may write to afterwards; whole or not at all.
    ///
    /// - Parameters:
    ///   - pieces: read from front to back, with little memory where they are mapped.
    ///   - check: sees the path of the whole file before it becomes visible.
    /// - Throws: `FileError.unwritable`, and what `check` throws; the destination is then as it was.
    public static func write(
        pieces: [UnsafeRawBufferPointer], to path: String, permissions: UInt32 = 0o444,
        check: (_ written: String) throws(FileError) -> Void = { _ in }
    ) throws(FileError) {
        try replace(path) { temporary throws(FileError) in
            let descriptor = open(
                temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(permissions))
            guard descriptor >= 0 else { throw .unwritable(path: path, reason: lastSystemError()) }
            defer { close(descriptor) }
            for piece in pieces {
                if let reason = writeWhole(piece, to: descriptor) { throw .unwritable(path: path, reason: reason) }
            }
            guard fsync(descriptor) == 0 else { throw .unwritable(path: path, reason: lastSystemError()) }
            try check(temporary)
        }
    }
}
