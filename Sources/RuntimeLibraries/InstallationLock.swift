import Files
import Foundation
import Processes

/// Lets one installation at a time write below a folder; the kernel drops it when the process ends, however it ends.
final class InstallationLock {
    private let descriptor: Int32

    /// - Parameter waiting: called once when another installation is under way.
    /// - Throws: `RuntimeLibraryError.file`, or `.interrupted` while waiting.
    init(folder: String, interruption: Interruption, waiting: () -> Void) throws(RuntimeLibraryError) {
        let path = folder + "/.lock"
        do {
            try AtomicFile.makeFolder(folder)
        } catch {
            throw .file(error)
        }
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.unwritable(path) }
        var isWaiting = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw Self.unwritable(path) }
            if !isWaiting { waiting() }
            isWaiting = true
            var stop = pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&stop, 1, 100)
            if interruption.wasTriggered { throw .interrupted }
        }
    }

    private static func unwritable(_ path: String) -> RuntimeLibraryError {
        .file(.unwritable(path: path, reason: String(cString: strerror(errno))))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
