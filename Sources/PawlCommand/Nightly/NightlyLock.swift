import Diagnostics
import Foundation
import Support

/// One nightly run of a suite at a time in a database: a lock file beside it, which the kernel frees when its holder ends, however
/// it ends.
struct NightlyLock {
    /// More of what another process wrote about itself is not read.
    private static let longestNote = 200

    private let lock: FileLock

    /// - Parameters:
    ///   - database: its path; the folder is made when it is not there.
    ///   - holder: what the file is to say of this process.
    ///   - waitingSeconds: how long to wait for another one.
    ///   - onWait: called once, with what the other one says of itself.
    /// - Throws: `NightlyError`.
    init(
        suite: String, database: String, holder: String, waitingSeconds: Double, interruption: Interruption,
        onWait: (String) -> Void
    ) throws(NightlyError) {
        let path = Self.path(suite: suite, database: database)
        do throws(FileLock.Refusal) {
            lock = try FileLock(path: path, interruption: interruption, patienceSeconds: waitingSeconds) {
                onWait(Self.note(in: path))
            }
        } catch {
            switch error {
            case .held: throw .alreadyRunning(suite: suite, holder: Self.note(in: path))
            case .interrupted: throw .interruptedWhileWaiting(suite: suite)
            case .unavailable(let reason): throw .cannotLock(path: path, reason: reason)
            }
        }
        lock.note(holder)
    }

    /// A suite's name may be anything; its digest is a file's name everywhere.
    static func path(suite: String, database: String) -> String {
        let file = URL(fileURLWithPath: database)
        let folder = file.deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Two ways to one database are one database.
        let place = file.resolvingSymlinksInPath().path
        return "\(place).nightly-\(SHA256.hexadecimal(of: suite).prefix(12)).lock"
    }

    private static func note(in path: String) -> String {
        let bytes = FileManager.default.contents(atPath: path)?.prefix(longestNote) ?? Data()
        return String(decoding: bytes, as: UTF8.self).filter { !$0.isNewline && $0 != "\u{1B}" }
    }
}

/// Why a nightly run did not begin.
enum NightlyError: DiagnosableError, Equatable {
    /// - Parameter holder: what the other one said of itself; empty when it said nothing.
    case alreadyRunning(suite: String, holder: String)
    case cannotLock(path: String, reason: String)
    case interruptedWhileWaiting(suite: String)

    var blame: Blame {
        switch self {
        case .alreadyRunning, .cannotLock: .machine
        case .interruptedWhileWaiting: .interruption
        }
    }

    var diagnostics: [Diagnostic] { [diagnostic] }

    private var diagnostic: Diagnostic {
        switch self {
        case .alreadyRunning(let suite, let holder):
            Diagnostic(
                code: "nightly.already-running",
                "another 'pawl nightly' of suite '\(suite)' is running on this database"
                    + (holder.isEmpty ? "" : ": \(holder)") + "; nothing was measured",
                hint: "wait for it with --wait 2h, or give this one another database with --db")
        case .cannotLock(let path, let reason):
            Diagnostic(
                code: "nightly.cannot-lock", "cannot lock \(path), which keeps two nightly runs apart",
                hint: "make the database's folder writable, and let one user run the suite's nights", cause: reason)
        case .interruptedWhileWaiting(let suite):
            Diagnostic(
                code: "nightly.interrupted", "stopped while waiting for the other 'pawl nightly' of suite '\(suite)'",
                hint: "nothing was measured")
        }
    }
}
