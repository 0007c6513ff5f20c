import Diagnostics
import Foundation
import Synchronization

/// What killed processes left behind: half-written files beside their destinations, and private folders.
///
/// Only what is this user's, has a name and a mode that Pawl gives and nobody else, and was not touched for long is taken away; a
/// folder also only when no process holds it.
enum Leftovers {
    /// A live writer touches its file far more often.
    static let oldestPartSeconds = 2 * 3600.0
    /// Also the age of folders whose owner holds them without a lock, as Pawl did before.
    static let oldestFolderSeconds = 24 * 3600.0

    /// Sticky, which has no meaning for a folder that is one user's own: it says that Pawl made it.
    static let folderMode: mode_t = 0o1700

    /// Of the files that SQLite keeps beside a database (https://sqlite.org/tempfiles.html).
    static let logSuffixes = ["-journal", "-wal", "-shm"]

    private static let swept = Mutex<Set<String>>([])

    /// Removes half-written files from a folder, once in a process.
    static func removeParts(in folder: String) {
        guard swept.withLock({ $0.insert("parts " + folder).inserted }) else { return }
        removeParts(in: folder, olderThan: oldestPartSeconds)
    }

    static func removeParts(in folder: String, olderThan seconds: Double) {
        for name in names(in: folder) where isPart(name) {
            let path = (folder as NSString).appendingPathComponent(name)
            guard let status = own(path, S_IFREG), age(of: status) > seconds else { continue }
            unlink(path)
        }
    }

    /// Removes private folders that no process holds, once in a process.
    static func removeFolders(in parent: String) {
        guard swept.withLock({ $0.insert("folders " + parent).inserted }) else { return }
        removeFolders(in: parent, olderThan: oldestFolderSeconds)
    }

    static func removeFolders(in parent: String, olderThan seconds: Double) {
        for name in names(in: parent) where name.hasPrefix("pawl") {
            let path = "\(parent)/\(name)"
            guard let status = own(path, S_IFDIR), status.st_mode & 0o7777 == folderMode, age(of: status) > seconds,
                let hold = hold(path)
            else { continue }
            try? FileManager.default.removeItem(atPath: path)
            close(hold)
        }
    }

    /// Holds a folder as long as the descriptor is open: the kernel lets go of it with the process.
    ///
    /// - Returns: nil when another process holds it.
    static func hold(_ path: String) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// A name of `AtomicFile`, or of a log that SQLite keeps beside such a file.
    private static func isPart(_ name: String) -> Bool {
        guard name.hasPrefix(".") else { return false }
        let words = name.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        return words.count == 2 && UUID(uuidString: String(words[0])) != nil
            && ([""] + logSuffixes).contains { words[1] == "part" + $0 }
    }

    private static func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private static func own(_ path: String, _ kind: mode_t) -> stat? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == kind, status.st_uid == geteuid() else { return nil }
        return status
    }

    private static func age(of status: stat) -> Double {
        Date().timeIntervalSince1970 - Double(status.st_mtim.tv_sec)
    }
}

/// A private folder (for its owner only) that goes away with the object; after a kill a later command removes it.
public final class TemporaryFolder: Sendable {
    public let path: String
    /// Held by the process: others leave the folder alone. -1 where the file system knows no locks.
    private let hold: Int32

    /// - Throws: `FileError.unwritable`.
    public init(prefix: String = "pawl") throws(FileError) {
        let wished = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
        // A relative folder would move with the working directory.
        let parent = wished.hasPrefix("/") ? wished : "/tmp"
        var template = Array("\(parent)/\(prefix)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .unwritable(path: parent, reason: SystemMessage.text())
        }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        hold = Leftovers.hold(path) ?? -1
        // Only what is held is marked as one that may be removed when nobody holds it.
        if hold >= 0 { chmod(path, Leftovers.folderMode) }
        Leftovers.removeFolders(in: parent)
    }

    public func file(_ name: String) -> String { "\(path)/\(name)" }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        if hold >= 0 { close(hold) }
    }
}
