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
        for name in names {
            var status = stat()
            guard lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            let keptSeconds = name.hasSuffix(Self.incomingSuffix) ? Self.brokenOffSeconds : Self.unusedSeconds
            // Programs that copy may set a file's time of modification, nobody its time of change.
            if status.st_ctim.tv_sec < now - keptSeconds { unlink("\(folder)/\(name)") }
        }
    }
}
