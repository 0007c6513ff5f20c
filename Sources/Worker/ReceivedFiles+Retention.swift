import Foundation

extension ReceivedFiles {
    static let incomingSuffix = ".incoming"
    /// What nothing asked for in this time is removed when the next file arrives.
    static let unusedSeconds = 30 * 86_400
    /// A copy that has not grown for so long was broken off.
    static let brokenOffSeconds = 86_400

    /// Keeps a file from being removed as unused.
    func noteUse(of path: String) { utimes(path, nil) }

    /// Removes what was not used for `unusedSeconds`, and copies that were broken off.
    ///
    /// - Parameter now: seconds since 1970.
    func removeForgotten(now: Int = time(nil)) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // Removing one name of a file changes the time of the others: first all are looked at.
        let forgotten = names.map { "\(folder)/\($0)" }.filter { isForgotten($0, now: now) }
        for path in forgotten { try? FileManager.default.removeItem(atPath: path) }
    }

    private func isForgotten(_ path: String, now: Int) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return false }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            let keptSeconds = path.hasSuffix(Self.incomingSuffix) ? Self.brokenOffSeconds : Self.unusedSeconds
            // Programs that copy may set a file's time of modification, nobody its time of change.
            return status.st_ctim.tv_sec < now - keptSeconds
        case S_IFDIR:
            // A model's folder goes when nothing in it is used.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            return names.isEmpty
                ? status.st_ctim.tv_sec < now - Self.unusedSeconds
                : names.allSatisfy { isForgotten("\(path)/\($0)", now: now) }
        default: return false
        }
    }
}
