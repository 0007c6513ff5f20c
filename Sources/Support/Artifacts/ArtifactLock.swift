import Foundation

/// Keeps the removal of artifacts apart from their use: a baseline's files lie there before its row does.
///
/// The kernel lets go of it when its holder ends, however it ends.
public final class ArtifactLock {
    public enum Purpose: Sendable {
        /// Adding and reading; any number at once. Waits while another removes.
        case use
        /// Excludes all others, and is refused at once while there are any.
        case removal
    }

    private let descriptor: Int32

    /// - Throws: `ArtifactError.busy` for a removal; `.file` when the folder cannot be made or locked.
    public init(_ store: ArtifactStore, for purpose: Purpose) throws(ArtifactError) {
        let path = store.folder + "/lock"
        do {
            try AtomicFile.makeFolder(store.folder)
        } catch {
            throw .file(error)
        }
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .file(.unwritable(path: path, reason: String(cString: strerror(errno))))
        }
        let operation = purpose == .use ? LOCK_SH : LOCK_EX | LOCK_NB
        while flock(descriptor, operation) != 0 {
            if errno == EINTR { continue }
            let reason = String(cString: strerror(errno))
            guard errno != EWOULDBLOCK else { throw .busy(folder: store.folder) }
            throw .file(.unwritable(path: path, reason: reason))
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
