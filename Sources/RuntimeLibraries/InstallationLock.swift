import Files
import Foundation

/// Lets one installation at a time write below a folder; the kernel drops it when the process ends, however it ends.
final class InstallationLock {
    private let descriptor: Int32

    /// - Parameter waiting: called once when another installation is under way.
    /// - Throws: `FileError.unwritable`.
    init(folder: String, waiting: () -> Void) throws(FileError) {
        try AtomicFile.makeFolder(folder)
        let path = folder + "/.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
        waiting()
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw .unwritable(path: path, reason: String(cString: strerror(errno)))
            }
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
