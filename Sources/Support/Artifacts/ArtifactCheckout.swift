import Diagnostics
import Foundation

/// Artifacts under the names that their users know them by, in a private folder that goes away with the object.
///
/// It lies beside the artifacts, so that names are all that it costs.
public final class ArtifactCheckout {
    static let folderName = "checkouts"

    private let store: ArtifactStore
    public let path: String

    /// - Throws: `ArtifactError.file`.
    public init(of store: ArtifactStore) throws(ArtifactError) {
        self.store = store
        let parent = store.folder + "/" + Self.folderName
        do {
            try AtomicFile.makeFolder(parent)
        } catch {
            throw .file(error)
        }
        var template = Array("\(parent)/XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .file(.unwritable(path: parent, reason: SystemMessage.text()))
        }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    /// Places a file in one of the checkout's folders.
    ///
    /// - Parameters:
    ///   - folder: the caller's own word.
    ///   - name: from elsewhere: a path that leads out of the folder is refused.
    /// - Returns: its path.
    /// - Throws: `ArtifactError.missing`, `.damaged`, `.file`.
    public func place(_ artifact: Artifact, in folder: String, as name: String) throws(ArtifactError) -> String {
        let destination = "\(path)/\(folder)/\(name)"
        guard ContainedPath.accepts(name) else {
            throw .file(.unwritable(path: destination, reason: ContainedPath.rule))
        }
        try store.place(artifact, at: destination)
        return destination
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

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
            throw .file(.unwritable(path: path, reason: SystemMessage.text()))
        }
        let operation = purpose == .use ? LOCK_SH : LOCK_EX | LOCK_NB
        let descriptor = descriptor
        if SystemCall.retryingInterrupts({ Int(flock(descriptor, operation)) }) != 0 {
            let reason = SystemMessage.text()
            guard errno != EWOULDBLOCK else { throw .busy(folder: store.folder) }
            throw .file(.unwritable(path: path, reason: reason))
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
