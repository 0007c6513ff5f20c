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
            throw .file(.unwritable(path: parent, reason: String(cString: strerror(errno))))
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
