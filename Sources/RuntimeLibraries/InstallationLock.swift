import Support

/// Lets one installation at a time write below a folder.
struct InstallationLock {
    private let lock: FileLock

    /// - Parameter onWait: called once when another installation is under way.
    /// - Throws: `RuntimeLibraryError.file`, or `.interrupted` while waiting.
    init(folder: String, interruption: Interruption, onWait: () -> Void) throws(RuntimeLibraryError) {
        do {
            try AtomicFile.makeFolder(folder)
        } catch {
            throw .file(error)
        }
        let path = folder + "/.lock"
        do {
            lock = try FileLock(path: path, interruption: interruption, onWait: onWait)
        } catch {
            switch error {
            case .interrupted: throw .interrupted
            case .held: throw .file(.unwritable(path: path, reason: "another process holds it"))
            case .unavailable(let reason): throw .file(.unwritable(path: path, reason: reason))
            }
        }
    }
}
