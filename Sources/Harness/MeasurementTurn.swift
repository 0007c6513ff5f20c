import Foundation
import Processes

/// The right to measure: one launch at a time on this machine, whichever pawl asks.
///
/// Two runs at once would disturb each other's latencies. They take turns, launch by launch, through a lock file in the
/// user's runtime folder; a process that is killed gives its turn back by dying.
struct MeasurementTurn {
    /// Nil where there is no place for a lock file: a neighbour is then a disturbance like any other.
    private let lock: FileLock?

    /// Waits for the turn; nil when the run is stopped meanwhile.
    ///
    /// - Parameter onWait: called once when another run has the turn.
    static func take(_ interruption: Interruption, path: String, onWait: () -> Void) -> MeasurementTurn? {
        do {
            return MeasurementTurn(lock: try FileLock(path: path, interruption: interruption, onWait: onWait))
        } catch {
            return error == .interrupted ? nil : MeasurementTurn(lock: nil)
        }
    }

    /// In the user's runtime folder, as these variables name it.
    static func path(in environment: [String: String]) -> String {
        let folder =
            [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"]].compactMap { $0 }
            .first { $0.hasPrefix("/") } ?? "/tmp"
        return "\(folder)/pawl-measuring-\(getuid()).lock"
    }
}
