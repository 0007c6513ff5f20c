import Diagnostics
import Foundation

/// Writes files that are either there whole or not at all.
public enum AtomicFile {
    /// Writes beside the destination, flushes to disk, then renames; makes missing folders. A device or a pipe, also at the end of a
    /// link, is written to as it is.
    ///
    /// - Throws: `FileError.unwritable`; the destination is then as it was, unless it is a device or a pipe.
    public static func write(_ data: Data, to path: String) throws(FileError) {
        if case .stream(let stream) = try Destination.of(path) {
            return try Destination.write(data, toStream: stream)
        }
        try replace(path) { temporary throws(FileError) in
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
            guard descriptor >= 0 else { throw .unwritable(path: path, reason: SystemMessage.text()) }
            defer { close(descriptor) }
            let reason = (SystemCall.writeWhole(data, to: descriptor) ?? (fsync(descriptor) == 0 ? nil : errno))
                .map { SystemMessage.text($0) }
            if let reason { throw .unwritable(path: path, reason: reason) }
        }
    }

    public static func write(_ text: String, to path: String) throws(FileError) {
        try write(Data(text.utf8), to: path)
    }

    /// Lets `produce` write a temporary path in the destination's folder, then renames that onto the destination.
    ///
    /// Of a destination that is a link the file at its end is replaced. Only regular files are: never a device, a pipe or a folder.
    public static func replace(
        _ path: String, producing produce: (_ temporaryPath: String) throws(FileError) -> Void
    ) throws(FileError) {
        guard case .file(let path) = try Destination.of(path) else {
            throw .unwritable(path: path, reason: "it is a device or a pipe, not a file")
        }
        let folder = (path as NSString).deletingLastPathComponent
        try makeFolder(folder.isEmpty ? "." : folder)
        Leftovers.removeParts(in: folder.isEmpty ? "." : folder)
        // Without the destination's name: that may be as long as names can be.
        let temporary = (folder as NSString).appendingPathComponent(".\(UUID().uuidString.lowercased()).part")
        do {
            try produce(temporary)
        } catch {
            remove(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let reason = SystemMessage.text()
            remove(temporary)
            throw .unwritable(path: path, reason: reason)
        }
        flushFolder(folder.isEmpty ? "." : folder)
    }

    /// With the logs that SQLite keeps beside a database: on a full disk it cannot clear them away itself.
    private static func remove(_ temporary: String) {
        for suffix in [""] + Leftovers.logSuffixes { unlink(temporary + suffix) }
    }

    /// Brings the rename itself to disk, so that a power cut cannot undo it; a file system that cannot is left alone.
    private static func flushFolder(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Makes a folder and its parents; fine when it is there already.
    public static func makeFolder(_ path: String) throws(FileError) {
        guard !path.utf8.contains(0) else { throw .unwritable(path: path, reason: zeroByteInPath) }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }
}

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
            guard descriptor >= 0 else { throw .unwritable(path: path, reason: SystemMessage.text()) }
            defer { close(descriptor) }
            for piece in pieces {
                if let code = SystemCall.writeWhole(piece, to: descriptor) {
                    throw .unwritable(path: path, reason: SystemMessage.text(code))
                }
            }
            guard fsync(descriptor) == 0 else { throw .unwritable(path: path, reason: SystemMessage.text()) }
            try check(temporary)
        }
    }
}

/// Adds to the end of files that others own.
public enum FileAppending {
    /// - Throws: `FileError.unwritable`.
    public static func append(_ text: String, to path: String) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: SystemMessage.text()) }
        defer { close(descriptor) }
        if let code = SystemCall.writeWhole(Data(text.utf8), to: descriptor) {
            throw .unwritable(path: path, reason: SystemMessage.text(code))
        }
    }
}
