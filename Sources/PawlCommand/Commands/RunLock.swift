import Foundation
import Records
import Support

/// Held beside the database while a run is measured. The kernel lets go of it when the process ends, however it ends: a run that is
/// recorded as running and whose lock nobody holds was killed.
final class RunLock {
    private let path: String
    private let lock: FileLock?

    /// Without the lock a run is measured all the same, and taken for a killed one by who looks at it meanwhile. What killed runs left
    /// behind is removed.
    init(run: String, database: String) {
        Self.sweep(database)
        path = Self.path(run: run, database: database)
        lock = try? FileLock(path: path, interruption: Interruption(), patienceSeconds: 0) {}
    }

    deinit {
        if lock != nil { unlink(path) }
    }

    /// What a run's recorded status means now: `running` is `interrupted` when its process is gone, whose lock file is then removed.
    static func status(_ status: RunRecord.Status, ofRun run: String, database: String) -> RunRecord.Status {
        guard status == .running else { return status }
        return isHeld(path(run: run, database: database)) ? .running : .interrupted
    }

    /// Removes the file of a lock that nobody holds.
    private static func isHeld(_ path: String) -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        do {
            let lock = try FileLock(path: path, interruption: Interruption(), patienceSeconds: 0) {}
            withExtendedLifetime(lock) { _ = unlink(path) }
            return false
        } catch {
            // Held; or another user's, which nobody else can look at.
            return true
        }
    }

    private static func sweep(_ database: String) {
        let place = URL(fileURLWithPath: database).resolvingSymlinksInPath()
        let folder = place.deletingLastPathComponent().path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(place.lastPathComponent + infix) && name.hasSuffix(suffix) {
            _ = isHeld("\(folder)/\(name)")
        }
    }

    private static let infix = ".run-"
    private static let suffix = ".lock"

    private static func path(run: String, database: String) -> String {
        // Two ways to one database are one database. A run's id may come from elsewhere, as in a bundle.
        let place = URL(fileURLWithPath: database).resolvingSymlinksInPath().path
        return place + infix + run.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(64)
            + suffix
    }
}
