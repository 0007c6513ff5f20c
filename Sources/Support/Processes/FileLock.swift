import Diagnostics
import CSystem
import Foundation

/// A lock file through which processes take turns; the kernel gives the turn on when its holder ends, however it ends.
public final class FileLock {
    public enum Refusal: Error, Equatable {
        /// The file cannot be opened or locked.
        case unavailable(reason: String)
        case interrupted
        /// Another held it for as long as was to be waited.
        case held
    }

    private let descriptor: Int32

    /// Waits for the lock, and holds it while the object lives.
    ///
    /// - Parameters:
    ///   - path: made when it is not there; its folder must be.
    ///   - patienceSeconds: how long to wait for it; nil waits as long as it takes.
    ///   - onWait: called once when another holds the lock and there is time to wait for it.
    /// - Throws: `Refusal`; `.interrupted` and `.held` only when another holds it.
    public init(
        path: String, interruption: Interruption, patienceSeconds: Double? = nil, onWait: () -> Void
    ) throws(Refusal) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .unavailable(reason: SystemMessage.text()) }
        // In a folder that all may write to, a file of that name may be another user's, who could hold it for ever.
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == getuid(), status.st_mode & S_IFMT == S_IFREG else {
            throw .unavailable(reason: "\(path) is not a file of this user")
        }
        var hasWaited = false
        let start = pawl_monotonic_raw_nanoseconds()
        let descriptor = descriptor
        while SystemCall.retryingInterrupts({ Int(flock(descriptor, LOCK_EX | LOCK_NB)) }) != 0 {
            guard errno == EWOULDBLOCK else { throw .unavailable(reason: SystemMessage.text()) }
            if let patienceSeconds,
                Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9 >= patienceSeconds
            {
                throw .held
            }
            if !hasWaited { onWait() }
            hasWaited = true
            var watched = pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&watched, 1, 20)
            if interruption.wasTriggered { throw .interrupted }
        }
    }

    /// Replaces what the file says, for whoever finds it locked. Whether that works is of no consequence to the lock.
    public func note(_ text: String) {
        guard ftruncate(descriptor, 0) == 0 else { return }
        var text = text
        _ = text.withUTF8 { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
