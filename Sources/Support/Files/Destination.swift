import Diagnostics
import Foundation

/// What a path that is to be written leads to.
enum Destination {
    /// Nothing yet, or a regular file, which a whole new one may take the place of; at the end of links.
    case file(path: String)
    /// A device, a pipe or a terminal: written to as it is. It must never be replaced by a file, which `rename` would do.
    case stream(path: String)

    /// - Throws: `FileError.unwritable` for what is neither: a folder, a disk, a socket, a link that leads nowhere.
    static func of(_ path: String) throws(FileError) -> Destination {
        guard !path.utf8.contains(0) else { throw .unwritable(path: path, reason: zeroByteInPath) }
        var status = stat()
        guard stat(path, &status) == 0 else {
            var link = stat()
            guard lstat(path, &link) != 0 else {
                throw .unwritable(path: path, reason: "it is a link that leads nowhere")
            }
            return .file(path: path)
        }
        switch status.st_mode & S_IFMT {
        case S_IFCHR, S_IFIFO: return .stream(path: path)
        // Such as /dev/stdout, behind which a file is open that a new one would only hide.
        case S_IFREG where path.hasPrefix("/dev/") || path.hasPrefix("/proc/"): return .stream(path: path)
        case S_IFREG:
            guard let resolved = realpath(path, nil) else {
                throw .unwritable(path: path, reason: SystemMessage.text())
            }
            defer { free(resolved) }
            return .file(path: String(cString: resolved))
        case S_IFDIR: throw .unwritable(path: path, reason: "it is a folder")
        default: throw .unwritable(path: path, reason: "it is neither a file nor a stream")
        }
    }

    /// Writes to a device or a pipe, and waits for whoever reads it, but not for somebody to begin.
    static func write(_ data: Data, toStream path: String) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw .unwritable(path: path, reason: errno == ENXIO ? "nobody reads from it" : SystemMessage.text())
        }
        defer { close(descriptor) }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        if let code = SystemCall.writeWhole(data, to: descriptor) {
            throw .unwritable(path: path, reason: SystemMessage.text(code))
        }
    }
}
