import CSystem
import Foundation
import Support

/// The lock to measure under: one launch at a time on this machine, whichever pawl process asks.
///
/// Two runs at once would disturb each other's latencies. They take turns, launch by launch, through a lock file in the
/// user's runtime folder; a process that is killed gives the lock back by dying. Its holder writes into the file who it is.
struct MeasurementLock {
    /// More of what another process wrote about itself is not read.
    private static let longestNote = 300

    enum Failure: Error, Equatable {
        case interrupted
        /// Another process held it for as long as was to be waited. What it says of itself; empty when it says nothing.
        case held(by: String)
    }

    /// Nil where there is no place for a lock file: a neighbour is then a disturbance like any other.
    private let lock: FileLock?

    /// Waits for the lock.
    ///
    /// - Parameters:
    ///   - holder: what others are to read about this process.
    ///   - patienceSeconds: how long to wait for another holder.
    ///   - onWait: called once when another run holds the lock, with what it says of itself.
    init(
        _ interruption: Interruption, path: String, holder: String, patienceSeconds: Double,
        onWait: (String) -> Void
    ) throws(Failure) {
        do throws(FileLock.Refusal) {
            lock = try FileLock(path: path, interruption: interruption, patienceSeconds: patienceSeconds) {
                onWait(Self.holder(of: path))
            }
        } catch {
            switch error {
            case .interrupted: throw .interrupted
            case .held: throw .held(by: Self.holder(of: path))
            case .unavailable: lock = nil
            }
        }
        lock?.note("\(getpid())\n\(holder)")
    }

    /// In the user's runtime folder, as these variables name it.
    static func path(in environment: [String: String]) -> String {
        let folder =
            [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"]].compactMap { $0 }
            .first { $0.hasPrefix("/") } ?? "/tmp"
        return "\(folder)/pawl-measuring-\(getuid()).lock"
    }

    /// "process 4711, suite 'demo', since 2026-11-02T21:04:05Z, which is stopped".
    private static func holder(of path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path), let bytes = try? file.read(upToCount: longestNote) else {
            return ""
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1)
        guard lines.count == 2, let id = Int32(lines[0]), id > 0 else { return "" }
        let words = lines[1].unicodeScalars.filter { !$0.properties.isControl }
        return "process \(id), " + String(String.UnicodeScalarView(words)) + (isStopped(id) ? ", which is stopped" : "")
    }

    /// State T or t of proc(5): a signal or a debugger stopped it.
    private static func isStopped(_ id: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
            let close = stat.lastIndex(of: ")")
        else { return false }
        let state = stat[stat.index(after: close)...].first { $0 != " " }
        return state == "T" || state == "t"
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isControl: Bool { generalCategory == .control || generalCategory == .format }
}
